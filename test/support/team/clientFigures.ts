/** What a developer's own `payoff` says of a span of days, and what a team is told of it. */
import assert from 'node:assert/strict';
import { mondayMs, weekAfter } from '../../../src/core/team/published/closing.ts';
import type { TeamDeveloper } from './teamDeveloper.ts';

export interface ClientFigures {
  readonly costNanodollars: number;
  /** By model. */
  readonly models: Readonly<Record<string, number>>;
  /** Tokens, of each model and class a sum. */
  readonly tokens: readonly { readonly name: 'input' | 'output' | 'cacheWrite' | 'cacheRead'; readonly tokens: number }[];
  /** Nanodollars by where they are. */
  readonly standing: Readonly<Record<string, number>>;
}

interface ReportJson {
  readonly totals: { readonly costNanodollars: number };
  readonly rows: readonly {
    readonly key: string;
    readonly costNanodollars: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cacheWrite5mTokens: number;
    readonly cacheWrite1hTokens: number;
    readonly cacheReadTokens: number;
  }[];
  readonly standing: { readonly parts: Readonly<Record<string, { readonly costNanodollars: number }>> };
}

/** `payoff report --json` over whole ISO weeks, the last included. */
export async function clientFigures(developer: TeamDeveloper, first: string, last: string): Promise<ClientFigures> {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const span = ['--since', day(mondayMs(first)), '--until', day(mondayMs(weekAfter(last)) - 1)];
  const said = await developer.payoff(['report', '--by', 'model', '--repo', '.', '--no-ingest', '--json', ...span]);
  const { totals, rows, standing } = JSON.parse(said) as ReportJson;
  return {
    costNanodollars: totals.costNanodollars,
    models: Object.fromEntries(rows.map(({ key, costNanodollars }) => [key, costNanodollars])),
    tokens: rows.flatMap((row) => [
      { name: 'input', tokens: row.inputTokens },
      { name: 'output', tokens: row.outputTokens },
      { name: 'cacheWrite', tokens: row.cacheWrite5mTokens },
      { name: 'cacheWrite', tokens: row.cacheWrite1hTokens },
      { name: 'cacheRead', tokens: row.cacheReadTokens },
    ]),
    standing: Object.fromEntries(Object.entries(standing.parts).map(([part, { costNanodollars }]) => [part, costNanodollars])),
  };
}

export interface ClientWeek {
  readonly week: string;
  readonly spendNanodollars: number;
  readonly verified: number;
  readonly closed: number;
}

/** The weeks of `payoff outcomes --json`, by name. */
export async function clientWeeks(developer: TeamDeveloper): Promise<ReadonlyMap<string, ClientWeek>> {
  const { weeks } = JSON.parse(await developer.payoff(['outcomes', '--no-ingest', '--json'])) as { readonly weeks: readonly ClientWeek[] };
  assert.ok(weeks.length > 0);
  return new Map(weeks.map((week) => [week.week, week]));
}

/** At two significant digits, half up, as each part leaves; another way than the product's own. */
export function asTold(amount: number): number {
  return Number(amount.toPrecision(2));
}

export function sumOf<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}
