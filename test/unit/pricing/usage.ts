import assert from 'node:assert/strict';
import type { Cost, Rate, RatedUsage } from '../../../src/core/pricing/rating.ts';
import type { Tokens } from '../../../src/core/transcript/facts.ts';

export const noTokens: Tokens = { input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };

export interface Asked extends Omit<Partial<RatedUsage>, 'tokens' | 'atMs'> {
  readonly tokens?: Partial<Tokens>;
  /** The request's time, ISO 8601. */
  readonly at?: string;
}

/** A request to Anthropic's own API on 2026-11-22, unless told otherwise. */
export function usage({ tokens, at = '2026-11-22T12:00:00Z', ...asked }: Asked): RatedUsage {
  return {
    messageId: 'msg_01AbCdEfGhIjKlMnOpQrStUv',
    model: 'claude-opus-4-6',
    fast: false,
    geography: '',
    ...asked,
    atMs: Date.parse(at),
    tokens: { ...noTokens, ...tokens },
  };
}

/** The cost of a request that has a price. */
export function costOf(rate: Rate, asked: Asked): Cost {
  const rating = rate(usage(asked));
  assert.ok(rating.priced, `${asked.model ?? ''} has a price`);
  return rating.cost;
}
