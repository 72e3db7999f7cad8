import type { RepositoryRecord } from '../core/attribution/gitFacts.ts';
import type { CommitRow } from '../core/report/commits.ts';
import { whereWords } from '../core/report/whereWords.ts';
import { confidenceLabel, reasonLabel } from '../core/report/labels.ts';
import type { Money } from '../core/report/live.ts';
import { formatCount, formatMoney } from '../core/report/money.ts';
import { MoneySum } from '../core/report/moneySum.ts';
import { everything } from '../core/report/filterRequests.ts';
import type { Standing } from '../core/report/standing.ts';
import { clockTime, dayKey } from '../core/report/time.ts';
import { counted, repositoryName, shortSha } from '../core/report/words.ts';
import { commitsJson } from './commitShapes.ts';
import { exitCodes } from './exitCodes.ts';
import { prepare } from './gitFirst.ts';
import { roundingNote } from './roundingNote.ts';
import { demoLine, printJson } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { homely } from './sizes.ts';
import { gitNotes, gitUnread } from './standingText.ts';
import { style, styleOf } from './style.ts';
import { printable, renderTable } from './table.ts';
import type { Column } from './table.ts';
import { wrapped } from './wrap.ts';

/** `payoff commits`: what each commit of a repository cost, where it is now, and how that is known. */
export const commitsCommand: CommandFunction = async (context) => {
  const prepared = await prepare(context, 'commits', { lines: true });
  if ('ended' in prepared) return prepared.ended;
  const repository = prepared.repository ?? '';
  const { line, surroundings, engine } = context;
  const report = await engine.report({ ...line.period, by: 'commit', repository });
  const record = report.record ?? null;
  const { rows } = await engine.commits({
    filter: { ...everything, ...line.period, repository },
    offset: 0,
    limit: null,
    subjects: !line.json,
  });
  if (line.json) printJson(surroundings, commitsJson(report, repository, record, rows));
  else if (rows.length === 0) surroundings.stdout.write(noCommits(repository, record, context));
  else surroundings.stdout.write(commitsText({ rows, repository, record, standing: report.standing }, context));
  return exitCodes.success;
};

/** What is said instead of an empty table; `record` is null where git was not read. */
export function noCommits(repository: string, record: RepositoryRecord | null, { line, surroundings }: CommandContext): string {
  if (record === null) return `${gitUnread}\n`;
  const place = printable(homely(repository, surroundings.home));
  const period = line.periodText === '' ? '' : ` ${line.periodText}`;
  return `No commit of yours, and none that a session made, is known in ${place}${period}. Addresses that are yours beside git's settings are given with --identity EMAIL.\n`;
}

interface Shown {
  readonly rows: readonly CommitRow[];
  readonly repository: string;
  readonly record: RepositoryRecord | null;
  readonly standing: Standing | null;
}

/** A commit, what is in none, or the sum. */
type Row =
  | { readonly kind: 'commit'; readonly commit: CommitRow }
  | { readonly kind: 'rest' | 'total'; readonly label: string; readonly money: Money };

function commitsText({ rows, repository, record, standing }: Shown, { line, surroundings }: CommandContext): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const width = surroundings.stdout.columns;
  const place = printable(repositoryName(repository));
  const title = [place, counted(rows.length, 'commit'), line.periodText, line.timezone].filter((part) => part !== '').join(' · ');
  // With a period a commit still has its whole cost, also of what was asked before: only without one is there a whole to add up to.
  const whole = line.periodText === '' ? standing : null;
  // What belongs to a lost commit stands in that commit's row.
  const rest = whole === null ? [] : [{ kind: 'rest' as const, label: 'In no commit', money: sumOf(unattributed(whole)) }];
  const total = { kind: 'total' as const, label: 'Total', money: whole?.total ?? sumOf(rows) };
  const table = renderTable<Row>(
    {
      columns: columnsOf(line.timezone),
      rows: [...rows.map((commit): Row => ({ kind: 'commit', commit })), ...rest],
      total,
    },
    width,
    paint,
  );
  const parts = [...rows, ...rest].flatMap((row) => row.money ?? []);
  const rounding = roundingNote([{ parts, total: total.money }]);
  const notes = [...rounding, ...notesOf({ rows, repository, record, standing: whole }, surroundings.nowMs(), line.timezone)];
  const small = notes.map((note) => `${style(paint, 'dim', wrapped(note, width))}\n`).join('');
  return `${demoLine(surroundings)}${title}\n\n${table}\n${small}`;
}

function columnsOf(timezone: string): readonly Column<Row>[] {
  const column = (title: string, align: 'left' | 'right', priority: number, cell: (commit: CommitRow) => string): Column<Row> => ({
    title,
    align,
    priority,
    cell: (row) => (row.kind === 'commit' ? cell(row.commit) : ''),
  });
  return [
    { ...column('Commit', 'left', Infinity, () => ''), cell: (row) => (row.kind === 'commit' ? shortSha(row.commit.sha) : row.label) },
    column('Made', 'left', 6, ({ authoredAtMs }) => `${dayKey(authoredAtMs, timezone)} ${clockTime(authoredAtMs, timezone)}`),
    column('Subject', 'left', 2, ({ subject }) => beginningOf(subject ?? '')),
    column('Branch', 'left', 3, ({ branch }) => branch),
    column('Where it is now', 'left', 5, whereWords),
    column('Known by', 'left', 4, knownBy),
    column('Lines', 'right', 1, ({ linesAdded, linesRemoved, merge }) =>
      merge ? 'merge' : `+${formatCount(linesAdded)} -${formatCount(linesRemoved)}`,
    ),
    {
      ...column('Cost', 'right', Infinity, () => ''),
      cell: (row) => {
        const { money } = row.kind === 'commit' ? row.commit : row;
        return money === null ? 'not recorded' : formatMoney(money);
      },
    },
  ];
}

const subjectLength = 44;

function beginningOf(subject: string): string {
  const characters = Array.from(subject);
  return characters.length <= subjectLength ? subject : `${characters.slice(0, subjectLength - 1).join('')}…`;
}

/** The strongest link in words, and how many sessions share the commit. */
function knownBy({ links }: CommitRow): string {
  const strongest = links.reduce<CommitRow['links'][number] | null>(
    (best, link) => (best === null || link.tier < best.tier ? link : best),
    null,
  );
  if (strongest === null) return '';
  const words = confidenceLabel(strongest.confidence);
  return links.length === 1 ? words : `${words}, ${counted(links.length, 'session')}`;
}

function sumOf(amounts: readonly { readonly money: Money | null }[]): Money {
  const sum = new MoneySum();
  for (const { money } of amounts) if (money !== null) sum.addMoney(money);
  return sum.money();
}

/** What is in no commit at all. */
function unattributed(standing: Standing): Standing['unattributed'] {
  return standing.unattributed.filter(({ reason }) => reason !== 'lostCommit');
}

function notesOf({ rows, record, standing }: Shown, nowMs: number, timezone: string): readonly string[] {
  const notes: string[] = [];
  const reasons = (standing === null ? [] : unattributed(standing)).filter(({ money }) => money.nanodollars > 0);
  if (reasons.length > 0)
    notes.push(`In no commit: ${reasons.map(({ reason, money }) => `${reasonLabel(reason)} ${formatMoney(money)}`).join('; ')}.`);
  if (rows.every(({ links }) => links.length === 0))
    notes.push(
      'No session is linked with any of these commits yet: links come from Claude Code’s own git commit calls and from the lines and files that it wrote.',
    );
  else if (rows.some(({ links }) => links.length === 0)) notes.push('Not recorded: no session is known that made the commit itself.');
  if (standing === null) notes.push('Each commit has its whole cost, also of what was asked before this period.');
  return [...notes, ...gitNotes(null, record, { nowMs, timezone }), 'payoff explain COMMIT says why.'];
}
