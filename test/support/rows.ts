import type { Cost, Rate, RatedUsage } from '../../src/core/pricing/rating.ts';
import { canonicalModel } from '../../src/core/pricing/modelName.ts';
import type { RequestRow, SideCallRow } from '../../src/core/report/rows.ts';
import type { Tokens } from '../../src/core/transcript/facts.ts';

export const noTokens: Tokens = { input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };

export function tokens(some: Partial<Tokens>): Tokens {
  return { ...noTokens, ...some };
}

let requests = 0;

/** A request of 100 input and 200 output tokens at noon UTC, unless said otherwise. */
export function aRequest(some: Partial<Omit<RequestRow, 'tokens'>> & { readonly tokens?: Partial<Tokens> } = {}): RequestRow {
  requests += 1;
  return {
    messageId: `msg_${String(requests)}`,
    sessionId: 'session-1',
    agentId: '',
    atMs: Date.parse('2026-11-22T12:00:00Z'),
    model: 'claude-opus-5-5',
    fast: false,
    geography: '',
    longContext: false,
    lowerBound: false,
    cwd: '/home/ada/loom',
    branch: 'main',
    entrypoint: 'cli',
    repository: '/home/ada/loom',
    ...some,
    tokens: some.tokens === undefined ? tokens({ input: 100, output: 200 }) : tokens(some.tokens),
  };
}

export function aSideCall(some: Partial<SideCallRow> = {}): SideCallRow {
  return {
    sessionId: 'session-1',
    atMs: Date.parse('2026-11-22T12:00:00Z'),
    cwd: '/home/ada/loom',
    branch: 'main',
    repository: '/home/ada/loom',
    models: [{ model: 'claude-haiku-4-5', tokens: tokens({ input: 1000, output: 10 }) }],
    ...some,
  };
}

/** Dollars per million tokens in and out; writes 1.25 and 2 times the input, reads a tenth; some with a tier over 100,000 tokens. */
const prices = new Map([
  ['claude-opus-5-5', { input: 4, output: 20, tier: Infinity }],
  ['claude-haiku-4-5', { input: 1, output: 5, tier: Infinity }],
  ['claude-haiku-5-5', { input: 0.1, output: 0.5, tier: 100_000 }],
]);

/** A small price table of the tests' own, so that no price change can break them. Other models have no price. */
export const testRate: Rate = ({ model, tokens: used }: RatedUsage) => {
  const price = prices.get(canonicalModel(model));
  if (price === undefined) return { priced: false, reason: 'unknown-model' };
  const times = used.input + used.cacheRead + used.cacheWrite5m + used.cacheWrite1h > price.tier ? 5 : 1;
  const nanodollars = (count: number, dollarsPerMillion: number): number => Math.round(count * dollarsPerMillion * 1000 * times);
  const parts: Omit<Cost, 'total'> = {
    input: nanodollars(used.input, price.input),
    output: nanodollars(used.output, price.output),
    cacheWrite5m: nanodollars(used.cacheWrite5m, price.input * 1.25),
    cacheWrite1h: nanodollars(used.cacheWrite1h, price.input * 2),
    cacheRead: nanodollars(used.cacheRead, price.input * 0.1),
    webSearches: used.webSearches * 10_000_000,
  };
  return { priced: true, cost: { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) } };
};

export const testPrices = { version: 'test', asOf: '2026-11-20' };
