import { formatCount, formatDollars, formatMoney } from '../core/report/money.ts';
import type { Grouping, Report, ReportRow } from '../core/report/report.ts';
import { exitCodes } from './exitCodes.ts';
import { nothingFound } from './nothingFound.ts';
import { demoLine, printJson, readFirst } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { reportJson } from './shapes.ts';
import { countOf, homely } from './sizes.ts';
import { style, styleOf } from './style.ts';
import { renderTable } from './table.ts';
import type { Column } from './table.ts';

/** `payoff report`: cost and tokens, one row a key. */
export const reportCommand: CommandFunction = async (context) => {
  const ended = await readFirst(context);
  if (ended !== null) return ended;
  const { line, surroundings, engine } = context;
  const report = await engine.report({ ...line.period, by: line.by });
  if (line.json) printJson(surroundings, reportJson(report));
  else if (report.rows.length === 0) surroundings.stdout.write(await nothingFound(context));
  else surroundings.stdout.write(reportText(report, context));
  return exitCodes.success;
};

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
};

function reportText(report: Report, { line, surroundings }: CommandContext): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const title = [`Claude Code, cost by ${line.by}`, line.periodText, report.timezone].filter((part) => part !== '').join(' · ');
  const table = { columns: columnsOf(report, line.by, surroundings.home), rows: report.rows, total: report.totals };
  const notes = notesOf(report).map((note) => `${style(paint, 'dim', note)}\n`);
  return `${demoLine(surroundings)}${title}\n\n${renderTable(table, surroundings.stdout.columns, paint)}\n${notes.join('')}`;
}

function columnsOf({ totals, rows }: Report, by: Grouping, home: string): readonly Column<ReportRow>[] {
  const number = (title: string, priority: number, cell: (row: ReportRow) => string): Column<ReportRow> => ({
    title,
    align: 'right',
    priority,
    cell,
  });
  const keyOf = (row: ReportRow): string => (row === totals ? 'Total' : row.key === '' ? '(unknown)' : homely(row.key, home));
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

function costText({ costNanodollars, unpricedRequests, lowerBound }: ReportRow): string {
  return formatMoney({ nanodollars: costNanodollars, unpricedRequests, lowerBound });
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
function notesOf({ totals, rows, prices }: Report): readonly string[] {
  const notes: string[] = [];
  if (totals.unpricedRequests > 0)
    notes.push(`${countOf(totals.unpricedRequests, 'request')} of a model without a price yet, not in the cost: payoff doctor names it.`);
  if (totals.lowerBound) notes.push('≥ at least: Claude Code recorded some responses incompletely.');
  if (rows.some(hasSideCalls))
    notes.push('Side calls (titles, web searches) are in no transcript: they come from Claude Code\u2019s own totals, beside the cost.');
  else if (totals.sideCallsNanodollars === null)
    notes.push('Side calls (titles, web searches) are in no transcript, and not known for all of these sessions.');
  notes.push(`At list price, whatever your plan. Prices as of ${prices.asOf} (${prices.version}).`);
  return notes;
}
