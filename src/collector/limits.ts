/** How much is taken from whom: requests a minute of each token, and the shape of a body. */
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { tokenOf } from './authentication.ts';
import { Refusal } from './errors.ts';
import { hashOfToken } from './tokens.ts';

/** Levels of objects and arrays in each other: a report has five. */
const deepest = 16;

const minute = 60_000;

/** Tokens (and addresses of those who have none) that are counted at a time. */
const counted = 50_000;

/** Counts requests by token, each instance for itself; a part may set another limit by `config: { rateLimit: { max } }` at its route. */
export async function limitRates(server: FastifyInstance, rate: number): Promise<void> {
  await server.register(rateLimit, {
    global: true,
    max: rate,
    timeWindow: minute,
    cache: counted,
    keyGenerator: (request) => {
      const token = tokenOf(request);
      return token === null ? request.ip : hashOfToken(token);
    },
    errorResponseBuilder: (_request, { ttl }) =>
      new Refusal(429, 'too-many', 'Too many requests with this token; come again a little later.', Math.max(1, Math.ceil(ttl / 1000))),
  });
}

/** Takes JSON alone: none that is nested too deep, and no key that reaches into the prototype of objects. */
export function parseBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = typeof body === 'string' ? body : body.toString('utf8');
    if (isTooDeep(text)) done(new Refusal(400, 'malformed', `The body is nested deeper than ${deepest} levels.`), undefined);
    else void parse(request, text, done);
  });
}

/** Whether brackets outside of strings are open more than `deepest` times at once. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === backslash) at++;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (code === openBrace || code === openBracket) {
      if (++depth > deepest) return true;
    } else if (code === closeBrace || code === closeBracket) depth--;
  }
  return false;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
