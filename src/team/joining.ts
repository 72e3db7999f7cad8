/** Judging an invitation, and asking the team for what a member needs. */
import { otlpEndpoint } from '../core/team/openTelemetry.ts';
import type { CallCollector } from './callCollector.ts';
import { teamVerdict } from './collectorAnswers.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Invitation, TeamAnswer, TeamRefused } from './reporter.ts';
import {
  endpointSentence,
  otlpRepositoriesSentence,
  refuse,
  refusedJoinSentence,
  teamIdSentence,
  tokenKindSentence,
  unreachedSentence,
} from './words.ts';

const teamPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The invitation with its address as it is kept, or what is wrong with it. */
export function checkInvitation(given: Invitation): Invitation | TeamRefused {
  if (given.endpoint === otlpEndpoint) return checkOtlp(given);
  const endpoint = parseEndpoint(given.endpoint);
  if (typeof endpoint !== 'string') return refuse('invalid', endpointSentence(given.endpoint, endpoint.problem));
  if (!teamPattern.test(given.team)) return refuse('invalid', teamIdSentence(given.team));
  if (!/^payoff_(join|ingest)_[\w-]{16,200}$/.test(given.token)) return refuse('invalid', tokenKindSentence());
  return { ...given, endpoint };
}

/** Nobody there gives a salt, so that no key of a repository would be the same for two people. */
function checkOtlp(given: Invitation): Invitation | TeamRefused {
  if (!teamPattern.test(given.team)) return refuse('invalid', teamIdSentence(given.team));
  if (given.repositories) return refuse('invalid', otlpRepositoriesSentence());
  return { ...given, token: '' };
}

/** Exchanges a join token for one of this device, or asks with an ingest token. Nothing of the developer is in the question but the token. */
export async function askTeam(
  { call, now }: { readonly call: CallCollector; readonly now: () => number },
  { endpoint, team, token }: Invitation,
  signal: AbortSignal | undefined,
): Promise<TeamAnswer | TeamRefused> {
  if (endpoint === otlpEndpoint) return { name: team, k: 0, salt: '', token: '' };
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
