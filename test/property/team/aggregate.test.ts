import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { kindsOfWork } from '../../../src/core/advice/kindsOfWork.ts';
import { workKinds } from '../../../src/core/advice/workKinds.ts';
import { standingParts } from '../../../src/core/attribution/placement.ts';
import { changeStates } from '../../../src/core/outcomes/outcome.ts';
import { canonicalModel } from '../../../src/core/pricing/modelName.ts';
import { usageSection } from '../../../src/core/report/advice/usageSection.ts';
import { buildOverview } from '../../../src/core/report/buildOverview.ts';
import { buildReport } from '../../../src/core/report/buildReport.ts';
import { buildStanding } from '../../../src/core/report/buildStanding.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import { buildOutcomes } from '../../../src/core/report/outcomes/buildOutcomes.ts';
import type { OutcomesView } from '../../../src/core/report/outcomes/outcomesView.ts';
import type { Figures } from '../../../src/core/report/report.ts';
import { selectHistory } from '../../../src/core/report/selection.ts';
import { weekKey } from '../../../src/core/report/time.ts';
import { exactWeeks } from '../../../src/core/team/aggregate.ts';
import type { TeamWeeksInput } from '../../../src/core/team/aggregate.ts';
import { entranceOf } from '../../../src/core/team/entrance.ts';
import type { TeamWeekBody, TeamWeekBucket } from '../../../src/core/team/teamWeek.ts';
import { sessionLengths } from '../../../src/core/team/teamWeek.ts';
import { weeksOver } from '../../../src/core/team/weeksOver.ts';
import { countTurns } from '../../../src/core/transcript/prompt.ts';
import { testPrices } from '../../support/rows.ts';
import { aKey, anyQuestion } from '../../support/teamWeeks.ts';

const sum = (amounts: Iterable<number>): number => [...amounts].reduce((whole, part) => whole + part, 0);
const valuesOf = (amounts: Readonly<Record<string, number>>): number => sum(Object.values(amounts));
const whole = (buckets: readonly TeamWeekBucket[], of: (bucket: TeamWeekBucket) => number): number => sum(buckets.map(of));
const costOf = ({ models }: TeamWeekBucket): number => sum(models.map(({ cost }) => cost));

interface Week {
  readonly body: TeamWeekBody;
  readonly sinceMs: number;
  readonly untilMs: number;
}

function weeksOf(input: TeamWeeksInput): readonly Week[] {
  const over = weeksOver({ ...input, firstMs: input.history.requests[0]?.atMs ?? null });
  const bodies = exactWeeks(input);
  assert.deepEqual(
    bodies.map(({ week }) => week),
    over.map(({ isoWeek }) => isoWeek),
  );
  return over.map(({ sinceMs, untilMs }, index) => ({ sinceMs, untilMs, body: bodies[index] ?? assert.fail() }));
}

/** Each week of any question, with what the reports are asked to say of it. */
function ofEachWeek(check: (week: Week, input: TeamWeeksInput) => void): void {
  fc.assert(fc.property(anyQuestion, (input) => weeksOf(input).forEach((week) => check(week, input))));
}

describe('the weeks that a team is told of', () => {
  it('have parts that add up to the whole of every report', () => {
    ofEachWeek(({ body, sinceMs, untilMs }, { history, rate, timezone, nowMs }) => {
      const filter = { ...everything, sinceMs, untilMs };
      const overview = buildOverview({ history, filter, nowMs, timezone, asOf: '', rate, notes: [] });
      const { total, sideCallsUnknown } = overview.standing;
      for (const bucket of body.buckets) {
        const cost = costOf(bucket);
        assert.equal(valuesOf(bucket.kinds), cost);
        assert.equal(valuesOf(bucket.standing), cost);
        assert.equal(bucket.interactiveCost + bucket.headlessCost + bucket.unrecordedCost, cost);
        assert.equal(valuesOf(bucket.verification), valuesOf(bucket.changes));
        assert.equal(
          sum(bucket.models.map(({ sessions }) => sessions)),
          bucket.headlessSessions + sum(sessionLengths.map((length) => bucket.sessions[length].sessions)),
        );
      }
      assert.equal(whole(body.buckets, costOf), total.nanodollars);
      assert.equal(
        whole(body.buckets, ({ models }) => sum(models.map(({ unpriced }) => unpriced))),
        total.unpricedRequests,
      );
      assert.equal(
        body.buckets.some(({ atLeast }) => atLeast),
        total.lowerBound || total.unpricedRequests > 0 || sideCallsUnknown,
      );
      const tokens = whole(body.buckets, ({ models }) =>
        sum(models.map((use) => use.input + use.output + use.cacheWrite5m + use.cacheWrite1h + use.cacheRead)),
      );
      assert.equal(tokens, sum(overview.weeks.map((row) => row.tokens)));
      assert.equal(
        whole(body.buckets, ({ models }) => sum(models.map(({ requests }) => requests))),
        overview.requests,
      );
    });
  });

  it('say by kind, part and model what the reports of the same repository say', () => {
    ofEachWeek(({ body, sinceMs, untilMs }, input) => {
      const { history, rate, timezone, nowMs, bucketOf, isPublicModel } = input;
      const kindOf = kindsOfWork(history);
      for (const bucket of body.buckets) {
        const selection = selectHistory(history, { ...everything, sinceMs, untilMs }, rate);
        const own = {
          requests: selection.requests.filter(({ repository }) => bucketOf(repository) === bucket.repository),
          sideCalls: selection.sideCalls.filter(
            ({ repository, nanodollars }) => bucketOf(repository) === bucket.repository && nanodollars !== null,
          ),
        };
        const by = (grouping: 'kind' | 'model'): readonly (Figures & { readonly key: string })[] =>
          buildReport({ ...own, by: grouping, kindOf, timezone, rate, prices: testPrices }).rows;
        const kinds = new Map(by('kind').map((row) => [row.key, row.costNanodollars + (row.sideCallsNanodollars ?? 0)]));
        for (const kind of workKinds) assert.equal(bucket.kinds[kind], kinds.get(kind) ?? 0, kind);
        const { parts } = buildStanding({ history, selection: own, nowMs });
        for (const part of standingParts)
          assert.equal(bucket.standing[part], parts.find((share) => share.part === part)?.money.nanodollars ?? 0, part);
        const models = by('model').map((row) => ({ ...row, key: isPublicModel(row.key) ? canonicalModel(row.key) : 'other' }));
        for (const use of bucket.models) {
          const rows = models.filter(({ key }) => key === use.model);
          assert.equal(use.requests, sum(rows.map(({ requests }) => requests)));
          assert.equal(use.cost, sum(rows.map((row) => row.costNanodollars + (row.sideCallsNanodollars ?? 0))));
          assert.equal(use.unpriced, sum(rows.map(({ unpricedRequests }) => unpricedRequests)));
        }
        for (const entrance of ['interactive', 'headless', 'unrecorded'] as const) {
          const requests = own.requests.filter(({ entrypoint }) => entranceOf(entrypoint) === entrance);
          const first = (id: string): string => history.requests.find(({ sessionId }) => sessionId === id)?.entrypoint ?? '';
          const calls = own.sideCalls.filter(({ sessionId }) => entranceOf(first(sessionId)) === entrance);
          assert.equal(bucket[`${entrance}Cost`], sum([...requests, ...calls].map(({ nanodollars }) => nanodollars ?? 0)), entrance);
        }
      }
    });
  });

  it('say of outcomes what the view of each repository says of the week', () => {
    ofEachWeek(({ body, sinceMs, untilMs }, { history, rate, timezone, nowMs, bucketOf }) => {
      const views = [...history.outcomes.values()].map((outcomes) =>
        buildOutcomes({ history, outcomes, period: { sinceMs, untilMs }, nowMs, timezone, rate }),
      );
      for (const name of new Set([
        ...body.buckets.map(({ repository }) => repository),
        ...views.map(({ repository }) => bucketOf(repository)),
      ])) {
        const bucket = body.buckets.find(({ repository }) => repository === name);
        const own = views.filter(({ repository }) => bucketOf(repository) === name);
        const said = (of: (view: OutcomesView) => number): number => sum(own.map(of));
        for (const state of changeStates)
          assert.equal(
            bucket?.changes[state] ?? 0,
            said(({ totals }) => totals[state]),
            state,
          );
        assert.equal(
          bucket?.shippedLines ?? 0,
          said(({ lines }) => lines.shipped),
        );
        for (const days of [7, 14, 30] as const) {
          assert.equal(
            bucket?.survival[days].lines ?? 0,
            said(({ lines }) => lines.at[days].lines),
          );
          assert.equal(
            bucket?.survival[days].surviving ?? 0,
            said(({ lines }) => lines.at[days].surviving),
          );
        }
        for (const each of ['passed', 'failed', 'notRun', 'unknown'] as const)
          assert.equal(
            bucket?.verification[each] ?? 0,
            said(({ verification }) => verification[each]),
            each,
          );
      }
    });
  });

  it('say of turns, days and labels what the Advice view says of the week', () => {
    ofEachWeek(({ body, sinceMs, untilMs }, input) => {
      const { history, rate, timezone, nowMs, weeks } = input;
      const question = { fromMs: sinceMs, toMs: untilMs, nowMs, timezone };
      const row = usageSection({ history, repository: null, question, rate }).weeks.find(
        ({ week }) => weekKey(Date.parse(`${week}T12:00:00Z`), 'UTC') === body.week,
      );
      assert.equal(body.activeDays, row?.activeDays ?? 0);
      assert.equal(body.rhythm, row?.rhythm ?? null);
      assert.equal(
        whole(body.buckets, ({ turns }) => turns),
        row?.turns ?? 0,
      );
      if (row === undefined) assert.equal(body.level, 'nearZero');
      assert.ok(weeks >= 1);
    });
  });

  it('count each session once, in the week in which it began, where and for what it cost most', () => {
    ofEachWeek(({ body, sinceMs, untilMs }, { history, bucketOf }) => {
      for (const bucket of body.buckets) {
        const found = {
          short: { sessions: 0, cost: 0, stayed: 0 },
          medium: { sessions: 0, cost: 0, stayed: 0 },
          long: { sessions: 0, cost: 0, stayed: 0 },
        };
        let headless = 0;
        for (const id of new Set(history.requests.map(({ sessionId }) => sessionId))) {
          const requests = history.requests.filter(({ sessionId }) => sessionId === id);
          const [first] = requests;
          if (first === undefined || first.atMs < sinceMs || first.atMs >= untilMs) continue;
          const costIn = (name: string): number =>
            sum(requests.filter(({ repository }) => bucketOf(repository) === name).map(({ nanodollars }) => nanodollars ?? 0));
          const names = [...new Set(requests.map(({ repository }) => bucketOf(repository)))];
          if (names.find((name) => names.every((other) => costIn(other) <= costIn(name))) !== bucket.repository) continue;
          if (first.entrypoint === 'sdk-cli') {
            headless += 1;
            continue;
          }
          const turns = countTurns(history.turns.get(id) ?? []);
          const length = found[turns <= 3 ? 'short' : turns <= 15 ? 'medium' : 'long'];
          length.sessions += 1;
          length.cost += sum(requests.map(({ nanodollars }) => nanodollars ?? 0));
          length.cost += sum(history.sideCalls.filter(({ sessionId }) => sessionId === id).map(({ nanodollars }) => nanodollars ?? 0));
          for (const { changes } of history.outcomes.values())
            length.stayed += changes.filter(
              ({ own, setAside, state, sessionIds }) => own && !setAside && state === 'verified' && sessionIds[0] === id,
            ).length;
        }
        assert.deepEqual(bucket.sessions, found);
        assert.equal(bucket.headlessSessions, headless);
      }
    });
  });

  it('are the same sums in buckets of repositories as in one', () => {
    fc.assert(
      fc.property(anyQuestion, (input) => {
        const [one, apart] = [exactWeeks({ ...input, bucketOf: () => '' }), exactWeeks({ ...input, bucketOf: aKey })];
        assert.equal(one.length, apart.length);
        for (const [index, { buckets }] of one.entries()) {
          const parts = apart[index]?.buckets ?? [];
          assert.ok(buckets.length <= 1);
          for (const part of standingParts)
            assert.equal(
              whole(parts, ({ standing }) => standing[part]),
              whole(buckets, ({ standing }) => standing[part]),
            );
          for (const state of changeStates)
            assert.equal(
              whole(parts, ({ changes }) => changes[state]),
              whole(buckets, ({ changes }) => changes[state]),
            );
          assert.equal(
            whole(parts, ({ turns }) => turns),
            whole(buckets, ({ turns }) => turns),
          );
        }
      }),
    );
  });
});
