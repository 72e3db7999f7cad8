import type { RepositoryRecord } from '../core/attribution/gitFacts.ts';
import { dateWords } from '../core/report/dates.ts';
import { formatAge } from '../core/report/durations.ts';
import { defaultBranchWord, partLabel } from '../core/report/labels.ts';
import { formatCount, formatMoney } from '../core/report/money.ts';
import type { Standing, StandingShare } from '../core/report/standing.ts';
import { dayKey } from '../core/report/time.ts';
import { shareText } from '../core/report/words.ts';
import { windowsSentence } from '../core/report/windows.ts';
import type { Summed } from './roundingNote.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';
import type { Column } from './table.ts';

/** Where the money of a repository is now, as a table that adds up; parts without any are left out. */
export function standingText(standing: Standing, record: RepositoryRecord | null, width: number, paint: Style): string {
  const branch = defaultBranchWord([record?.defaultBranch ?? '']);
  const total = { part: null, money: standing.total };
  const number = (title: string, priority: number, cell: (row: Row) => string): Column<Row> => ({ title, align: 'right', priority, cell });
  const columns: readonly Column<Row>[] = [
    {
      title: 'Where it is now',
      align: 'left',
      priority: Infinity,
      shrinks: true,
      cell: ({ part }) => {
        if (part === null) return 'Total';
        return part === 'onAnotherBranch' && record?.defaultBranch === '' ? 'on a branch' : partLabel(part, branch);
      },
    },
    number('Commits', 1, (row) => (row.part === null || row.commits === 0 ? '' : formatCount(row.commits))),
    number('Share', 2, (row) => (row.part === null ? '' : shareText(row.money.nanodollars, standing.total.nanodollars))),
    number('Cost', Infinity, ({ money }) => formatMoney(money)),
  ];
  const rows = standing.parts.filter(({ money }) => money.nanodollars > 0 || money.unpricedRequests > 0);
  return renderTable({ columns, rows, total }, width, paint);
}

/** What of it has to add up, as it is shown. */
export function standingSums(standing: Standing | null): readonly Summed[] {
  return standing === null ? [] : [{ parts: standing.parts.map(({ money }) => money), total: standing.total }];
}

type Row = StandingShare | { readonly part: null; readonly money: Standing['total'] };

/** What is said where git was never read, and so nothing is known of commits. */
export const gitUnread = 'Git was not read here yet: run it again without --no-ingest.';

export const gitUnreadSomewhere = 'Git was not read everywhere: what is unknown may be in a commit. Run it again without --no-ingest.';

/** How far the words *on main* can be relied on: the age of the last fetch, the first window, a clone that is cut off. */
export function gitNotes(
  standing: Standing | null,
  record: RepositoryRecord | null,
  { nowMs, timezone }: { readonly nowMs: number; readonly timezone: string },
): readonly string[] {
  if (record === null) return [gitUnread];
  const notes: string[] = [];
  if (record.defaultBranch === '') notes.push('This repository has no default branch that is known.');
  else if (record.upstream && record.fetchedAtMs !== null)
    notes.push(`${record.defaultBranch} as last fetched ${formatAge(Math.max(0, nowMs - record.fetchedAtMs))}.`);
  else if (record.upstream) notes.push(`${record.defaultBranch} as cloned: never fetched since.`);
  else notes.push(`${record.defaultBranch} of this clone: no default branch of a remote is known.`);
  const defaultBranch = defaultBranchWord([record.defaultBranch]);
  const windows = standing === null ? null : windowsSentence({ standing, defaultBranch, nowMs, timezone });
  if (windows !== null) notes.push(windows);
  if (record.shallowSinceMs !== null) {
    const day = dateWords(dayKey(record.shallowSinceMs, timezone), dayKey(nowMs, timezone));
    notes.push(`Shallow clone: changes before ${day} cannot be seen.`);
  }
  return notes;
}
