import { profileRegion } from '../../pricing/modelName.ts';
import type { Rate } from '../../pricing/rating.ts';
import type { Tokens } from '../../transcript/facts.ts';

/** Nanodollars for one token of each class. */
export interface UnitRates {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
}

export const tokenClasses = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const;

const none: Tokens = { input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };
const dayMs = 86_400_000;

/** What is priced: whose profile and backend, which model, when. */
export interface PricedAt {
  readonly messageId: string;
  readonly model: string;
  readonly atMs: number;
}

/** Our own price of a token by class, without fast mode, geography and long prompts; null where a model has none. Remembers by day. */
export function unitRates(rate: Rate): (at: PricedAt) => UnitRates | null {
  const known = new Map<string, UnitRates | null>();
  return ({ messageId, model, atMs }) => {
    // A regional profile costs more unless Anthropic's own API answered.
    const backend = profileRegion(model) !== '' && messageId.startsWith('msg_01') ? 'own' : '';
    const key = `${model} ${String(Math.floor(atMs / dayMs))} ${backend}`;
    let rates = known.get(key);
    if (rates === undefined) known.set(key, (rates = ratesOf({ messageId, model, atMs }, rate)));
    return rates;
  };
}

function ratesOf(at: PricedAt, rate: Rate): UnitRates | null {
  // A thousand tokens are below every tier, and an exact number of nanodollars at rates in whole picodollars.
  const of = (name: keyof UnitRates): number => {
    const rating = rate({ ...at, tokens: { ...none, [name]: 1000 }, fast: false, geography: '' });
    return rating.priced ? rating.cost[name] / 1000 : 0;
  };
  if (!rate({ ...at, tokens: none, fast: false, geography: '' }).priced) return null;
  return {
    input: of('input'),
    output: of('output'),
    cacheWrite5m: of('cacheWrite5m'),
    cacheWrite1h: of('cacheWrite1h'),
    cacheRead: of('cacheRead'),
  };
}

/** What tokens cost at these rates, in nanodollars with fractions. */
export function costAt(rates: UnitRates, tokens: Readonly<Record<keyof UnitRates, number>>): number {
  return tokenClasses.reduce((sum, name) => sum + rates[name] * tokens[name], 0);
}
