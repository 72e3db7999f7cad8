import type { Comparison } from '../../src/core/report/compare/comparison.ts';

/** A comparison with ccusage that adds up: two causes, and $0.07 that nobody can explain. */
export function aComparison(some: Partial<Comparison> = {}): Comparison {
  return {
    figure: 'ccusage',
    name: 'ccusage 20.0.24',
    theirsNanodollars: 412_100_000_000,
    ours: { nanodollars: 438_770_000_000, unpricedRequests: 0, lowerBound: false },
    timezone: 'UTC',
    sinceMs: Date.parse('2026-11-01T00:00:00Z'),
    untilMs: null,
    causes: [
      {
        cause: 'unknownModels',
        title: 'Models without a price',
        nanodollars: -30_000_000_000,
        count: 212,
        sentence: '212 requests of models that only one of the two has a price for (Opus 5.5).',
      },
      {
        cause: 'duplicates',
        title: 'Duplicates',
        nanodollars: 3_400_000_000,
        count: 1,
        sentence: '1 request that ccusage counts again.',
      },
    ],
    unexplainedNanodollars: -70_000_000,
    possibleReasons: ['On 1 day (2026-11-03) ccusage counted other tokens than its rules.'],
    notes: ['Prices as of 2026-11-22.'],
    rowsBy: 'day',
    rows: [{ key: '2026-11-03', theirsNanodollars: 12_000_000_000, oursNanodollars: 12_070_000_000, unexplainedNanodollars: -70_000_000 }],
    ...some,
  };
}
