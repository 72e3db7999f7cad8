import assert from 'node:assert/strict';
import { settingsAtFirst } from '../../../../src/core/team/dashboard/settings.ts';
import { betweenEditionsMs, closesAtMs } from '../../../../src/core/team/published/closing.ts';
import { demoTeamId, demoWeeks } from '../../../../src/core/team/published/demoTeam.ts';
import { usualDormantRule } from '../../../../src/core/team/published/labels.ts';
import { publishPart } from '../../../../src/core/team/published/publishPart.ts';
import { teamDashboard } from '../../../../src/core/team/published/teamDashboard.ts';
import type { PublishedPart } from '../../../../src/core/team/published/types.ts';

const k = 5;
const nowMs = Date.UTC(2026, 10, 23, 15);

describe('A team of which two thirds join after its weeks were published', () => {
  const weeks = new Map<string, ReturnType<typeof demoWeeks>>();
  for (const row of demoWeeks(nowMs)) weeks.set(row.week, [...(weeks.get(row.week) ?? []), row]);
  const editions: PublishedPart[] = [];
  for (const [week, all] of weeks) {
    const first = closesAtMs(week, 'usage');
    if (first + betweenEditionsMs > nowMs) continue;
    const input = { team: demoTeamId, week, part: 'usage', k, dormantRule: usualDormantRule } as const;
    const early = all.filter(({ reporter }) => parseInt(reporter, 16) < 10);
    const one = publishPart({ ...input, rows: early, nowMs: first, previous: [] });
    if (one.kind !== 'published') continue;
    editions.push(one.edition);
    const two = publishPart({ ...input, rows: all, nowMs: first + betweenEditionsMs, previous: [one] });
    if (two.kind === 'published') editions.push(two.edition);
  }
  const { plan, distribution } = teamDashboard(editions, settingsAtFirst, { team: demoTeamId, k, nowMs });
  const spentBy = (week: string, people: number): readonly number[] =>
    (weeks.get(week) ?? []).slice(0, people).flatMap(({ buckets }) => {
      const spent = buckets.reduce((sum, { interactiveCost, headlessCost }) => sum + interactiveCost + headlessCost, 0) / 1_000;
      return spent > 0 ? [spent] : [];
    });

  it('has later editions with them', () => {
    assert.ok(editions.filter(({ edition }) => edition === 2).length >= 8);
  });

  it('divides the cost of the people who are counted by their number, not that of all by the number of a few', () => {
    assert.ok('value' in plan.costPerActive);
    const each = plan.weeks.map((week) => spentBy(week, 10));
    const cost = each.reduce((sum, all) => sum + all.reduce((of, spent) => of + spent, 0), 0) / each.length;
    const [least, most] = [Math.min(...each.map(({ length }) => length)), Math.max(...each.map(({ length }) => length))];
    assert.ok(plan.costPerActive.value.low <= (cost / most) * 1.001, JSON.stringify(plan.costPerActive));
    assert.ok(plan.costPerActive.value.high >= (cost / least) * 0.999);
    assert.ok(plan.costPerActive.value.high <= cost / k + 1, 'no more than if they were only k');
  });

  it('and so for the means of quarters', () => {
    const { week, quarters } = distribution.spend;
    if (week === null || !('value' in quarters)) return;
    const own = spentBy(week, 10).reduce((sum, spent) => sum + spent, 0);
    for (const { share, mean } of quarters.value) assert.ok(mean === null || mean.low <= share * own);
  });

  it('gives no rate of resting seats where those who rest were told of other people than those who report', () => {
    const rateOf = (all: readonly PublishedPart[]): object | undefined =>
      teamDashboard(all, settingsAtFirst, { team: demoTeamId, k, nowMs }).dormant.weeks[0]?.rate;
    const [week] = [...new Set(editions.map((edition) => edition.week))];
    const told = editions.filter((edition) => edition.week === week);
    const dormancy = { slices: { dormant: { atLeast: 20, below: 25 } }, others: null };
    const second = told.map((edition) =>
      edition.part === 'usage' ? { ...edition, dormancy: edition.edition === 1 ? null : dormancy } : edition,
    );
    assert.deepEqual(rateOf(second), { hidden: 'protected' });
  });
});
