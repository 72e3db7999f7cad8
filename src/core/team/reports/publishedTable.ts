/** Everything that is published, as rows of one table: a figure a row, by its place in the edition. */
import { csv } from '../../report/tableText.ts';
import type { TableColumn } from '../../report/tableText.ts';
import type { PublishedDay } from '../otlp/publishedDay.ts';
import type { PublishedPart } from '../published/types.ts';

export interface Published {
  readonly team: string;
  readonly weeks: readonly PublishedPart[];
  readonly days: readonly PublishedDay[];
}

interface FigureRow {
  readonly source: 'payoff' | 'claude';
  readonly period: string;
  readonly part: string;
  readonly edition: number;
  /** `cost.models.slices.claude-opus-5-5`. */
  readonly figure: string;
  /** Null: protected. */
  readonly value: string | number | boolean | null;
}

const columns: readonly TableColumn<FigureRow>[] = [
  { name: 'source', cell: ({ source }) => source },
  { name: 'period', cell: ({ period }) => period },
  { name: 'part', cell: ({ part }) => part },
  { name: 'edition', cell: ({ edition }) => edition },
  { name: 'figure', cell: ({ figure }) => figure },
  { name: 'value', cell: ({ value }) => value },
  { name: 'protected', cell: ({ value }) => (value === null ? 'yes' : '') },
  { name: 'unit', cell: unitOf },
];

/** Payoff's money is in microdollars, Claude Code's in nanodollars; empty for counts and words. */
function unitOf({ source, figure, value }: FigureRow): string {
  if (typeof value !== 'number' && value !== null) return '';
  if (/^(?:cost\.(?!cadence)|cost$)|^spendBins\.\d+\.(?:from|to)$/.test(figure))
    return source === 'payoff' ? 'microdollars' : 'nanodollars';
  if (figure.endsWith('Ms')) return 'milliseconds';
  return /^(?:standing|verification|lengthCost|lengthStayed)\b|Ranks\.\d+\.share$/.test(figure) ? 'thousandths' : '';
}

/** What every edition says of itself stands in the columns before. */
const ownColumns: ReadonlySet<string> = new Set(['schema', 'team', 'week', 'day', 'part', 'edition', 'publishedAtMs', 'k']);

/** The table as CSV; no cell can become a formula. */
export function publishedCsv({ weeks, days }: Published): string {
  return csv(columns, [
    ...weeks.flatMap((edition) => rowsOf('payoff', edition.week, edition.part, edition.edition, edition)),
    ...days.flatMap((day) => rowsOf('claude', day.day, 'day', 1, day)),
  ]);
}

/** The same as JSON: the editions as they were published. */
export function publishedJson({ team, weeks, days }: Published): string {
  return `${JSON.stringify({ schema: 'payoff.published-figures/1', team, payoff: weeks, claude: days }, null, 2)}\n`;
}

function rowsOf(source: FigureRow['source'], period: string, part: string, edition: number, of: object): readonly FigureRow[] {
  return Object.entries(of)
    .filter(([name]) => !ownColumns.has(name))
    .flatMap(([name, value]) => leaves(name, value).map(([figure, leaf]) => ({ source, period, part, edition, figure, value: leaf })));
}

function leaves(place: string, value: unknown): readonly (readonly [string, FigureRow['value']])[] {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[place, value]];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => leaves(`${place}.${name}`, inner));
}
