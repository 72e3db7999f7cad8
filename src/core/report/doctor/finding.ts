/** What the doctor finds: each state with its own id, a sentence for a newcomer, and what to do. */
import { t } from '../../l10n/message.ts';
import { inARow } from '../words.ts';

/** `problem`: figures are wrong or missing, or soon will be. `notice`: worth knowing. `fine`: looked at, and nothing is amiss. */
export type Severity = 'problem' | 'notice' | 'fine';

/** Every state there is; documented names, of which none ever changes its meaning. */
export const stateIds = [
  // The ledger.
  ...(['ledger-newer', 'ledger-foreign', 'ledger-no-sqlite', 'ledger-damaged', 'ledger-unreadable', 'ledger-no-folder'] as const),
  ...(['ledger-not-opened', 'ledger-file-read-only', 'ledger-folder-read-only', 'home-read-only', 'ledger-not-updated'] as const),
  ...(['ledger-set-aside', 'ledger-copies', 'ledger-check', 'ledger-holds', 'ledger-too-open', 'ledger-private'] as const),
  ...(['ledger-network', 'ledger-no-locks', 'ledger-file-system', 'ledger-wal-large', 'disk-full', 'disk-nearly-full', 'disk'] as const),
  // Who keeps it up to date.
  ...([
    'lease-held',
    'lease-free',
    'lease-dead',
    'lease-stopped',
    'lease-silent',
    'lease-future',
    'lease-wanted',
    'lease-locked',
    'ledger-outdated',
  ] as const),
  // Transcripts.
  ...(['claude-missing', 'claude-empty', 'claude-found', 'root-missing', 'root-unreadable', 'config-folder-comma'] as const),
  ...(['config-list-comma', 'transcripts-unreadable', 'folders-unreadable', 'names-no-utf8', 'not-regular', 'link-loops'] as const),
  ...([
    'transcript-files',
    'lines-too-long',
    'lines-not-json',
    'lines-not-object',
    'lines-unreadable',
    'lines-usage',
    'lines-usage-large',
  ] as const),
  ...([
    'lines-time',
    'lines-other',
    'lines',
    'last-line-unfinished',
    'files-shrank',
    'archive-only',
    'retention',
    'retention-short',
  ] as const),
  ...(['retention-none', 'folders-excluded', 'folders-forgotten', 'record-types-unknown', 'versions-newer', 'versions'] as const),
  ...(['times-future', 'times-old', 'times'] as const),
  // Prices.
  ...(['models-unpriced', 'prices-old', 'prices', 'client-total-differs', 'client-total'] as const),
  // git.
  ...(['git-missing', 'git-too-old', 'git-not-run', 'git', 'repositories-unread', 'repositories-gone', 'repositories-shallow'] as const),
  ...(['repositories', 'settings-wrong', 'settings-followed'] as const),
  // Watching.
  ...(['watch-full', 'watch-near', 'watch', 'watch-polls'] as const),
  // The surroundings.
  ...(['zone-differs', 'clock-set-back', 'clock', 'restricted', 'remote', 'settings-changed', 'reader-not-running'] as const),
] as const;
export type StateId = (typeof stateIds)[number];

/** Every count that a finding may have. */
export const countNames = [
  ...(['files', 'folders', 'lines', 'requests', 'sessions', 'days', 'models', 'types', 'versions', 'repositories', 'copies'] as const),
  ...(['links', 'settings', 'bytes', 'freeBytes', 'neededBytes', 'watches', 'instances', 'limit', 'schema', 'seconds'] as const),
] as const;
export type CountName = (typeof countNames)[number];

export interface Finding {
  readonly id: StateId;
  readonly severity: Severity;
  /** False: it could not be looked at, which is a notice of its own and never `fine`. */
  readonly examined: boolean;
  /** What is the case and what was kept. */
  readonly sentence: string;
  /** What to do; `''` where there is nothing to do. */
  readonly action: string;
  readonly counts: Readonly<Partial<Record<CountName, number>>>;
  /** Some of the paths or names it is about, at most five. */
  readonly places: readonly string[];
}

/** Something that was looked at; null where it does not exist on this machine. */
export type Examined<Value> = Value | Unexamined | null;

/** Something that could not be looked at: it took too long, or failed. */
export interface Unexamined {
  readonly unexamined: 'time' | 'failed';
}

export function isUnexamined<Value>(value: Examined<Value>): value is Unexamined {
  return typeof value === 'object' && value !== null && 'unexamined' in value;
}

interface Details {
  readonly action?: string;
  readonly counts?: Finding['counts'];
  readonly places?: readonly string[];
}

const mostPlaces = 5;

export function finding(
  id: StateId,
  severity: Severity,
  sentence: string,
  { action = '', counts = {}, places = [] }: Details = {},
): Finding {
  return { id, severity, examined: true, sentence, action, counts, places: places.slice(0, mostPlaces) };
}

/** `what` completes *Payoff could not find out …*. */
export function unexaminedFinding(id: StateId, { unexamined }: Unexamined, what: string): Finding {
  const why = unexamined === 'time' ? t('it took too long') : t('looking failed');
  return {
    ...finding(id, 'notice', t('Payoff could not find out {0}: {1}. That says nothing about whether it is well.', what, why)),
    examined: false,
  };
}

/** Findings about a value that may not have been examined; none where there is nothing to examine. */
export function aboutExamined<Value>(
  value: Examined<Value>,
  { id, what }: { readonly id: StateId; readonly what: string },
  rules: (value: Value) => readonly Finding[],
): readonly Finding[] {
  if (value === null) return [];
  return isUnexamined(value) ? [unexaminedFinding(id, value, what)] : rules(value);
}

const order: readonly Severity[] = ['problem', 'notice', 'fine'];

/** Problems first, then notices, then what is fine; otherwise in the order given. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return order.flatMap((severity) => findings.filter((each) => each.severity === severity));
}

/** The whole of what is said: `What is the case. What to do.` */
export function findingText({ sentence, action }: Pick<Finding, 'sentence' | 'action'>): string {
  return inARow(sentence, action);
}
