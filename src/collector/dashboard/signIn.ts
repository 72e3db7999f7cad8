/** Signing in and out: a token is typed once, and kept in a cookie that only this server sees. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import type { CollectorContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { mayRead, wrongKind } from './readers.ts';
import { dropToken, isOwnPage, keepToken } from './session.ts';

const login = v.strictObject({ token: v.pipe(v.string(), v.trim(), v.maxLength(200)) });
/** A minute from one address: a person mistypes a few times. */
const attempts = 20;

export function signInRoutes(server: FastifyInstance, { authentication, audit }: CollectorContext): void {
  // By address alone: a header that nobody asked for gives no further tries.
  const limit = { max: attempts, keyGenerator: ({ ip }: FastifyRequest): string => ip };
  server.post('/login', { config: { rateLimit: limit } }, async (request, reply) => {
    ownPageOnly(request);
    const body = v.safeParse(login, request.body);
    if (!body.success) throw new Refusal(400, 'malformed', 'Type a token.');
    const { token } = body.output;
    const answer = await authentication.check(token);
    if ('refused' in answer) throw new Refusal(401, `token-${answer.refused}`, sentences[answer.refused]);
    const { principal } = answer;
    audit.used(principal, 'POST /login', mayRead(principal) ? 204 : 403);
    if (!mayRead(principal)) throw new Refusal(403, 'wrong-kind', wrongKind(principal));
    keepToken(request, reply, token);
    return reply.status(204).send();
  });

  server.post('/logout', async (request, reply) => {
    ownPageOnly(request);
    dropToken(request, reply);
    return reply.status(204).send();
  });
}

const sentences = {
  unknown: 'This token is not known here. It has to be whole: payoff_read_… or payoff_lead_….',
  expired: 'This token has expired: ask for a new one.',
  revoked: 'This token was revoked: ask for a new one.',
} as const;

function ownPageOnly(request: FastifyRequest): void {
  if (!isOwnPage(request)) throw new Refusal(403, 'other-site', 'This was asked by another site than the dashboard itself.');
}
