import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ChangeOutcome, RepositoryOutcomes } from '../../../../src/core/outcomes/outcome.ts';
import { buildOutcomes } from '../../../../src/core/report/outcomes/buildOutcomes.ts';
import type { OutcomesView } from '../../../../src/core/report/outcomes/outcomesView.ts';
import type { History } from '../../../../src/core/attribution/history.ts';
import { aCommit, aHistory, aLink, aPlaced, aRepository, dayMs, loom, noon, shaOf } from '../../../support/histories.ts';
import type { ChangeLines } from '../../../../src/core/outcomes/survival.ts';
import { anOutcome, outcomesOf, someLines } from '../../../support/outcomes.ts';
import type { Period } from '../../../../src/core/report/time.ts';
import { testRate } from '../../../support/rows.ts';

const ago = (days: number): number => noon - days * dayMs;
const always = { sinceMs: null, untilMs: null };

function view(
  changes: readonly ChangeOutcome[],
  requests: History['requests'],
  some: Partial<RepositoryOutcomes> & {
    readonly links?: History['links'];
    readonly period?: Period;
    readonly lines?: readonly ChangeLines[];
  } = {},
): OutcomesView {
  const { links = [], period = always, lines = [], ...given } = some;
  const survival = new Map([[loom, new Map(lines.map((each) => [each.changeSha, each]))]]);
  const outcomes = outcomesOf(changes, given);
  const history = aHistory({ requests, links, survival, repositories: [aRepository([])], outcomes: new Map([[loom, outcomes]]) });
  return buildOutcomes({ history, outcomes, period, nowMs: noon, timezone: 'UTC', rate: testRate });
}

/** So many dollars that led to a commit, or to none. */
function spent(dollars: number, daysAgo: number, sha: string | null, some: Parameters<typeof aPlaced>[2] = {}): ReturnType<typeof aPlaced> {
  return aPlaced(sha === null ? 'noEdits' : { sha, part: 'stayed' }, dollars, { atMs: ago(daysAgo), ...some });
}

describe('what the spend of a repository became', () => {
  it('divides the whole spend of settled weeks by the changes that stayed', () => {
    const changes = [
      anOutcome({ sha: 'a1', shippedAtMs: ago(45) }),
      anOutcome({ sha: 'a2', shippedAtMs: ago(44) }),
      anOutcome({ sha: 'a3', shippedAtMs: ago(40), state: 'reverted' }),
      anOutcome({ sha: 'a4', shippedAtMs: ago(3), state: 'pending', pending: 'windowOpen' }),
    ];
    const { totals, perChange, weeks } = view(changes, [
      spent(6, 46, 'a1'),
      spent(2, 45, 'a2'),
      spent(1, 41, 'a3'),
      spent(3, 39, null),
      spent(50, 3, 'a4'),
    ]);
    assert.deepEqual(
      [totals.attempted, totals.verified, totals.reverted, totals.pending, totals.closed, totals.verifiedShare],
      [4, 2, 1, 1, 3, 2 / 3],
    );
    assert.equal(totals.spend.nanodollars, 62e9);
    // The last two weeks are still open: their spend waits for them.
    assert.equal(totals.costPerChange?.nanodollars, 6e9);
    assert.deepEqual([perChange.count, perChange.total.nanodollars, perChange.each?.nanodollars], [2, 8e9, 4e9]);
    assert.equal(
      weeks.reduce((sum, { spend }) => sum + spend.nanodollars, 0),
      62e9,
    );
    assert.equal(
      weeks.reduce((sum, { attempted }) => sum + attempted, 0),
      4,
    );
    assert.equal(weeks.at(-1)?.settled, false);
    assert.deepEqual([totals.settledVerified, totals.settledSpend.nanodollars], [2, 12e9]);
  });

  it('lets a change that came back quickly into no share before its window closed', () => {
    const { totals } = view([anOutcome({ sha: 'a1', shippedAtMs: ago(2), state: 'reverted' })], [spent(1, 2, 'a1')]);
    assert.deepEqual([totals.reverted, totals.closed, totals.verifiedShare, totals.costPerChange], [1, 0, null, null]);
  });

  it('closes no window that nothing was fetched after', () => {
    const changes = [anOutcome({ sha: 'a1', shippedAtMs: ago(30), state: 'pending', pending: 'notFetched' })];
    const { totals, weeks } = view(changes, [spent(1, 30, 'a1')], { seenUntilMs: ago(20) });
    assert.deepEqual([totals.pending, totals.closed, totals.costPerChange], [1, 0, null]);
    assert.equal(weeks.filter(({ settled }) => settled).length, 0);
  });

  it('says no cost where nothing stayed', () => {
    const { totals } = view([anOutcome({ sha: 'a1', shippedAtMs: ago(40), state: 'reverted' })], [spent(5, 40, 'a1')]);
    assert.deepEqual([totals.verifiedShare, totals.costPerChange], [0, null]);
  });

  it('keeps what is set aside, others’ changes, and what only a trailer names apart', () => {
    const changes = [
      anOutcome({ sha: 'a1', shippedAtMs: ago(40) }),
      anOutcome({ sha: 'a2', shippedAtMs: ago(40), setAside: true }),
      anOutcome({ sha: 'a3', shippedAtMs: ago(40), own: false, withClaude: 'no' }),
      anOutcome({ sha: 'a4', shippedAtMs: ago(80), own: false, withClaude: 'trailer', state: 'reverted' }),
    ];
    const shown = view(changes, [spent(3, 40, 'a1'), aPlaced({ sha: 'a2', part: 'setAside' }, 2, { atMs: ago(40) })]);
    assert.deepEqual([shown.totals.attempted, shown.others.attempted, shown.notRecorded.reverted], [1, 1, 1]);
    assert.deepEqual([shown.totals.spend.nanodollars, shown.totals.setAside.nanodollars], [3e9, 2e9]);
    assert.deepEqual([shown.cordon.share, shown.cordon.isLarge], [0.4, true]);
    assert.equal(shown.totals.costPerChange?.nanodollars, 3e9);
  });

  it('calls a colleague’s change that names Claude a colleague’s', () => {
    const commits = [aCommit(shaOf('a5'), { authorHash: 'bo' })];
    const trailed = { own: false, withClaude: 'trailer', shippedAtMs: ago(20) } as const;
    const changes = [anOutcome({ sha: 'a4', ...trailed }), anOutcome({ sha: 'a5', ...trailed, change: { commits } })];
    const shown = view(changes, [spent(3, 40, null)]);
    assert.deepEqual([shown.others.attempted, shown.notRecorded.attempted], [1, 1]);
  });

  it('leaves what is only likely out of every cost per something', () => {
    const changes = [anOutcome({ sha: 'a1', shippedAtMs: ago(40) }), anOutcome({ sha: 'a2', shippedAtMs: ago(39) })];
    const requests = [spent(3, 40, 'a1', { branch: 'weave' }), spent(9, 39, 'a2', { sessionId: 'session-2', branch: 'dye' })];
    const links = [aLink('a1'), aLink('a2', { sessionId: 'session-2', tier: 6 })];
    const shown = view(changes, requests, { links, lines: [someLines('a1', 30, 24)] });
    assert.deepEqual(
      shown.dearest.map(({ money }) => money.nanodollars),
      [3e9, 0],
    );
    assert.deepEqual([shown.perCommit.count, shown.perCommit.total.nanodollars], [1, 3e9]);
    assert.equal(shown.perShippedLine?.each?.nanodollars, 0.1e9);
    assert.deepEqual([shown.lines.shipped, shown.lines.at[14].share], [30, 0.8]);
    assert.equal(shown.perPullRequest.count, 0);
  });

  it('counts the cost of reverts and hotfixes to their change, and no commit of theirs as one that shipped', () => {
    const joined = [{ sha: shaOf('b1'), kind: 'revert', atMs: ago(38) }] as const;
    const shown = view(
      [anOutcome({ sha: 'a1', shippedAtMs: ago(40), state: 'reverted', joined })],
      [spent(3, 40, 'a1'), spent(1, 38, 'b1')],
    );
    assert.equal(shown.dearest[0]?.money.nanodollars, 4e9);
    assert.equal(shown.perCommit.total.nanodollars, 3e9);
  });

  it('shows only what shipped in the period, and every week of it', () => {
    const changes = [anOutcome({ sha: 'a1', shippedAtMs: ago(60) }), anOutcome({ sha: 'a2', shippedAtMs: ago(40) })];
    const period = { sinceMs: ago(50), untilMs: ago(20) };
    const { totals, weeks, repository } = view(changes, [spent(1, 60, 'a1'), spent(2, 40, 'a2')], { period });
    assert.deepEqual([totals.attempted, totals.spend.nanodollars, repository], [1, 2e9, loom]);
    assert.equal(weeks.length, 6);
    assert.deepEqual([weeks[0]?.partial, weeks[1]?.partial], [true, false]);
  });

  it('takes ratios over four weeks, once all of them are settled', () => {
    const changes = [60, 53, 46, 39].map((days, index) => anOutcome({ sha: `a${String(index)}`, shippedAtMs: ago(days) }));
    const { weeks } = view(
      changes,
      [60, 53, 46, 39, 32, 25, 2].map((days) => spent(2, days, null)),
    );
    assert.deepEqual(
      weeks.map(({ fourWeeks }) => fourWeeks?.costPerChange?.nanodollars ?? null),
      [2e9, 2e9, 2e9, 2e9, 2_666_666_667, 4e9, null, null, null],
    );
  });

  it('looks back over the weeks before the period', () => {
    const changes = [60, 53, 46, 39].map((days, index) => anOutcome({ sha: `a${String(index)}`, shippedAtMs: ago(days) }));
    const { weeks } = view(
      changes,
      [60, 53, 46, 39, 32, 25].map((days) => spent(2, days, null)),
      { period: { sinceMs: ago(39), untilMs: null } },
    );
    assert.deepEqual(weeks[1]?.fourWeeks?.costPerChange?.nanodollars, 2_666_666_667);
  });

  it('is empty where nothing was used', () => {
    const shown = view([], []);
    assert.deepEqual([shown.weeks.length, shown.totals.attempted, shown.verdict.kind, shown.cadence], [0, 0, 'tooLittle', null]);
  });
});
