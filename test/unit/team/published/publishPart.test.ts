import assert from 'node:assert/strict';
import {
  betweenEditionsMs,
  closesAtMs,
  dueParts,
  isFinal,
  lastEditionAfterMs,
  mondayMs,
  weekAfter,
  weekOfMs,
} from '../../../../src/core/team/published/closing.ts';
import { usualDormantRule } from '../../../../src/core/team/published/labels.ts';
import { fitted, peopleOf } from '../../../../src/core/team/published/people.ts';
import { publishPart, withoutReporter } from '../../../../src/core/team/published/publishPart.ts';
import type { OutcomesPart, PublishInput, PublishResult, UsagePart } from '../../../../src/core/team/published/types.ts';
import { aRow, reporterOf, testTeam, testWeek } from '../../../support/published/teamRows.ts';
import type { RowSpec } from '../../../support/published/teamRows.ts';

const opus = 'claude-opus-5-5';
const haiku = 'claude-haiku-4-5';

function publish(part: PublishInput['part'], specs: readonly RowSpec[], given: Partial<PublishInput> = {}): PublishResult {
  const base = { team: testTeam, week: testWeek, part, k: 5, dormantRule: usualDormantRule, previous: [] };
  return publishPart({ ...base, rows: specs.map(aRow), nowMs: closesAtMs(testWeek, part), ...given });
}

function usage(specs: readonly RowSpec[]): UsagePart {
  const result = publish('usage', specs);
  assert.ok(result.kind === 'published' && result.edition.part === 'usage');
  return result.edition;
}

function outcomes(specs: readonly RowSpec[]): OutcomesPart {
  const result = publish('outcomes', specs);
  assert.ok(result.kind === 'published' && result.edition.part === 'outcomes');
  return result.edition;
}

const everybody = (count: number, of: (person: number) => Omit<RowSpec, 'person'>): readonly RowSpec[] =>
  Array.from({ length: count }, (_, person) => ({ person, ...of(person) }));

describe('publishPart', () => {
  it('adds up what people report, to the microdollar', () => {
    const specs = everybody(7, (person) => ({
      models: { [opus]: 10 + person, [haiku]: 2 },
      kinds: { code: 7 + person, tests: 5 },
      sessions: 3,
      turns: 4,
    }));
    const { cost, sessions, turns, reporters, active } = usage(specs);
    assert.deepEqual(cost?.models, { slices: { [opus]: 91e6, [haiku]: 14e6 }, others: null });
    assert.equal(cost.total, 105e6);
    // Four of six kinds nobody has: so little may be said of them that both others are needed to hide them.
    assert.deepEqual(cost.kinds, { slices: { code: 70e6 }, others: 35e6 });
    assert.equal(sessions?.total, 21);
    assert.equal(turns, 28);
    assert.deepEqual(
      [reporters, active],
      [
        { atLeast: 5, below: 10 },
        { atLeast: 5, below: 10 },
      ],
    );
  });

  it('adds up the machines of a person before it counts people', () => {
    const specs = [0, 1, 2, 3].flatMap((person) => [0, 1].map((device) => ({ person, device, models: { [opus]: 5 } })));
    assert.deepEqual(publish('usage', specs), { kind: 'waits', for: 'protected' });
  });

  it('takes the label of the machine with most cost, days of all, and of one machine the last report', () => {
    const [person, ...others] = peopleOf([
      aRow({ person: 1, device: 0, models: { [opus]: 5 }, level: 'low', activeDays: 4 }),
      aRow({ person: 1, device: 1, models: { [opus]: 1 }, level: 'high', activeDays: 1, sequence: 1 }),
      aRow({ person: 1, device: 1, models: { [opus]: 2 }, level: 'high', activeDays: 5, sequence: 2 }),
    ]);
    assert.deepEqual(others, []);
    assert.deepEqual([person?.level, person?.activeDays, person?.cost], ['low', 7, 7e6]);
  });

  it('tells nothing of a sum of which one person has more than half', () => {
    const specs = everybody(9, (person) => ({ models: { [opus]: person === 0 ? 81 : 10 }, sessions: 2 }));
    assert.equal(usage(specs).cost, null);
    assert.equal(usage(everybody(9, (person) => ({ models: { [opus]: person === 0 ? 80 : 10 }, sessions: 2 }))).cost?.total, 160e6);
  });

  it('hides with a slice of few the smallest slice that is enough', () => {
    const specs = everybody(8, (person) => ({
      models: { [opus]: 50, [haiku]: 3, 'claude-sonnet-5': 20, ...(person === 0 ? { other: 1 } : {}) },
    }));
    assert.deepEqual(usage(specs).cost?.models, { slices: { [opus]: 400e6, 'claude-sonnet-5': 160e6 }, others: 25e6 });
  });

  it('tells changes that stayed alone where those that did not are few people’s', () => {
    const few = outcomes(everybody(8, (person) => ({ models: { [opus]: 5 }, verified: 4, reverted: person < 3 ? 1 : 0 })));
    assert.deepEqual([few.verified, few.closed], [32, null]);
    const many = outcomes(everybody(8, () => ({ models: { [opus]: 5 }, verified: 4, reverted: 1 })));
    assert.deepEqual([many.verified, many.closed], [32, 40]);
  });

  it('leaves out what no person can have spent', () => {
    const specs = everybody(6, (person) => ({ models: { [opus]: person === 0 ? 600_000 : 10 } }));
    assert.equal(usage(specs).cost?.total, 50e6);
  });

  it('waits until the part closes, and then for four weeks', () => {
    const specs = everybody(6, () => ({ models: { [opus]: 5 } }));
    assert.deepEqual(publish('usage', specs, { nowMs: closesAtMs(testWeek, 'usage') - 1 }), { kind: 'waits', for: 'closing' });
    const first = publish('usage', specs);
    assert.ok(first.kind === 'published');
    const nowMs = closesAtMs(testWeek, 'usage') + betweenEditionsMs;
    assert.deepEqual(publish('usage', specs, { previous: [first], nowMs: nowMs - 1 }), { kind: 'waits', for: 'fourWeeks' });
    assert.deepEqual(publish('usage', specs, { previous: [first], nowMs }), { kind: 'unchanged', final: false });
    assert.deepEqual(publish('usage', specs, { previous: [{ ...first, basis: null }], nowMs }), { kind: 'unchanged', final: true });
  });
});

describe('further editions', () => {
  const nowMs = closesAtMs(testWeek, 'outcomes') + betweenEditionsMs;
  const team = (verified: (person: number) => number, count = 12): readonly RowSpec[] =>
    everybody(count, (person) => ({ models: { [opus]: 5 }, verified: verified(person), reverted: 1 }));
  const first = publish(
    'outcomes',
    team(() => 5),
  );

  it('come once k people changed, and not before', () => {
    assert.ok(first.kind === 'published');
    const changed = (people: number): PublishResult =>
      publish(
        'outcomes',
        team((person) => (person < people ? 6 : 5)),
        { previous: [first], nowMs },
      );
    assert.deepEqual(changed(4), { kind: 'waits', for: 'protected' });
    const second = changed(5);
    assert.ok(second.kind === 'published' && second.edition.part === 'outcomes');
    assert.deepEqual([second.edition.edition, second.edition.verified], [2, 65]);
  });

  it('do not come while one person is more than half of what changed', () => {
    assert.ok(first.kind === 'published');
    const changed = publish(
      'outcomes',
      team((person) => (person === 0 ? 11 : person < 6 ? 6 : 5)),
      { previous: [first], nowMs },
    );
    assert.deepEqual(changed, { kind: 'waits', for: 'protected' });
  });

  it('wait until k people joined, or withdrew', () => {
    assert.ok(first.kind === 'published');
    const joined = (count: number): PublishResult =>
      publish(
        'outcomes',
        team(() => 5, count),
        { previous: [first], nowMs },
      );
    assert.deepEqual(joined(16), { kind: 'waits', for: 'protected' });
    assert.equal(joined(17).kind, 'published');
    const withdrawn = (count: number): PublishResult => {
      let { basis } = first;
      for (let person = 12 - count; person < 12; person += 1) basis = withoutReporter(basis, reporterOf(person));
      return publish(
        'outcomes',
        team(() => 5, 12 - count),
        { previous: [{ edition: first.edition, basis }], nowMs },
      );
    };
    assert.deepEqual(withdrawn(4), { kind: 'waits', for: 'protected' });
    assert.equal(withdrawn(5).kind, 'published');
    assert.equal(JSON.stringify(withoutReporter(first.basis, reporterOf(3))).includes(reporterOf(3)), false);
  });

  it('are held against each edition before, not the last alone', () => {
    assert.ok(first.kind === 'published');
    const second = publish(
      'outcomes',
      team((person) => (person < 6 ? 6 : 5)),
      { previous: [first], nowMs },
    );
    assert.ok(second.kind === 'published');
    // Six changed again; but against the first edition only two differ.
    const later = { previous: [first, second], nowMs: nowMs + betweenEditionsMs };
    assert.deepEqual(
      publish(
        'outcomes',
        team((person) => (person === 5 || person === 6 ? 6 : 5)),
        later,
      ),
      { kind: 'waits', for: 'protected' },
    );
    assert.equal(
      publish(
        'outcomes',
        team((person) => (person === 5 || person === 6 ? 6 : 5)),
        { ...later, previous: [second] },
      ).kind,
      'published',
    );
  });
});

describe('fitted', () => {
  it('keeps the whole and gives the largest what rounding leaves', () => {
    assert.deepEqual({ ...fitted({ a: 1, b: 1, c: 1 }, 100, 'x') }, { a: 34, b: 33, c: 33 });
    assert.deepEqual({ ...fitted({}, 7, 'x') }, { x: 7 });
  });
});

describe('closing', () => {
  it('knows the Mondays of ISO weeks, also of long years', () => {
    assert.equal(new Date(mondayMs('2026-W01')).toISOString().slice(0, 10), '2025-12-29');
    assert.equal(new Date(mondayMs('2026-W53')).toISOString().slice(0, 10), '2026-12-28');
    assert.equal(weekAfter('2026-W53'), '2027-W01');
    for (let day = 0; day < 3_000; day += 1) {
      const ms = Date.UTC(2020, 0, 1) + day * 86_400_000;
      assert.ok(mondayMs(weekOfMs(ms)) <= ms && ms < mondayMs(weekOfMs(ms)) + 7 * 86_400_000);
    }
  });

  it('closes seven, 28 and 37 days after the week is over in the last zone', () => {
    assert.deepEqual(
      (['usage', 'outcomes', 'survival'] as const).map((part) => new Date(closesAtMs('2026-W10', part)).toISOString()),
      ['2026-03-16T12:00:00.000Z', '2026-04-06T12:00:00.000Z', '2026-04-15T12:00:00.000Z'],
    );
  });

  it('asks for each part once it closed, again after four weeks, and no more after half a year', () => {
    const closed = closesAtMs('2026-W10', 'usage');
    const published = [{ week: '2026-W10', part: 'usage' as const, edition: 1, publishedAtMs: closed }];
    assert.deepEqual(dueParts(closed - 1, ['2026-W10'], []), []);
    assert.deepEqual(dueParts(closed, ['2026-W10'], []), [{ week: '2026-W10', part: 'usage', edition: 1 }]);
    assert.deepEqual(dueParts(closed + 1, ['2026-W10'], published), []);
    const again = dueParts(closed + betweenEditionsMs, ['2026-W10', '2026-W10'], published);
    assert.deepEqual(again[0], { week: '2026-W10', part: 'usage', edition: 2 });
    assert.ok(isFinal('2026-W10', 'usage', closed + lastEditionAfterMs));
    assert.ok(dueParts(closed + lastEditionAfterMs, ['2026-W10'], published).every(({ part }) => part !== 'usage'));
  });
});
