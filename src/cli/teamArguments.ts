/** What `payoff team` is to do, as the words behind it and its options say. */
export const teamActions = ['join', 'preview', 'send', 'status', 'withdraw', 'leave'] as const;
export type TeamAction = (typeof teamActions)[number];

export interface TeamArguments {
  readonly action: TeamAction;
  /** A join link; `''` where none is given. */
  readonly link: string;
  readonly endpoint: string;
  readonly team: string;
  /** The code of another machine of the same developer; null for none. */
  readonly code: string | null;
  readonly repositories: boolean;
  /** To an OpenTelemetry collector instead of one of Payoff's. */
  readonly otlp: boolean;
}

export const noTeam: TeamArguments = { action: 'status', link: '', endpoint: '', team: '', code: null, repositories: false, otlp: false };

interface TeamOptions {
  readonly endpoint?: string | undefined;
  readonly team?: string | undefined;
  readonly reporter?: string | undefined;
  readonly repositories?: boolean | undefined;
  readonly otlp?: boolean | undefined;
}

export const linkAloneSentence = 'A join link names endpoint and team: give it, or --endpoint and --team.';

/** The arguments, or what is wrong with them in a sentence. */
export function teamArguments(
  [verb, link = '', unexpected]: readonly string[],
  { endpoint = '', team = '', reporter, repositories = false, otlp = false }: TeamOptions,
): TeamArguments | { readonly problem: string } {
  const action = teamActions.find((known) => known === verb);
  if (action === undefined) return { problem: `payoff team needs what to do: ${teamActions.join(', ')}.` };
  const extra = action === 'join' ? unexpected : link === '' ? unexpected : link;
  if (extra !== undefined) return { problem: `payoff team ${action} takes no ${JSON.stringify(extra)}.` };
  const isForJoining = endpoint !== '' || team !== '' || reporter !== undefined || repositories || otlp;
  if (action !== 'join' && isForJoining)
    return { problem: '--endpoint, --team, --reporter, --repositories and --otlp are for payoff team join.' };
  if (link !== '' && (endpoint !== '' || team !== '')) return { problem: linkAloneSentence };
  if (otlp && (link !== '' || endpoint !== '' || team === ''))
    return { problem: '--otlp goes with --team NAME alone: where the metrics go is said by OTEL_EXPORTER_OTLP_ENDPOINT.' };
  return { action, link, endpoint, team, code: reporter ?? null, repositories, otlp };
}
