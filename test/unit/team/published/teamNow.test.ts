import assert from 'node:assert/strict';
import { settingsAtFirst } from '../../../../src/core/team/dashboard/settings.ts';
import { weekAfter } from '../../../../src/core/team/published/closing.ts';
import type { Figure, SideBySideTeam, TeamDashboard } from '../../../../src/core/team/published/dashboardTypes.ts';
import { demoEditions, demoSettings, demoTeamId } from '../../../../src/core/team/published/demoTeam.ts';
import { teamCosts } from '../../../../src/core/team/published/teamCosts.ts';
import { teamDashboard } from '../../../../src/core/team/published/teamDashboard.ts';
import type { PublishedPart, UsagePart } from '../../../../src/core/team/published/types.ts';
import { allocationCsv } from '../../../../src/core/team/reports/allocationReport.ts';
import { weeklyMarkdown } from '../../../../src/core/team/reports/weeklyReport.ts';

const nowMs = Date.UTC(2026, 10, 23, 2);
const weekMs = 7 * 86_400_000;
const editions = demoEditions(nowMs);
const usages = editions.filter((edition): edition is UsagePart => edition.part === 'usage');

function dashboardOf(of: readonly PublishedPart[], atMs = nowMs, settings = demoSettings(nowMs)): TeamDashboard {
  return teamDashboard(of, settings, { team: demoTeamId, k: 5, nowMs: atMs });
}

function named(name: string, dashboard: TeamDashboard): SideBySideTeam {
  return { team: name.toLowerCase(), name, dashboard };
}

function told(figure: Figure | undefined): number {
  assert.ok(figure !== undefined && 'value' in figure, JSON.stringify(figure));
  return figure.value;
}

describe('The figures that stand for a team as it is now', () => {
  it('name their weeks', () => {
    const { lastWeeks, weeks, costPerChange } = dashboardOf(editions);
    const last = weeks.findLast((row) => 'value' in row.costPerChange);
    assert.ok(last !== undefined);
    assert.deepEqual(lastWeeks.costPerChange, { first: weekAfter(last.week, -3), last: last.week });
    assert.equal(told(costPerChange), told(last.costPerChange));
    const shares = weeks.filter(({ verifiedShare }) => 'value' in verifiedShare).slice(-13);
    assert.deepEqual(lastWeeks.verifiedShare, { first: shares[0]?.week, last: shares.at(-1)?.week });
    assert.deepEqual(lastWeeks.cordonShare, { first: weekAfter(last.week, -3), last: last.week });
  });

  it('are none once their last week is more than 13 weeks ago', () => {
    const last = dashboardOf(editions).lastWeeks.costPerChange?.last ?? '';
    const weeksAgo = (count: number): number => Date.parse('2026-11-23T15:00:00Z') + (count - weeksBetween(last, '2026-W48')) * weekMs;
    const still = dashboardOf(editions, weeksAgo(13));
    assert.equal(still.lastWeeks.costPerChange?.last, last);
    assert.equal(still.lastWeeks.verifiedShare?.last, last);
    const old = dashboardOf(editions, weeksAgo(14));
    assert.deepEqual(old.lastWeeks, { costPerChange: null, verifiedShare: null, cordonShare: null });
    for (const figure of [old.costPerChange, old.verifiedShare, old.cordonShare])
      assert.match('hidden' in figure ? (figure.needs ?? '') : '', /^There is none from the last 13 weeks/);
  });
});

describe('The cost of teams', () => {
  it('adds up the last 13 closed weeks of each, whatever their cadence, and names what is hidden', () => {
    const whole = teamCosts([named('Beta', dashboardOf(editions)), named('Alpha', dashboardOf([]))], nowMs);
    assert.equal(whole.weeks.length, 13);
    assert.equal(whole.weeks.at(-1), usages.at(-1)?.week);
    const [empty, full] = whole.teams;
    assert.deepEqual([empty?.name, full?.name], ['Alpha', 'Beta']);
    assert.deepEqual(empty?.cost, { figure: { hidden: 'notPublished' }, missing: whole.weeks }, 'never 0');
    const sum = usages.slice(-13).reduce((all, { cost }) => all + (cost?.total ?? NaN), 0);
    assert.deepEqual(full?.cost, { figure: { value: sum }, missing: [] });
    const gone = whole.weeks[4] ?? '';
    const part = teamCosts([named('Beta', dashboardOf(editions.filter(({ week }) => week !== gone)))], nowMs).teams[0];
    assert.deepEqual(part?.cost.missing, [gone]);
    assert.equal(told(part.cost.figure), sum - (usages.find(({ week }) => week === gone)?.cost?.total ?? NaN));
    const hidden = editions.map((each) => (each.part === 'usage' && each.week === gone ? { ...each, tokens: null } : each));
    const tokens = teamCosts([named('Beta', dashboardOf(hidden))], nowMs).teams[0];
    assert.deepEqual([tokens?.cost.missing, tokens?.tokens.missing], [[], [gone]]);
  });

  it('is a CSV with its unit, beside the repository buckets of one of them', () => {
    const gone = weekAfter(usages.at(-1)?.week ?? '', -2);
    const dashboard = dashboardOf(editions.filter(({ week }) => week !== gone));
    const costs = teamCosts([named('=Beta', dashboard), named('Alpha', dashboardOf([]))], nowMs);
    const lines = allocationCsv({ team: 'beta', allocation: dashboard.allocation, costs }).trimEnd().split('\r\n');
    assert.equal(lines[0], 'by,team,name,value,unit,at_least,first_week,last_week,missing_weeks');
    assert.match(lines[1] ?? '', /^team,'=beta,'=Beta,\d+,microdollars,/);
    const dollars = lines.filter((line) => line.startsWith('repository,beta,')).map((line) => Number(line.split(',')[3]));
    assert.equal(
      dollars.reduce((all, each) => all + each, 0),
      told(dashboard.allocation.total),
    );
    assert.ok(lines.filter((line) => line.startsWith('repository,')).every((line) => line.endsWith(`,${gone}`)));
    const untold = lines.filter((line) => line.startsWith('team,alpha,'));
    assert.equal(untold.length, 2);
    assert.ok(untold.every((line) => /^team,alpha,Alpha,,(?:microdollars|tokens),,/.test(line)));
  });
});

describe('A monthly budget', () => {
  it('holds from its month until the next one or its end, and says nothing of the months before', () => {
    const budgets = [
      { month: '2026-09', nanodollars: 3e12 },
      { month: '2026-11', nanodollars: null },
      { month: '2026-07', nanodollars: 2e12 },
    ];
    const { months } = dashboardOf(editions, nowMs, { ...settingsAtFirst, budgets }).budget;
    const of = (month: string): Figure | undefined => months.find((each) => each.month === month)?.set;
    assert.deepEqual(of('2026-06'), { hidden: 'notEntered' });
    assert.deepEqual(
      ['2026-07', '2026-08', '2026-09', '2026-10'].map((month) => told(of(month))),
      [2e9, 2e9, 3e9, 3e9],
    );
    assert.deepEqual(of('2026-11'), { hidden: 'notEntered' });
  });

  it('has no forecast of a month that began before the first published week', () => {
    const from = (week: string): TeamDashboard['budget'] => dashboardOf(editions.filter((each) => each.week >= week)).budget;
    const within = from('2026-W38'); // from 14 September on
    const [first, second] = within.months;
    assert.equal(first?.month, '2026-09');
    assert.ok('hidden' in first.forecast && first.forecast.needs?.includes('began before') === true);
    assert.ok(second !== undefined && 'value' in second.forecast);
    assert.ok(within.notes.some((note) => note.startsWith('The first month has no forecast')));
    const fromTheFirst = from('2026-W23'); // Monday, 1 June
    assert.ok(fromTheFirst.months[0] !== undefined && 'value' in fromTheFirst.months[0].forecast);
    assert.ok(!fromTheFirst.notes.some((note) => note.startsWith('The first month')));
  });
});

describe('Counts of people beside later sums', () => {
  it('are said to be those of the first edition, once there is another', () => {
    const sentence = 'Counts of people are those of the first edition.';
    const [first] = usages.slice(-1);
    assert.ok(first !== undefined);
    const later = [...editions, { ...first, edition: 2 }];
    const notes = ({ coverage, plan, distribution }: TeamDashboard): readonly boolean[] =>
      [coverage, plan, distribution].map((section) => section.notes.includes(sentence));
    assert.deepEqual(notes(dashboardOf(later)), [true, true, true]);
    assert.deepEqual(notes(dashboardOf(editions)), [false, false, false]);
    assert.ok(weeklyMarkdown({ name: 'A', k: 5 }, later).includes(sentence));
    assert.ok(!weeklyMarkdown({ name: 'A', k: 5 }, editions).includes(sentence));
  });
});

function weeksBetween(first: string, last: string): number {
  let count = 0;
  for (let week = first; week < last; week = weekAfter(week)) count += 1;
  return count;
}
