import type { Tokens } from '../transcript/facts.ts';

/** One request, as pricing needs it. */
export interface RatedUsage {
  readonly messageId: string;
  readonly model: string;
  /** The request's own time: prices are those in force then. Milliseconds UTC. */
  readonly atMs: number;
  readonly tokens: Tokens;
  readonly fast: boolean;
  readonly geography: string;
}

/** Cost by token class, in integer nanodollars at list price. */
export interface Cost {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
  readonly webSearches: number;
  readonly total: number;
}

/** What a request cost, or why no price is known. Never zero for unknown, never a guess from a model's family. */
export type Rating = { readonly priced: true; readonly cost: Cost } | { readonly priced: false; readonly reason: 'unknown-model' };

/** Prices one request by the table in force at its time. Pure. */
export type Rate = (usage: RatedUsage) => Rating;

/** Which prices were used: shown with every report. */
export interface PriceTable {
  readonly version: string;
  /** Day of the newest entry that was checked, `2026-11-22`. */
  readonly asOf: string;
}
