/** Judging an invitation, and asking the team for what a member needs. */
import type { CallCollector } from './callCollector.ts';
import { teamVerdict } from './collectorAnswers.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Invitation, TeamAnswer, TeamRefused } from './reporter.ts';
import { endpointSentence, refuse, refusedJoinSentence, teamIdSentence, tokenKindSentence, unreachedSentence } from './words.ts';

/** The invitation with its address as it is kept, or what is wrong with it. */
export function checkInvitation(given: Invitation): Invitation | TeamRefused {
  const endpoint = parseEndpoint(given.endpoint);
  if (typeof endpoint !== 'string') return refuse('invalid', endpointSentence(given.endpoint, endpoint.problem));
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(given.team)) return refuse('invalid', teamIdSentence(given.team));
  if (!/^payoff_(join|ingest)_[\w-]{16,200}$/.test(given.token)) return refuse('invalid', tokenKindSentence());
  return { ...given, endpoint };
}

/** Exchanges a join token for one of this device, or asks with an ingest token. Nothing of the developer is in the question but the token. */
export async function askTeam(
  { call, now }: { readonly call: CallCollector; readonly now: () => number },
  { endpoint, team, token }: Invitation,
  signal: AbortSignal | undefined,
): Promise<TeamAnswer | TeamRefused> {
  const joins = token.startsWith('payoff_join_');
  const response = await call({
    ...(joins ? { method: 'POST', url: `${endpoint}/v1/join` } : { method: 'GET', url: `${endpoint}/v1/team` }),
    ...{ token, body: null, signal },
  });
  const verdict = teamVerdict(response, now());
  if (verdict.kind === 'refused') return refuse('refused', refusedJoinSentence(endpoint, team, verdict.status));
  if (verdict.kind === 'later') return refuse('unreachable', unreachedSentence(endpoint, verdict.trouble));
  const { name, k, salt, token: own, team: said } = verdict.result;
  if (said !== team) return refuse('refused', refusedJoinSentence(endpoint, team, 403));
  if (joins && own === undefined) return refuse('unreachable', unreachedSentence(endpoint, 'odd-answer'));
  return { name, k, salt, token: joins ? (own ?? token) : token };
}
