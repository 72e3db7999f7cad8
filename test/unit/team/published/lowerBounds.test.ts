import assert from 'node:assert/strict';
import { settingsAtFirst } from '../../../../src/core/team/dashboard/settings.ts';
import { betweenEditionsMs, closesAtMs, mondayMs, weekAfter } from '../../../../src/core/team/published/closing.ts';
import { usualDormantRule } from '../../../../src/core/team/published/labels.ts';
import { publishPart } from '../../../../src/core/team/published/publishPart.ts';
import { teamCosts } from '../../../../src/core/team/published/teamCosts.ts';
import { teamDashboard } from '../../../../src/core/team/published/teamDashboard.ts';
import type { WeekRow } from '../../../../src/core/team/published/dashboardTypes.ts';
import type { PublishResult, UsagePart } from '../../../../src/core/team/published/types.ts';
import { allocationCsv } from '../../../../src/core/team/reports/allocationReport.ts';
import { weeklyMarkdown } from '../../../../src/core/team/reports/weeklyReport.ts';
import { aRow, testTeam, testWeek } from '../../../support/published/teamRows.ts';

const k = 5;
const firstMs = closesAtMs(testWeek, 'usage');
const asked = { team: testTeam, week: testWeek, part: 'usage', k, dormantRule: usualDormantRule } as const;

/** Of so many people, the first `lowerBounds` of whom say in one of their buckets that more was spent. */
function published(
  people: number,
  lowerBounds: number,
  previous: readonly Extract<PublishResult, { kind: 'published' }>[] = [],
): PublishResult {
  const rows = Array.from({ length: people }, (_, person) =>
    aRow({
      ...{ person, models: { 'claude-opus-5-5': 10 }, atLeast: person < lowerBounds },
      repositories: { ['a'.repeat(16)]: 40, ['b'.repeat(16)]: 60 },
    }),
  );
  return publishPart({ ...asked, rows, nowMs: firstMs + previous.length * betweenEditionsMs, previous });
}

function edition(result: PublishResult): { readonly edition: UsagePart } & Extract<PublishResult, { kind: 'published' }> {
  assert.ok(result.kind === 'published' && result.edition.part === 'usage', JSON.stringify(result));
  return { ...result, edition: result.edition };
}

/** Without its field, as an edition was stored before there was one. */
function asBefore({ lowerBounds: _untold, ...usage }: UsagePart): UsagePart {
  return usage;
}

function onlyWeek(edition: UsagePart): WeekRow {
  const [row] = teamDashboard([edition], settingsAtFirst, { team: testTeam, k, nowMs: firstMs }).weeks;
  assert.ok(row !== undefined);
  return row;
}

describe('Costs that are lower bounds', () => {
  it('are counted by people, in steps, where one of several buckets is one', () => {
    assert.deepEqual(edition(published(20, 12)).edition.lowerBounds, {
      slices: { lowerBound: { atLeast: 10, below: 15 }, complete: { atLeast: 5, below: 10 } },
      others: null,
    });
  });

  it('are protected where fewer than k people’s are, or are not: nobody and everybody are not told apart from few', () => {
    for (const lowerBounds of [0, 1, 4, 16, 19, 20]) assert.equal(edition(published(20, lowerBounds)).edition.lowerBounds, null);
  });

  it('stay as the edition counted them that told them first', () => {
    const first = edition(published(20, 12));
    const second = edition(published(30, 22, [first]));
    assert.equal(second.edition.edition, 2);
    assert.deepEqual(second.edition.lowerBounds, first.edition.lowerBounds);
  });

  it('come into an older edition with the next one, which they alone do not bring about while they are protected', () => {
    const before = edition(published(20, 12));
    const older = { ...before, edition: asBefore(before.edition) };
    assert.deepEqual(edition(published(20, 12, [older])).edition.lowerBounds, before.edition.lowerBounds);
    const few = edition(published(20, 0));
    assert.deepEqual(published(20, 0, [{ ...few, edition: asBefore(few.edition) }]), { kind: 'unchanged', final: false });
  });
});

describe('The dollars of a week', () => {
  it('are at least so many where it is told that costs are lower bounds', () => {
    const { edition: told } = edition(published(20, 12));
    const { lowerBounds, isCostPerChangeAtLeast } = onlyWeek(told);
    assert.deepEqual([lowerBounds, isCostPerChangeAtLeast], [{ value: { atLeast: 10, below: 15 } }, true]);
    assert.match(weeklyMarkdown({ name: 'Weavers', k }, [told]), /at least \\\$200\.00.*\n.*lower bounds *\| 10 to 14/);
  });

  it('are so in each bucket of a repository too, since whose they are is not told', () => {
    const allocated = (people: number): readonly [boolean, readonly string[]] => {
      const { edition: told } = edition(published(20, people));
      const dashboard = teamDashboard([told], settingsAtFirst, { team: testTeam, k, nowMs: firstMs });
      const costs = teamCosts([{ team: testTeam, name: 'Weavers', dashboard }], firstMs);
      const lines = allocationCsv({ team: testTeam, allocation: dashboard.allocation, costs }).split('\r\n');
      const dollars = lines.filter((line) => line.includes(',microdollars,')).map((line) => line.split(','));
      return [dashboard.allocation.isAtLeast, dollars.map(([by = '', , , , , atLeast = '']) => `${by} ${atLeast}`)];
    };
    assert.deepEqual(allocated(12), [true, ['team yes', 'repository yes', 'repository yes']]);
    assert.deepEqual(allocated(0), [false, ['team ', 'repository ', 'repository ']]);
  });

  it('are so in the months of an invoice and of a budget too, and not in those of other weeks', () => {
    const { edition: told } = edition(published(20, 12));
    const earlier: UsagePart = { ...edition(published(20, 0)).edition, week: weekAfter(testWeek, -8) };
    const { coverage, budget, plan } = teamDashboard([earlier, told], settingsAtFirst, { team: testTeam, k, nowMs: firstMs });
    const atLeast = (months: readonly { readonly month: string; readonly isAtLeast: boolean }[]): readonly string[] =>
      months.filter(({ isAtLeast }) => isAtLeast).map(({ month }) => month);
    const sunday = new Date(mondayMs(testWeek) + 6 * 86_400_000).toISOString();
    const months = [...new Set([new Date(mondayMs(testWeek)).toISOString(), sunday].map((day) => day.slice(0, 7)))];
    assert.deepEqual(atLeast(coverage.months), months);
    assert.deepEqual(atLeast(budget.months), months);
    assert.equal(plan.isAtLeast, true);
    assert.equal(teamDashboard([earlier], settingsAtFirst, { team: testTeam, k, nowMs: firstMs }).plan.isAtLeast, false);
  });

  it('come with a word that it is not told, also of an edition from before it was', () => {
    const { edition: everybody } = edition(published(20, 20));
    for (const told of [everybody, asBefore(everybody)]) {
      const { lowerBounds, isCostPerChangeAtLeast } = onlyWeek(told);
      assert.deepEqual([lowerBounds, isCostPerChangeAtLeast], [{ hidden: 'protected' }, false]);
      assert.match(weeklyMarkdown({ name: 'Weavers', k }, [told]), /lower bounds *\| protected/);
    }
  });
});
