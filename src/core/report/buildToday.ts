import type { History } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import { buildCommits } from './buildCommits.ts';
import { buildStanding } from './buildStanding.ts';
import type { CommitRow } from './commits.ts';
import { everything } from './filterRequests.ts';
import { defaultBranchWord } from './labels.ts';
import type { Became } from './live.ts';
import type { Today } from './overview.ts';
import { moneyOnDefaultBranch } from './standing.ts';
import type { Selection } from './selection.ts';
import { selectHistory } from './selection.ts';
import { dayKey, nextDay, startOfDay } from './time.ts';

export interface TodayInput {
  readonly history: History;
  /** Main working trees; null: everywhere. */
  readonly repositories: ReadonlySet<string> | null;
  readonly nowMs: number;
  readonly timezone: string;
  readonly rate: Rate;
}

/** What today cost in some repositories and what became of it, with the commits that were authored today. */
export function buildToday(input: TodayInput): Today {
  const { history, repositories, nowMs, timezone } = input;
  const sinceMs = startOfDay(dayKey(nowMs, timezone), timezone);
  const standing = buildStanding({ history, selection: since(sinceMs, input), nowMs });
  const commits = buildCommits({ history, filter: { ...everything, sinceMs }, timezone });
  const isOfToday = ({ repository, authoredAtMs }: CommitRow): boolean =>
    authoredAtMs >= sinceMs && (repositories?.has(repository) ?? true);
  return { total: standing.total, standing, commits: commits.filter(isOfToday) };
}

/** What the last seven days, today included, became; null where git was read of none of the repositories. */
export function buildBecame(input: TodayInput): Became | null {
  const { history, repositories, nowMs, timezone } = input;
  const read = [...history.repositories.values()].filter(({ record }) => repositories?.has(record.path) ?? true);
  if (read.length === 0) return null;
  const sinceMs = startOfDay(nextDay(dayKey(nowMs, timezone), -6), timezone);
  const standing = buildStanding({ history, selection: since(sinceMs, input), nowMs });
  return {
    money: standing.total,
    onDefaultBranch: moneyOnDefaultBranch(standing),
    commits: standing.commitsOnDefaultBranch,
    defaultBranch: defaultBranchWord(read.map(({ record }) => record.defaultBranch)),
  };
}

function since(sinceMs: number, { history, repositories, rate }: TodayInput): Selection {
  const { requests, sideCalls } = selectHistory(history, { ...everything, sinceMs }, rate);
  if (repositories === null) return { requests, sideCalls };
  const isHere = ({ repository }: { readonly repository: string }): boolean => repositories.has(repository);
  return { requests: requests.filter(isHere), sideCalls: sideCalls.filter(isHere) };
}
