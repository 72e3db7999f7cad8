import path from 'node:path';
import type { ComparedFigure, Comparison } from '../core/report/compare/comparison.ts';
import { readAmount } from '../core/report/compare/consoleFigure.ts';
import { shownAmounts } from '../core/report/compare/shownAmounts.ts';
import type { ShownAmounts } from '../core/report/compare/shownAmounts.ts';
import { dollars, formatDollars } from '../core/report/money.ts';
import type { ComparedText, CompareQuery } from '../engine/compareTypes.ts';
import { exitCodes } from './exitCodes.ts';
import { ProgressBar } from './progressBar.ts';
import { demoLine, interrupted, printJson, readFirst } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { style, styleOf } from './style.ts';
import type { Style } from './style.ts';
import { printable, renderTable } from './table.ts';
import type { Column } from './table.ts';
import { wrapped } from './wrap.ts';

/** `payoff compare`: why ccusage, Claude Code itself or the Console say another amount. */
export const compareCommand: CommandFunction = async (context) => {
  const { line, surroundings, engine } = context;
  const query = await queryOf(context);
  if ('problem' in query) {
    surroundings.stderr.write(`payoff: ${query.problem}\n`);
    return exitCodes.failure;
  }
  const ended = await readFirst(context);
  if (ended !== null) return ended;
  const bar = new ProgressBar(surroundings);
  let answer;
  try {
    answer = await engine.compare(query, { signal: surroundings.signal, onProgress: (doing) => bar.showText(doing) });
  } catch (error) {
    if (surroundings.signal.aborted) return interrupted(surroundings);
    throw error;
  } finally {
    bar.clear();
  }
  if (surroundings.signal.aborted) return interrupted(surroundings);
  if ('problem' in answer) {
    surroundings.stderr.write(`payoff: ${printable(answer.problem)}\n`);
    return exitCodes.failure;
  }
  if (line.json) printJson(surroundings, comparisonJson(answer));
  else surroundings.stdout.write(comparisonText(answer, context));
  return exitCodes.success;
};

async function queryOf({ line, surroundings }: CommandContext): Promise<CompareQuery | { readonly problem: string }> {
  const { period, operand, program: command } = line;
  // The words of the command line are checked before.
  const figure = line.reference as ComparedFigure;
  if (figure === 'claude') return { ...period, figure };
  if (figure === 'console' && readAmount(operand) !== null) return { ...period, figure, amount: operand, csv: null };
  const source = operand === '' ? null : await sourceOf(operand, surroundings);
  if (source !== null && 'problem' in source) return source;
  return figure === 'ccusage' ? { ...period, figure, report: source, command } : { ...period, figure, amount: null, csv: source };
}

async function sourceOf(
  operand: string,
  { readInput, folder }: CommandContext['surroundings'],
): Promise<ComparedText | { readonly problem: string }> {
  if (operand !== '-') return { file: path.resolve(folder, operand) };
  const text = await readInput();
  return text === null ? { problem: 'Nothing came on standard input: pipe a report into it.' } : { text };
}

/** `payoff compare --json`: documented in docs/command-line.md, held by a golden test. Names and meanings only ever grow. */
function comparisonJson(comparison: Comparison): object {
  const { figure, name, theirsNanodollars, ours, timezone, sinceMs, untilMs, causes, unexplainedNanodollars, notes, rowsBy } = comparison;
  const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    figure,
    name,
    timezone,
    since: instant(sinceMs),
    until: instant(untilMs),
    theirsUsd: dollars(theirsNanodollars),
    theirsNanodollars,
    oursUsd: dollars(ours.nanodollars),
    oursNanodollars: ours.nanodollars,
    unpricedRequests: ours.unpricedRequests,
    lowerBound: ours.lowerBound,
    causes: causes.map(({ cause, title, nanodollars, count, sentence }) => ({
      cause,
      title,
      usd: dollars(nanodollars),
      nanodollars,
      count,
      sentence,
    })),
    unexplainedUsd: dollars(unexplainedNanodollars),
    unexplainedNanodollars,
    possibleReasons: comparison.possibleReasons,
    notes,
    rowsBy,
    rows: comparison.rows,
  };
}

/** Sessions or days beyond these are left to `--json`. */
const mostRows = 10;
const widest = 100;

/** The days of the Console's figure are those of its file, or this month's, unless others are asked for. */
function otherDays({ reference, period }: CommandContext['line']): readonly string[] {
  const given = reference !== 'console' || period.sinceMs !== null || period.untilMs !== null;
  return given ? [] : ['Give --since and --until for other days.'];
}

function comparisonText(comparison: Comparison, { line, surroundings }: CommandContext): string {
  const { stdout } = surroundings;
  const paint = styleOf(stdout, surroundings);
  const width = Math.min(stdout.columns, widest);
  const shown = shownAmounts(comparison);
  const note = (text: string): string => `${style(paint, 'dim', wrapped(printable(text), width))}\n`;
  const reasons = shown.allExplained ? [] : comparison.possibleReasons;
  const behind =
    reasons.length === 0 ? '' : `What may be behind the rest:\n${reasons.map((reason) => indented(reason, width, '- ')).join('')}\n`;
  return [
    demoLine(surroundings),
    `${style(paint, 'bold', wrapped(printable(shown.sentence), width))}\n\n`,
    causesText(comparison, shown, paint, width),
    behind,
    rowsText(comparison, paint, width),
    ...[...comparison.notes, ...otherDays(line)].map(note),
  ].join('');
}

/** The way from our figure to theirs, a line for each cause with its sentence beneath. */
function causesText(comparison: Comparison, shown: ShownAmounts, paint: Style, width: number): string {
  const parts = comparison.causes
    .map(({ title, sentence }, index) => ({ title, sentence, amount: shown.causes[index] ?? '' }))
    // Less than can be shown: it is in the JSON.
    .filter(({ amount }) => /[1-9]/.test(amount));
  const lines = [
    { title: 'Payoff', amount: shown.ours, sentence: '' },
    ...parts,
    { title: 'Unexplained', amount: shown.unexplained, sentence: shown.allExplained ? '' : 'No cause was found for this part.' },
    { title: comparison.name, amount: shown.theirs, sentence: '' },
  ];
  const titles = Math.max(...lines.map(({ title }) => title.length));
  const amounts = Math.max(...lines.map(({ amount }) => amount.length));
  return `${lines
    .map(({ title, amount, sentence }) => {
      const head = `${printable(title).padEnd(titles)}  ${amount.padStart(amounts)}`;
      const below = sentence === '' ? '' : style(paint, 'dim', indented(sentence, width));
      return `${sentence === '' || title === 'Unexplained' ? style(paint, 'bold', head) : head}\n${below}`;
    })
    .join('')}\n`;
}

/** The text behind `mark`, its later lines below its first. */
function indented(text: string, width: number, mark = ''): string {
  return `    ${mark}${wrapped(printable(text), width - 4 - mark.length).replaceAll('\n', `\n${' '.repeat(4 + mark.length)}`)}\n`;
}

function rowsText({ rows, rowsBy, name }: Comparison, paint: Style, width: number): string {
  if (rowsBy === null) return '';
  const amount = (
    title: string,
    priority: number,
    of: (row: Comparison['rows'][number]) => number,
  ): Column<Comparison['rows'][number]> => ({
    title,
    align: 'right',
    priority,
    cell: (row) => formatDollars(of(row)),
  });
  const table = renderTable(
    {
      columns: [
        { title: rowsBy === 'session' ? 'Session' : 'Day', align: 'left', priority: Infinity, shrinks: true, cell: ({ key }) => key },
        amount(name, 2, ({ theirsNanodollars }) => theirsNanodollars),
        amount(rowsBy === 'day' && name.startsWith('ccusage') ? 'By its rules' : 'Payoff', 2, ({ oursNanodollars }) => oursNanodollars),
        amount('Apart', Infinity, ({ theirsNanodollars, oursNanodollars }) => theirsNanodollars - oursNanodollars),
        amount('Unexplained', 1, ({ unexplainedNanodollars }) => unexplainedNanodollars),
      ],
      rows: rows.slice(0, mostRows),
    },
    width,
    paint,
  );
  const more = rows.length > mostRows ? `and ${String(rows.length - mostRows)} more: see --json\n` : '';
  return `${table}${more}\n`;
}
