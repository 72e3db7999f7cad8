import assert from 'node:assert/strict';
import { settingsAtFirst } from '../../../../src/core/team/dashboard/settings.ts';
import { closesAtMs, mondayMs, weekAfter } from '../../../../src/core/team/published/closing.ts';
import type { Figure, TeamDashboard } from '../../../../src/core/team/published/dashboardTypes.ts';
import { demoDashboard, demoEditions, demoSettings, demoTeamId } from '../../../../src/core/team/published/demoTeam.ts';
import { perPerson } from '../../../../src/core/team/published/moneySections.ts';
import { phaseOf } from '../../../../src/core/team/published/peopleSections.ts';
import { sideBySide } from '../../../../src/core/team/published/sideBySide.ts';
import { teamDashboard } from '../../../../src/core/team/published/teamDashboard.ts';
import type { OutcomesPart, PublishedPart, UsagePart } from '../../../../src/core/team/published/types.ts';

const nowMs = Date.UTC(2026, 10, 23, 2);
const options = { team: demoTeamId, k: 5, nowMs };
const editions = demoEditions(nowMs);
const demo = demoDashboard(nowMs);

const isUsage = (edition: PublishedPart): edition is UsagePart => edition.part === 'usage';
const isOutcomes = (edition: PublishedPart): edition is OutcomesPart => edition.part === 'outcomes';

function told(figure: Figure | undefined): number {
  assert.ok(figure !== undefined && 'value' in figure, JSON.stringify(figure));
  return figure.value;
}

function without(week: string, part: PublishedPart['part']): TeamDashboard {
  return teamDashboard(
    editions.filter((edition) => edition.week !== week || edition.part !== part),
    demoSettings(nowMs),
    options,
  );
}

describe('teamDashboard', () => {
  it('says nothing while nothing is published', () => {
    const empty = teamDashboard([], settingsAtFirst, options);
    assert.equal(empty.state, 'belowK');
    assert.deepEqual(empty.weeks, []);
    assert.equal(empty.payingOff.kind, 'tooLittle');
    assert.equal(teamDashboard(editions, settingsAtFirst, { ...options, team: 'another' }).state, 'belowK');
  });

  it('divides four weeks sum by sum, what is set aside left out', () => {
    const last = demo.weeks.findLast(({ costPerChange }) => 'value' in costPerChange);
    assert.ok(last !== undefined);
    const weeks = [0, 1, 2, 3].map((ago) => weekAfter(last.week, -ago));
    let [cost, verified] = [0, 0];
    for (const week of weeks) {
      const [usage, outcomes] = [
        editions.filter(isUsage).find((each) => each.week === week),
        editions.filter(isOutcomes).find((each) => each.week === week),
      ];
      cost += Math.round(((usage?.cost?.total ?? NaN) * (1_000 - (outcomes?.standing?.slices.setAside ?? 0))) / 1_000);
      verified += outcomes?.verified ?? NaN;
    }
    assert.equal(told(last.costPerChange), Math.round(cost / verified));
  });

  it('names the weeks that a figure lacks', () => {
    const last = demo.weeks.findLast(({ costPerChange }) => 'value' in costPerChange)?.week ?? '';
    const missing = weekAfter(last, -2);
    const row = without(missing, 'usage').weeks.find(({ week }) => week === last);
    assert.deepEqual(row?.costPerChange, { hidden: 'missingWeeks', weeks: [missing] });
    assert.deepEqual(without(missing, 'usage').weeks.find(({ week }) => week === missing)?.cost, { hidden: 'notPublished' });
    assert.deepEqual(demo.weeks.at(-1)?.cost, { hidden: 'notClosed' });
  });

  it('takes the last edition of a part', () => {
    const [first] = editions.filter(isUsage);
    assert.ok(first?.cost !== null && first !== undefined);
    const second = { ...first, edition: 2, cost: { ...first.cost, total: first.cost.total + 1 } };
    const row = teamDashboard([second, ...editions], settingsAtFirst, options).weeks[0];
    assert.equal(told(row?.cost), first.cost.total + 1);
    assert.equal(row?.editions.usage, 2);
  });

  it('divides a week between two months by its days', () => {
    const { months } = demo.budget;
    for (const { month, spent, missingDays } of months) {
      let [sum, days] = [0, 0];
      for (const { week, cost } of editions.filter(isUsage))
        for (let day = 0; day < 7; day += 1) {
          if (!new Date(mondayMs(week) + day * 86_400_000).toISOString().startsWith(month)) continue;
          sum += (cost?.total ?? NaN) / 7;
          days += 1;
        }
      assert.ok(Math.abs(told(spent) - sum) <= 1, month);
      const [year, number] = month.split('-').map(Number);
      assert.equal(missingDays, new Date(Date.UTC(year ?? 0, number ?? 0, 0)).getUTCDate() - days);
    }
    const whole = months.find(({ missingDays }) => missingDays === 0);
    assert.ok(whole !== undefined && 'value' in whole.forecast && whole.forecast.value.low === whole.forecast.value.high);
  });

  it('says in which week a budget was passed', () => {
    const dear = { ...demoSettings(nowMs), budgets: [{ month: '2026-01', nanodollars: 10_000 * 1e9 }] };
    const month = teamDashboard(editions, dear, options).budget.months.find(({ missingDays }) => missingDays === 0);
    assert.ok(month?.passedIn !== null && month !== undefined);
    assert.equal(new Date(mondayMs(month.passedIn) + 6 * 86_400_000).toISOString() >= month.month, true);
    assert.deepEqual(demo.budget.months.map(({ set }) => told(set)).slice(0, 1), [19_000e6]);
  });

  it('adds up charges to all that was spent', () => {
    const { rows, others, total } = demo.allocation;
    assert.equal(rows.reduce((sum, { cost }) => sum + cost, 0) + (others ?? 0), told(total));
    const models = demo.models;
    const weeks = editions.filter(isUsage).filter(({ week }) => models.weeks.includes(week));
    assert.equal(
      models.rows.reduce((sum, { cost }) => sum + ('value' in cost ? cost.value : 0), 0) + told(models.others),
      weeks.reduce((sum, { cost }) => sum + (cost?.total ?? NaN), 0),
    );
  });

  it('compares two quarters only where all of them is told', () => {
    assert.equal(demo.payingOff.kind, 'better');
    const weeks = editions.filter(isOutcomes).map(({ week }) => week);
    const few = teamDashboard(
      editions.filter(({ week }) => week > (weeks[1] ?? '')),
      settingsAtFirst,
      options,
    );
    assert.equal(few.payingOff.kind, 'tooLittle');
    assert.match(few.payingOff.sentence, /26 weeks .* so far there are 25\./);
  });

  it('says only what holds of the lengths of sessions', () => {
    assert.match(demo.lengths.insight?.sentence ?? '', /^Short, scoped sessions .* times the changes that stayed per dollar/);
    const even = editions.map((edition) =>
      edition.part === 'outcomes'
        ? { ...edition, lengthStayed: { slices: { short: 240, medium: 400, long: 360 }, others: null } }
        : edition,
    );
    assert.equal(teamDashboard(even, settingsAtFirst, options).lengths.insight, null);
  });

  it('projects 90 days from eight weeks, and not from seven', () => {
    const { plan } = demo;
    assert.ok('value' in plan.next90Days);
    const { low, middle, high } = plan.next90Days.value;
    const expected = (told(plan.cost) * 90 * plan.growthFactor) / 7;
    assert.ok(low < middle && middle < high && Math.abs(middle / expected - 1) < 0.03);
    const few = teamDashboard(
      editions.filter(({ week }) => week >= (plan.weeks[1] ?? '')),
      settingsAtFirst,
      options,
    );
    assert.deepEqual(few.plan.next90Days, { hidden: 'tooLittle', needs: 'A plan rests on 8 weeks whose cost is told; there are 7.' });
    assert.deepEqual(perPerson({ value: 90 }, { value: { atLeast: 5, below: 10 } }), { value: { low: 10, high: 18 } });
  });

  it('says in which week windows changed', () => {
    const changed = demo.weeks.filter(({ windowChange }) => windowChange !== null);
    assert.deepEqual(
      changed.map(({ windowChange }) => windowChange),
      [{ before: [21], now: [14] }],
    );
  });

  it('calls a spend steep that the upper half has nine tenths of', () => {
    assert.deepEqual([0.9, 0.899, 0.75, 0.749].map(phaseOf), ['steep', 'moderate', 'moderate', 'flat']);
  });

  it('says what closes when', () => {
    const last = demo.calendar.filter(({ week }) => week === '2026-W46');
    assert.deepEqual(
      last.map(({ state, closesAtMs: at }) => [state, at]),
      (['usage', 'outcomes', 'survival'] as const).map((part) => ['open', closesAtMs('2026-W46', part)]),
    );
  });

  it('is the same demonstration every time', () => {
    assert.deepEqual(demoDashboard(nowMs), demo);
    assert.ok(Object.values(demo).every((section) => section !== undefined));
  });
});

describe('sideBySide', () => {
  const team = (name: string, cadence: string): { team: string; name: string; dashboard: TeamDashboard } => ({
    ...{ team: name, name },
    dashboard: { ...demo, cadence: { value: cadence } },
  });

  it('sets teams beside each other within one band, and says of the others why not', () => {
    const { bands, apart } = sideBySide([team('b', 'daily'), team('a', 'daily'), team('c', 'weekly')], nowMs);
    assert.deepEqual(
      bands.map(({ cadence, teams }) => [cadence, teams.map(({ name }) => name)]),
      [['daily', ['a', 'b']]],
    );
    assert.deepEqual(apart, [{ team: 'c', name: 'c', why: 'No other team ships weekly.' }]);
    assert.equal(told(bands[0]?.teams[0]?.cordonShare), told(demo.cordonShare));
  });
});
