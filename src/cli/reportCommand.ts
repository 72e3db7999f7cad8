import type { Money } from '../core/report/live.ts';
import { formatCount, formatDollars, formatMoney } from '../core/report/money.ts';
import { workKindLabel, workKinds } from '../core/advice/workKinds.ts';
import type { Grouping, ReportRow } from '../core/report/report.ts';
import type { Engine } from '../engine/types.ts';
import { counted, repositoryName, shortSha } from '../core/report/words.ts';
import { exitCodes } from './exitCodes.ts';
import { nothingFound } from './nothingFound.ts';
import { prepare } from './gitFirst.ts';
import { demoLine, printJson } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { roundingNote } from './roundingNote.ts';
import { reportJson } from './shapes.ts';
import { homely } from './sizes.ts';
import { gitNotes, gitUnreadSomewhere, standingSums, standingText } from './standingText.ts';
import { style, styleOf } from './style.ts';
import { printable, renderTable } from './table.ts';
import type { Column } from './table.ts';
import { wrapped } from './wrap.ts';

/** `payoff report`: cost and tokens, one row a key. */
export const reportCommand: CommandFunction = async (context) => {
  const { line, surroundings, engine } = context;
  const prepared = await prepare(context, 'repository', {
    everywhere: line.by === 'commit' || line.by === 'pull-request' || line.by === 'kind',
  });
  if ('ended' in prepared) return prepared.ended;
  const { repository } = prepared;
  const report = await engine.report({ ...line.period, by: line.by, repository });
  if (line.json) printJson(surroundings, reportJson(report));
  else if (report.rows.length === 0) surroundings.stdout.write(await nothingFound(context));
  else surroundings.stdout.write(reportText(report, context));
  return exitCodes.success;
};

type Report = Awaited<ReturnType<Engine['report']>>;

const titles: Readonly<Record<Grouping, string>> = {
  day: 'Day',
  week: 'Week',
  month: 'Month',
  model: 'Model',
  session: 'Session',
  repository: 'Repository',
  branch: 'Branch',
  commit: 'Commit',
  'pull-request': 'Pull request',
  kind: 'Kind of work',
};

/** What is in none of them, where git was read everywhere. */
const nameless: Readonly<Partial<Record<Grouping, string>>> = { commit: '(in no commit)', 'pull-request': '(in no pull request)' };

function reportText(report: Report, { line, surroundings }: CommandContext): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const { standing, record = null, gitUnread = false } = report;
  const place = record === null ? '' : printable(repositoryName(record.path));
  const title = [`Claude Code, cost by ${titles[line.by].toLowerCase()}`, place, line.periodText, report.timezone]
    .filter((part) => part !== '')
    .join(' · ');
  const width = surroundings.stdout.columns;
  const stands = standing === null ? '' : `${standingText(standing, record, width, paint)}\n`;
  const unread = gitUnread && nameless[line.by] !== undefined ? [gitUnreadSomewhere] : [];
  const git = standing === null ? unread : gitNotes(standing, record, { nowMs: surroundings.nowMs(), timezone: report.timezone });
  const table = { columns: columnsOf(report, line.by, surroundings.home), rows: report.rows, total: report.totals };
  const rounding = roundingNote([{ parts: report.rows.map(moneyOf), total: moneyOf(report.totals) }, ...standingSums(standing)]);
  const notes = [...git, ...twoTotals(report), ...rounding, ...notesOf(report, line.prices !== null)].map(
    (note) => `${style(paint, 'dim', wrapped(note, width))}\n`,
  );
  return `${demoLine(surroundings)}${title}\n\n${renderTable(table, width, paint)}\n${stands}${notes.join('')}`;
}

function columnsOf({ totals, rows, gitUnread = false }: Report, by: Grouping, home: string): readonly Column<ReportRow>[] {
  const number = (title: string, priority: number, cell: (row: ReportRow) => string): Column<ReportRow> => ({
    title,
    align: 'right',
    priority,
    cell,
  });
  const keyOf = (row: ReportRow): string => {
    if (row === totals) return 'Total';
    if (row.key === '') return (gitUnread ? undefined : nameless[by]) ?? '(unknown)';
    if (by === 'kind') return kindName(row.key);
    return by === 'commit' ? shortSha(row.key) : homely(row.key, home);
  };
  const columns = [
    { title: titles[by], align: 'left' as const, priority: Infinity, shrinks: true, cell: keyOf },
    number('Requests', 4, (row) => formatCount(row.requests)),
    number('Input', 2, (row) => formatCount(row.inputTokens)),
    number('Output', 3, (row) => formatCount(row.outputTokens)),
    number('Cache written', 1, (row) => formatCount(row.cacheWrite5mTokens + row.cacheWrite1hTokens)),
    number('Cache read', 0, (row) => formatCount(row.cacheReadTokens)),
    number('Cost', Infinity, (row) => costText(row)),
  ];
  if (totals.webSearches > 0)
    columns.splice(
      -1,
      0,
      number('Searches', -1, (row) => formatCount(row.webSearches)),
    );
  if (rows.some(hasSideCalls)) columns.push(number('Side calls', 5, (row) => sideCallsText(row)));
  return columns;
}

function kindName(key: string): string {
  const kind = workKinds.find((known) => known === key);
  return kind === undefined ? key : workKindLabel(kind);
}

/** Why the cost above differs from where it is now, and from what the panel shows of the same time. */
function twoTotals({ standing, totals, knownSideCallsNanodollars: sideCalls }: Report): readonly string[] {
  const [cost, both] = [totals.costNanodollars, totals.costNanodollars + sideCalls].map((nanodollars) => formatDollars(nanodollars));
  if (cost === both) return [];
  const side = formatDollars(sideCalls);
  if (standing === null) return [`With the side calls that are known, ${side}, it is ${both ?? ''}: so the panel counts.`];
  return [`Where it is now has the side calls that are known too, ${side}, as the panel: ${both ?? ''}.`];
}

function costText(row: ReportRow): string {
  return formatMoney(moneyOf(row));
}

function moneyOf({ costNanodollars, unpricedRequests, lowerBound }: ReportRow): Money {
  return { nanodollars: costNanodollars, unpricedRequests, lowerBound };
}

/** Unknown alone is no reason for a column: it is so for every session that is still running, or older. */
function hasSideCalls({ sideCallsNanodollars }: ReportRow): boolean {
  return sideCallsNanodollars !== null && sideCallsNanodollars !== 0;
}

function sideCallsText({ sideCallsNanodollars }: ReportRow): string {
  if (sideCallsNanodollars === null) return 'unknown';
  return sideCallsNanodollars === 0 ? '' : formatDollars(sideCallsNanodollars);
}

/** What has to be known to read the figures right, and only what applies to these. */
function notesOf({ totals, rows, prices }: Report, own: boolean): readonly string[] {
  const notes: string[] = [];
  if (totals.unpricedRequests > 0)
    notes.push(`${counted(totals.unpricedRequests, 'request')} of a model without a price yet, not in the cost: payoff doctor names it.`);
  if (totals.lowerBound) notes.push('≥ at least: Claude Code recorded some responses incompletely.');
  if (rows.some(hasSideCalls))
    notes.push('Side calls (titles, web searches) are in no transcript: they come from Claude Code\u2019s own totals, beside the cost.');
  else if (totals.sideCallsNanodollars === null)
    notes.push('Side calls (titles, web searches) are in no transcript, and not known for all of these sessions.');
  const at = own ? 'At prices of your own where the file has them, else at list price.' : 'At list price, whatever your plan.';
  notes.push(`${at} Prices as of ${prices.asOf} (${prices.version}).`);
  return notes;
}
