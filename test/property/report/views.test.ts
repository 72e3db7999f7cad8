import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { History } from '../../../src/core/attribution/history.ts';
import { buildCommits, commitRows } from '../../../src/core/report/buildCommits.ts';
import { buildFilePage } from '../../../src/core/report/buildFilePage.ts';
import { buildOverview } from '../../../src/core/report/buildOverview.ts';
import { buildPullRequests, pullRequestsOfCommits } from '../../../src/core/report/buildPullRequests.ts';
import { buildReport } from '../../../src/core/report/buildReport.ts';
import { buildSessionList } from '../../../src/core/report/buildSessionList.ts';
import { buildSessionPage } from '../../../src/core/report/buildSessionPage.ts';
import { buildStanding } from '../../../src/core/report/buildStanding.ts';
import { dearestBranches } from '../../../src/core/report/dearestBranches.ts';
import { explainCommit, explainFile, explainPullRequest, explainSession } from '../../../src/core/report/explain.ts';
import type { Explanation, NotFound } from '../../../src/core/report/explanation.ts';
import { exportTable } from '../../../src/core/report/exportTable.ts';
import type { Filter } from '../../../src/core/report/filter.ts';
import { everything, fits } from '../../../src/core/report/filterRequests.ts';
import type { Money } from '../../../src/core/report/live.ts';
import { selectHistory } from '../../../src/core/report/selection.ts';
import type { SessionListRow } from '../../../src/core/report/sessionPage.ts';
import type { Standing } from '../../../src/core/report/standing.ts';
import { countTurns } from '../../../src/core/transcript/prompt.ts';
import { exportAll } from '../../support/exportAll.ts';
import { anyFilter, anyHistory, noon } from '../../support/histories.ts';
import { testPrices, testRate } from '../../support/rows.ts';

const timezone = 'Europe/Berlin';
const context = { rate: testRate, timezone, nowMs: noon };
const busy: ReadonlySet<string> = new Set();

const standingOf = (history: History, filter: Filter): Standing =>
  buildStanding({ history, selection: selectHistory(history, filter, testRate), nowMs: noon });

const listOf = (history: History, filter: Filter): readonly SessionListRow[] =>
  buildSessionList({ ...context, history, filter, search: '', order: 'cost', descending: true, offset: 0, limit: null, busy }).rows;

function sumOf(amounts: Iterable<Money | null>): Money {
  const sum = { nanodollars: 0, unpricedRequests: 0, lowerBound: false };
  for (const money of amounts) {
    sum.nanodollars += money?.nanodollars ?? 0;
    sum.unpricedRequests += money?.unpricedRequests ?? 0;
    sum.lowerBound ||= money?.lowerBound ?? false;
  }
  return sum;
}

const both = fc.record({ history: anyHistory, filter: anyFilter });

describe('the views of any history', () => {
  it('have a standing whose parts add up to the total, attributed and unattributed too', () => {
    fc.assert(
      fc.property(both, ({ history, filter }) => {
        const { total, parts, attributedNanodollars, unattributed } = standingOf(history, filter);
        assert.deepEqual(sumOf(parts.map(({ money }) => money)), total);
        const rest = sumOf(unattributed.map(({ money }) => money)).nanodollars;
        assert.equal(attributedNanodollars + rest, total.nanodollars);
        const attributed = parts.filter(({ part }) => ['stayed', 'onDefaultBranch', 'onAnotherBranch', 'cameBack'].includes(part));
        assert.equal(sumOf(attributed.map(({ money }) => money)).nanodollars, attributedNanodollars);
        assert.ok(Number.isSafeInteger(total.nanodollars));
      }),
    );
  });

  it('have the total of the report of the same filter and the side calls that are known', () => {
    fc.assert(
      fc.property(both, ({ history, filter }) => {
        const { requests, sideCalls } = selectHistory(history, filter, testRate);
        const report = buildReport({ requests, sideCalls, by: 'commit', timezone, rate: testRate, prices: testPrices });
        const { totals, knownSideCallsNanodollars } = report;
        const known = sideCalls.reduce((sum, { nanodollars }) => sum + (nanodollars ?? 0), 0);
        const { total, sideCallsUnknown } = standingOf(history, filter);
        assert.equal(knownSideCallsNanodollars, known);
        assert.equal(total.nanodollars, totals.costNanodollars + known);
        assert.deepEqual([total.unpricedRequests, total.lowerBound], [totals.unpricedRequests, totals.lowerBound]);
        assert.equal(totals.sideCallsNanodollars, sideCallsUnknown ? null : known);
      }),
    );
  });

  it('keep what fits, and nothing else', () => {
    fc.assert(
      fc.property(both, ({ history, filter }) => {
        const { requests } = selectHistory(history, filter, testRate);
        const fit = fits(filter);
        for (const request of history.requests) assert.equal(requests.includes(request), fit(request));
        // Every part of a filter limits by itself: its null keeps all.
        for (const name of ['repository', 'branch', 'model', 'part'] as const) {
          const without = selectHistory(history, { ...filter, [name]: null }, testRate);
          assert.ok(requests.every((request) => without.requests.includes(request)));
        }
      }),
    );
  });

  it('have an overview whose branches, weeks and days add up to its total', () => {
    fc.assert(
      fc.property(both, ({ history, filter }) => {
        const overview = buildOverview({ ...context, history, filter, asOf: '2026-11-20', notes: [] });
        const { total } = overview.standing;
        assert.deepEqual(sumOf(overview.branches.map(({ money }) => money)), total);
        assert.equal(overview.otherBranches, null);
        // However few are named, the others say how many they are, and nothing is lost.
        for (const most of [0, 1, 2]) {
          const { branches, otherBranches } = dearestBranches(overview.branches, most);
          assert.deepEqual(branches, overview.branches.slice(0, most));
          assert.equal(branches.length + (otherBranches?.branches ?? 0), overview.branches.length);
          assert.deepEqual(sumOf([...branches, ...(otherBranches === null ? [] : [otherBranches])].map(({ money }) => money)), total);
          if (otherBranches !== null) assert.deepEqual(sumOf(otherBranches.parts.map((part) => part.money)), otherBranches.money);
        }
        for (const { parts, money } of overview.branches) assert.deepEqual(sumOf(parts.map((part) => part.money)), money);
        assert.deepEqual(overview.standing, standingOf(history, filter));
        for (const { money, models } of overview.spend.rows) assert.deepEqual(sumOf(models.map((share) => share.money)), money);
        assert.deepEqual(sumOf(overview.spend.rows.map(({ money }) => money)), total);
        assert.deepEqual(sumOf(overview.weeks.map(({ money }) => money)), total);
        assert.deepEqual(overview.whole, standingOf(history, { ...filter, branch: null, model: null, part: null }).total);
        const { sinceMs, untilMs } = filter;
        assert.deepEqual(overview.wholePlan, standingOf(history, { ...everything, sinceMs, untilMs }).total);
        assert.equal(new Set(overview.weeks.map(({ week }) => week)).size, overview.weeks.length);
        assert.ok(overview.worthALook.length <= 2);
        assert.ok(overview.sentence.endsWith('.'));
        if (/\b100%/.test(overview.sentence)) {
          const shares = overview.standing.parts.map(({ money }) => money.nanodollars);
          assert.ok(shares.includes(total.nanodollars));
        }
      }),
    );
  });

  it('have sessions that add up to the total, each with parts that add up to it', () => {
    fc.assert(
      fc.property(both, ({ history, filter }) => {
        const rows = listOf(history, filter);
        assert.deepEqual(sumOf(rows.map(({ money }) => money)), standingOf(history, filter).total);
        const wholes = new Map(listOf(history, everything).map(({ sessionId, money }) => [sessionId, money]));
        for (const { money, parts, figures, whole, sessionId } of rows) {
          assert.deepEqual(whole, wholes.get(sessionId));
          assert.deepEqual(sumOf(parts.map((part) => part.money)), money);
          assert.equal(figures.costNanodollars + (figures.sideCallsNanodollars ?? 0), money.nanodollars);
        }
      }),
    );
  });

  it("have a session's page whose turns hold each request once and add up to its row", () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const row of listOf(history, everything)) {
          const { sessionId } = row;
          const requests = history.requests.filter((request) => request.sessionId === sessionId);
          const page = buildSessionPage({ ...context, history, sessionId, busy, contextWindow: () => null });
          if (page === null) {
            assert.equal(requests.length, 0);
            continue;
          }
          assert.deepEqual(page.row, row);
          assert.equal(
            page.turns.reduce((sum, turn) => sum + turn.requests, 0),
            requests.length,
          );
          const turns = sumOf(page.turns.map(({ money }) => money));
          assert.equal(turns.nanodollars, row.figures.costNanodollars);
          assert.equal(turns.nanodollars + (row.figures.sideCallsNanodollars ?? 0), row.money.nanodollars);
          assert.equal(page.turns.at(-1)?.cumulativeNanodollars, turns.nanodollars);
          assert.equal(page.turns.filter(({ turn }) => turn > 0).length, countTurns(history.turns.get(sessionId) ?? []));
          assert.equal(page.standing.total.nanodollars, row.money.nanodollars);
          const mix = sumOf(page.models.map(({ money }) => money)).nanodollars;
          assert.equal(mix, turns.nanodollars);
          assert.equal(mix + (page.sideCalls?.nanodollars ?? 0), row.money.nanodollars);
        }
      }),
    );
  });

  it('have explanations whose paragraphs add up to their money', () => {
    const check = (explanation: Explanation | NotFound, money: Money | null | undefined): void => {
      assert.ok(!('notFound' in explanation));
      const zero = { nanodollars: 0, unpricedRequests: 0, lowerBound: false };
      assert.deepEqual(sumOf(explanation.paragraphs.map((paragraph) => paragraph.money)), explanation.money ?? zero);
      if (money !== undefined) assert.deepEqual(explanation.money, money);
    };
    fc.assert(
      fc.property(anyHistory, (history) => {
        const links = new Set(history.links.map(({ sha }) => sha));
        for (const sha of links) check(explainCommit({ history, timezone, sha }), undefined);
        for (const pull of buildPullRequests({ history, filter: everything }))
          check(explainPullRequest({ history, timezone, url: pull.url }), pull.money);
        const withRequests = new Set(history.requests.map(({ sessionId }) => sessionId));
        for (const { sessionId, money } of listOf(history, everything))
          if (withRequests.has(sessionId)) check(explainSession({ history, timezone, sessionId }), money);
        for (const { repository, file } of history.edits) check(explainFile({ history, timezone, repository, file }), undefined);
      }),
    );
  });

  it('have commits with the cost of their links, all of them together what is in a commit', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const rows = buildCommits({ history, filter: everything, timezone });
        for (const { links, money, models } of rows) {
          assert.equal(money === null, links.length === 0);
          assert.deepEqual(sumOf(links.map((link) => link.money)), sumOf([money]));
          assert.deepEqual(sumOf(models.map((share) => share.money)), sumOf([money]));
        }
        const { attributedNanodollars, unattributed } = standingOf(history, everything);
        const lost = unattributed.find(({ reason }) => reason === 'lostCommit')?.money.nanodollars ?? 0;
        assert.equal(sumOf(rows.map(({ money }) => money)).nanodollars, attributedNanodollars + lost);
        const authored = rows.map(({ authoredAtMs }) => authoredAtMs);
        assert.deepEqual(
          authored,
          [...authored].sort((left, right) => right - left),
        );
      }),
    );
  });

  it('list the commits that the standing of the same filter counts, part by part', () => {
    fc.assert(
      fc.property(both, ({ history, filter }) => {
        for (const { part, commits } of standingOf(history, filter).parts) {
          if (part === 'noCommit' || (filter.part !== null && filter.part !== part)) continue;
          const { rows, withCost } = commitRows({ history, filter: { ...filter, part }, timezone });
          assert.equal(withCost, commits);
          assert.ok(rows.length >= withCost);
          for (const row of rows) assert.equal(row.part, part);
        }
      }),
    );
  });

  it('count each commit for one pull request at most, as the report by pull request does', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const rows = buildPullRequests({ history, filter: everything });
        const commits = rows.flatMap(({ repository, commits: shas }) => shas.map((sha) => `${repository} ${sha}`));
        assert.equal(new Set(commits).size, commits.length);
        // One clone at a time: a key of the report is a SHA, which two clones share.
        for (const repository of ['/a', '/b']) {
          const one: History = { ...history, requests: history.requests.filter((request) => request.repository === repository) };
          const pullRequests = pullRequestsOfCommits({
            ...history,
            pullRequests: history.pullRequests.filter((pull) => pull.repository === repository),
          });
          const report = buildReport({
            ...{ requests: one.requests, sideCalls: [], by: 'pull-request', timezone, rate: testRate, prices: testPrices },
            pullRequests,
          });
          for (const row of rows)
            if (row.repository === repository)
              assert.equal(report.rows.find(({ key }) => key === row.url)?.costNanodollars ?? 0, row.money?.nanodollars ?? 0);
        }
      }),
    );
  });

  it('have pages of files whose sessions add up to what the explanation of the file says', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const { repository, file } of history.edits) {
          const page = buildFilePage({ history, repository, file, now: { problem: 'git was not asked.' } });
          const explained = explainFile({ history, timezone, repository, file });
          assert.ok(!('notFound' in page) && !('notFound' in explained));
          assert.deepEqual(sumOf(page.sessions.map(({ money }) => money)), page.money);
          assert.deepEqual(page.money, explained.money);
          assert.equal(
            page.sessions.reduce((sum, { edits }) => sum + edits, 0),
            page.edits,
          );
        }
      }),
    );
  });

  it('export rows that add up to what fits', () => {
    fc.assert(
      fc.property(both, ({ history, filter }) => {
        for (const view of ['overview', 'sessions'] as const) {
          const rows: unknown = JSON.parse(exportTable({ ...context, ...exportAll, history, filter, view, format: 'json' }));
          assert.ok(Array.isArray(rows));
          const amounts = rows.map((row: { readonly costNanodollars: number }) => row.costNanodollars);
          assert.equal(
            amounts.reduce((sum, amount) => sum + amount, 0),
            standingOf(history, filter).total.nanodollars,
          );
          const csv = exportTable({ ...context, ...exportAll, history, filter, view, format: 'csv' });
          assert.equal(csv.split('\r\n').length, rows.length + 2);
        }
      }),
    );
  });
});
