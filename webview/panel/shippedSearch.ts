/** Finds what a link of the panel names among all commits and pull requests, and the filter under which it is shown. */
import { dayKey } from '../../src/core/report/time.ts';
import { longestPage } from '../../src/protocol/dataMethods.ts';
import { unfiltered } from './state.ts';
import type { CommitRow, PullRequestRow } from '../../src/core/report/commits.ts';
import type { FilterMessage, PeriodMessage } from '../../src/protocol/filterSchemas.ts';
import type { PanelContract } from '../../src/protocol/panel.ts';
import type { Caller, Outcome } from '../../src/protocol/rpc.ts';
import type { PanelState } from './state.ts';

type Host = Pick<Caller<PanelContract>, 'call'>;
type Filters = Pick<PanelState, 'period' | 'repository' | 'branch' | 'model' | 'part'>;

/** No list of commits is drawn further than this to show one of them: then only its day is shown. */
export const longestList = 600;

const everything: FilterMessage = { period: 'all', ...unfiltered };

export interface FoundCommit {
  readonly row: CommitRow;
  /** Rows before it under the filter that was searched. */
  readonly index: number;
}

/** The commit under a filter; null where it is not. Cancelled or failed searches are failures. */
export async function findCommit(
  host: Host,
  filter: FilterMessage,
  sha: string,
  signal: AbortSignal,
): Promise<Outcome<FoundCommit | null>> {
  for (let offset = 0; ; offset += longestPage) {
    const answer = await host.call('commits', { filter, offset, limit: longestPage, subjects: false }, signal);
    if (!answer.ok) return answer;
    const { rows, total } = answer.value;
    const at = rows.findIndex((row) => row.sha.startsWith(sha));
    const row = rows[at];
    if (row !== undefined) return { ok: true, value: { row, index: offset + at } };
    if (rows.length === 0 || offset + rows.length >= total) return { ok: true, value: null };
  }
}

/** The commit wherever and whenever it was made: first in the same time, which is shorter. */
export async function findAnywhere(
  host: Host,
  period: PeriodMessage,
  sha: string,
  signal: AbortSignal,
): Promise<Outcome<FoundCommit | null>> {
  const near = await findCommit(host, { ...everything, period }, sha, signal);
  return near.ok && near.value === null && period !== 'all' ? findCommit(host, everything, sha, signal) : near;
}

export async function findPullRequest(host: Host, url: string, signal: AbortSignal): Promise<Outcome<PullRequestRow | null>> {
  const answer = await host.call('commits', { filter: everything, offset: 0, limit: 1, subjects: false }, signal);
  return answer.ok ? { ok: true, value: answer.value.pullRequests.find((each) => each.url === url) ?? null } : answer;
}

/** The filters without those that hide the commit; the period is lengthened only where it has to be. */
export function filtersFor(row: CommitRow, now: Filters, nowMs: number, timezone: string): Filters {
  const day = dayKey(row.authoredAtMs, timezone);
  return {
    repository: now.repository === row.repository ? now.repository : null,
    part: now.part === row.part ? now.part : null,
    model: now.model !== null && row.models.some(({ model }) => model === now.model) ? now.model : null,
    branch: null, // the sessions' own, which the commit does not tell
    period: reachesBackTo(now.period, day, dayKey(nowMs, timezone)) ? now.period : periodFrom(row.authoredAtMs, nowMs),
  };
}

/** Only the day that it was made on: where a longer time would be too long a list. */
export function dayOf(row: CommitRow, timezone: string): Filters {
  const day = dayKey(row.authoredAtMs, timezone);
  return { ...unfiltered, repository: row.repository, period: { kind: 'custom', since: day, until: day } };
}

const daysOf = { days7: 7, days30: 30, days90: 90 } as const;
const dayMs = 86_400_000;

function reachesBackTo({ kind, since, until }: PanelState['period'], day: string, today: string): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'month':
      return day.startsWith(today.slice(0, 7));
    case 'custom':
      return (since === '' || day >= since) && (until === '' || day <= until);
    default:
      return daysApart(day, today) < daysOf[kind];
  }
}

function periodFrom(ms: number, nowMs: number): PanelState['period'] {
  const days = (nowMs - ms) / dayMs + 1;
  const kind = days < 30 ? 'days30' : days < 90 ? 'days90' : 'all';
  return { kind, since: '', until: '' };
}

function daysApart(day: string, today: string): number {
  return Math.round((Date.parse(today) - Date.parse(day)) / dayMs);
}
