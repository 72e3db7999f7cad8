import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from './errors.ts';
import type { Queries } from './store/database.ts';
import { together } from './store/together.ts';
import { hashOfToken, isTokenText, principalsOf } from './tokens.ts';
import type { Principal, TokenAnswer, TokenKind } from './tokens.ts';

const principals = new WeakMap<FastifyRequest, Principal>();

const sentences: Readonly<Record<Extract<TokenAnswer, { refused: string }>['refused'], string>> = {
  unknown: 'This token is not known here.',
  expired: 'This token has expired: ask for a new one.',
  revoked: 'This token was revoked: ask for a new one.',
};

export interface Authentication {
  /** A fastify hook (`onRequest`): lets through who has a valid token of one of the kinds, before anything of the body is read. */
  require(...kinds: readonly TokenKind[]): (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Who a token's text stands for, of whatever kind. */
  check(token: string): Promise<TokenAnswer>;
}

/** Bearer tokens against the store; those of requests at the same time are looked up together. */
export function authentication(queries: Queries, nowMs: () => number): Authentication {
  const look = together((hashes: readonly string[]) => principalsOf(queries, hashes, nowMs()), { most: 500 });
  const check = (token: string): Promise<TokenAnswer> =>
    isTokenText(token) ? look(hashOfToken(token)) : Promise.resolve({ refused: 'unknown' });

  return {
    check,
    require:
      (...kinds) =>
      async (request) => {
        const token = tokenOf(request);
        if (token === null) throw new Refusal(401, 'no-token', 'A token is needed: Authorization: Bearer TOKEN.');
        const answer = await check(token);
        if ('refused' in answer) throw new Refusal(401, `token-${answer.refused}`, sentences[answer.refused]);
        principals.set(request, answer.principal);
        if (!kinds.includes(answer.principal.kind))
          throw new Refusal(403, 'wrong-kind', `A token for ${kinds.join(' or ')} is needed; this one is for ${answer.principal.kind}.`);
      },
  };
}

/** Text of the request's bearer token; null where it has none. */
export function tokenOf(request: FastifyRequest): string | null {
  return /^Bearer ([!-~]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** Who asks, behind `require`. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request);
  if (principal === undefined) throw new Error('A route that needs a token does not ask for one.');
  return principal;
}

/** The one team of an ingest or a join token. */
export function teamOf(request: FastifyRequest): string {
  const [team] = principalOf(request).teams;
  if (team === undefined) throw new Refusal(401, 'token-unknown', sentences.unknown);
  return team;
}

/** Who asks, if the request got so far; for what is noted of each request. */
export function knownPrincipal(request: FastifyRequest): Principal | null {
  return principals.get(request) ?? null;
}
