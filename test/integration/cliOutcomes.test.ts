import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { displayWidth } from '../../src/cli/displayWidth.ts';
import { buildStanding } from '../../src/core/report/buildStanding.ts';
import { everything } from '../../src/core/report/filterRequests.ts';
import { budgetReview, budgetReviewCsv } from '../../src/core/report/outcomes/budgetReview.ts';
import { buildOutcomes } from '../../src/core/report/outcomes/buildOutcomes.ts';
import { selectHistory } from '../../src/core/report/selection.ts';
import type { Engine } from '../../src/engine/types.ts';
import { payoff } from '../support/cliEngine.ts';
import { aReport } from '../support/fakeEngine.ts';
import { matchesGolden } from '../support/golden.ts';
import { aHistory, aLink, aPlaced, aRepository, dayMs, hourMs, loom, noon, shaOf } from '../support/histories.ts';
import { anOutcome, outcomesOf, someLines } from '../support/outcomes.ts';
import { testPrices, testRate } from '../support/rows.ts';

const ago = (days: number): number => noon - days * dayMs;
const names = Array.from({ length: 12 }, (_, index) => `a${index.toString(16)}`);

/** Twelve changes that stayed, one that was reverted, one that a hotfix mended, two that are watched, a spike, and one of before. */
const outcomes = outcomesOf([
  ...names.map((sha, index) => anOutcome({ sha, shippedAtMs: ago(50 - 2 * index) })),
  anOutcome({
    ...{ sha: 'b1', shippedAtMs: ago(24), state: 'reverted' },
    comeBacks: [{ kind: 'reverted', sha: shaOf('b9'), atMs: ago(22), by: 'name', lines: null, afterWindow: false }],
    joined: [{ sha: shaOf('b9'), kind: 'revert', atMs: ago(22) }],
  }),
  anOutcome({ sha: 'b2', shippedAtMs: ago(21), state: 'hotfixed' }),
  anOutcome({ sha: 'c1', shippedAtMs: ago(3), state: 'pending', pending: 'windowOpen', change: { style: 'squash', pullNumber: 7 } }),
  anOutcome({ sha: 'c2', shippedAtMs: ago(2), state: 'pending', pending: 'windowOpen' }),
  anOutcome({ sha: 'd1', shippedAtMs: ago(30), setAside: true }),
  anOutcome({ sha: 'e1', shippedAtMs: ago(90), own: false, withClaude: 'trailer' }),
]);

const history = aHistory({
  repositories: [aRepository([])],
  links: [...names, 'b1', 'b2', 'c1', 'c2', 'd1'].map((sha) => aLink(sha)),
  requests: [
    ...names.map((sha, index) => aPlaced({ sha, part: 'stayed' }, 1 + index / 4, { atMs: ago(50 - 2 * index) - hourMs })),
    aPlaced({ sha: 'b1', part: 'cameBack' }, 2, { atMs: ago(24) }),
    aPlaced({ sha: 'b9', part: 'cameBack' }, 0.5, { atMs: ago(22) }),
    aPlaced({ sha: 'b2', part: 'cameBack' }, 1.5, { atMs: ago(21) }),
    aPlaced({ sha: 'c1' }, 3, { atMs: ago(3) }),
    aPlaced({ sha: 'c2' }, 1, { atMs: ago(2) }),
    aPlaced({ sha: 'd1', part: 'setAside' }, 4, { atMs: ago(30) }),
    aPlaced('noEdits', 2.5, { atMs: ago(20) }),
  ],
  outcomes: new Map([[loom, outcomes]]),
  survival: new Map([[loom, new Map(names.map((sha, index) => [shaOf(sha), someLines(sha, 40, 30 + (index % 5))]))]]),
});

const given = { nowMs: noon, timezone: 'Europe/Berlin', rate: testRate };
const engine: Pick<Engine, 'outcomes'> = {
  outcomes: {
    ofRepository: ({ sinceMs, untilMs }) => Promise.resolve(buildOutcomes({ history, outcomes, period: { sinceMs, untilMs }, ...given })),
    review: ({ quarter }) => {
      const selection = selectHistory(history, { ...everything, sinceMs: quarter.sinceMs, untilMs: quarter.untilMs }, testRate);
      const input = {
        ...{ quarter, standing: buildStanding({ history, selection, nowMs: noon }), repository: null, asOf: testPrices.asOf, ...given },
        views: [buildOutcomes({ history, outcomes, period: quarter, ...given })],
        subjects: new Map([[shaOf('c1'), 'Weave faster']]),
      };
      return Promise.resolve({ markdown: budgetReview(input), csv: budgetReviewCsv(input) });
    },
    setup: () => Promise.reject(new Error('Nobody asks.')),
    filePage: () => Promise.reject(new Error('Nobody asks.')),
  },
};

interface Json {
  readonly weeks: readonly (Record<string, number> & { readonly verifiedShare: number | null; readonly cpvoUsd: number | null })[];
  readonly totals: Record<string, number>;
  readonly standing: { readonly totalNanodollars: number };
  readonly unattributed: Record<string, { readonly costNanodollars: number }>;
  readonly cordon: { readonly costNanodollars: number };
  readonly changes: readonly { readonly sha: string; readonly state: string; readonly costUsd: number | null }[];
}

describe('payoff about outcomes', () => {
  it('is a text that is read at a glance', async () => {
    const { code, stdout, stderr } = await payoff(['outcomes'], { engine });
    assert.deepEqual([code, stderr], [0, '']);
    matchesGolden('outcomes.txt', stdout);
  });

  it('is JSON of a stable shape', async () => {
    const { code, stdout } = await payoff(['outcomes', '--json'], { engine });
    assert.equal(code, 0);
    matchesGolden('outcomes.json', stdout);
  });

  it('adds up: weeks to the totals, spend and what is set aside to the standing', async () => {
    const { weeks, totals, standing, cordon } = JSON.parse((await payoff(['outcomes', '--json'], { engine })).stdout) as Json;
    for (const name of ['spendNanodollars', 'attempted', 'verified', 'reverted', 'hotfixed', 'pending', 'closed'])
      assert.equal(
        weeks.reduce((sum, week) => sum + (week[name] ?? 0), 0),
        totals[name],
        name,
      );
    assert.equal((totals.spendNanodollars ?? 0) + cordon.costNanodollars, standing.totalNanodollars);
  });

  for (const columns of [120, 80, 50])
    it(`fits into ${String(columns)} columns`, async () => {
      const { stdout } = await payoff(['outcomes'], { columns, engine, surroundings: { environment: { NO_COLOR: '1' } } });
      for (const line of stdout.split('\n')) assert.ok(displayWidth(line) <= columns, line);
    });

  it('is a sentence where nothing was spent and nothing shipped', async () => {
    const report = () => Promise.resolve({ ...aReport, rows: [], standing: null });
    const { stdout } = await payoff(['outcomes', '--since', '2030-01-01'], { engine: { ...engine, report } });
    assert.match(stdout, /^No request of Claude Code that went to the repository of .+ was found since 2030-01-01\.\n$/);
  });

  it('is a page for whoever signs the invoice, or a table', async () => {
    matchesGolden('review.md', (await payoff(['review', '--quarter', 'current'], { engine })).stdout);
    matchesGolden('review.csv', (await payoff(['review', '--quarter', 'current', '--csv'], { engine })).stdout);
    const json = JSON.parse((await payoff(['review', '--quarter', '2026-Q4', '--json'], { engine })).stdout) as Record<string, string>;
    assert.deepEqual(Object.keys(json), ['quarter', 'markdown', 'csv']);
  });

  it('is a page that says of made-up figures that they are', async () => {
    const demo = await payoff(['review', '--quarter', 'current'], { engine, surroundings: { environment: { PAYOFF_DEMO: '1' } } });
    assert.match(demo.stdout, /^Demo: these figures are made up\.\n# Claude Code in 2026-Q4/);
  });

  it('says what a quarter is called, and that one form is enough', async () => {
    const early = await payoff(['review', '--quarter', '2027-Q1'], { engine });
    assert.deepEqual([early.code, early.stdout], [2, '']);
    assert.match(early.stderr, /The quarter 2027-Q1 has not begun/);
    const wrong = await payoff(['review', '--quarter', 'spring'], { engine });
    assert.deepEqual([wrong.code, wrong.stderr.includes('is not understood: give one such as 2026-Q3')], [2, true]);
    assert.equal((await payoff(['review', '--csv', '--json'], { engine })).code, 2);
  });
});
