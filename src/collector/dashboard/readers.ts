/** Who may read which team, and who may write what a lead writes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CollectorContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../tokens.ts';
import { dropToken, givenToken, isOwnPage } from './session.ts';

export interface Readers {
  /** A hook: lets through who has a read or lead token, in a header or in the cookie. */
  readonly require: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Who asks, behind `require`. */
  readonly of: (request: FastifyRequest) => Principal;
  /** The team of the address, where the token is for it; else 403, whether there is such a team or not. */
  readonly team: (request: FastifyRequest) => string;
  /** As `team`, where the token is a lead's and the request comes from the page itself or from a script with a header. */
  readonly teamOfLead: (request: FastifyRequest) => string;
}

/** Readers of a server part; counts their requests for the audit. */
export function readers(server: FastifyInstance, { authentication, audit }: CollectorContext): Readers {
  const known = new WeakMap<FastifyRequest, Principal>();
  server.addHook('onResponse', async (request, reply) => {
    const principal = known.get(request);
    if (principal !== undefined) audit.used(principal, `${request.method} ${request.routeOptions.url ?? ''}`, reply.statusCode);
  });
  const of = (request: FastifyRequest): Principal => {
    const principal = known.get(request);
    if (principal === undefined) throw new Error('A route of the dashboard does not ask who reads.');
    return principal;
  };
  const team = (request: FastifyRequest): string => {
    const { team: wanted } = request.params as { readonly team: string };
    if (of(request).teams.includes(wanted)) return wanted;
    throw new Refusal(403, 'other-team', 'This token is not for this team.');
  };
  return {
    of,
    team,
    require: async (request, reply) => {
      const given = givenToken(request);
      if (given === null) throw new Refusal(401, 'signed-out', 'Sign in with a read or lead token.');
      const answer = await authentication.check(given.token);
      if ('refused' in answer) {
        if (given.by === 'cookie') dropToken(request, reply);
        throw new Refusal(401, `token-${answer.refused}`, 'This token is not valid any more: sign in with another.');
      }
      known.set(request, answer.principal);
      if (!mayRead(answer.principal)) throw new Refusal(403, 'wrong-kind', wrongKind(answer.principal));
    },
    teamOfLead: (request) => {
      const id = team(request);
      if (of(request).kind !== 'lead') throw new Refusal(403, 'lead-only', 'This takes a lead token; yours is for reading.');
      if (givenToken(request)?.by === 'cookie' && !isOwnPage(request))
        throw new Refusal(403, 'other-site', 'This was asked by another site than the dashboard itself.');
      return id;
    },
  };
}

export function mayRead({ kind }: Principal): boolean {
  return kind === 'read' || kind === 'lead';
}

export function wrongKind({ kind }: Principal): string {
  return `This is ${kind === 'ingest' ? 'an ingest' : `a ${kind}`} token: it takes reports and shows nothing. Reading takes a read or lead token.`;
}
