import assert from 'node:assert/strict';
import fc from 'fast-check';
import { workKinds } from '../../../src/core/advice/workKinds.ts';
import { standingParts } from '../../../src/core/attribution/placement.ts';
import { betweenEditionsMs, closesAtMs } from '../../../src/core/team/published/closing.ts';
import { usualDormantRule } from '../../../src/core/team/published/labels.ts';
import { peopleOf } from '../../../src/core/team/published/people.ts';
import { publishPart, withoutReporter } from '../../../src/core/team/published/publishPart.ts';
import { publishedParts } from '../../../src/core/team/published/types.ts';
import type { EditionBasis, PartName, PublishedPart } from '../../../src/core/team/published/types.ts';
import { miscounted } from '../../support/published/miscounted.ts';
import { aRow, reporterOf, testTeam, testWeek } from '../../support/published/teamRows.ts';
import type { RowSpec } from '../../support/published/teamRows.ts';
import { leaksOf } from '../../support/published/truth.ts';
import type { Publication } from '../../support/published/truth.ts';

const asked = { team: testTeam, week: testWeek, dormantRule: usualDormantRule };
const models = ['claude-opus-5-5', 'claude-sonnet-5', 'claude-haiku-4-5', 'other'];

/** Mostly nothing or little, now and then very much: what suppression has to deal with. */
const dollars = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(40, 300, 5_000));
const amounts = (names: readonly string[], atMost: number): fc.Arbitrary<Record<string, number>> =>
  fc
    .dictionary(fc.constantFrom(...names), dollars, { maxKeys: atMost })
    .map((found) => Object.fromEntries(Object.entries(found).filter(([, amount]) => amount > 0)));
const few = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(9));

/** The division of a person's cost in proportion, so that all sides have one sum. */
function specOf(person: number): fc.Arbitrary<RowSpec> {
  return fc.record({
    ...{ person: fc.constant(person), models: amounts(models, 3), kinds: amounts(workKinds, 3), standing: amounts(standingParts, 3) },
    repositories: fc.constantFrom({ '': 100 }, { '': 50, ['a'.repeat(16)]: 50 }, { ['a'.repeat(16)]: 20, ['b'.repeat(16)]: 80 }),
    ...{ headless: fc.oneof(fc.constant(0), fc.nat(5)), sessions: few, turns: few, verified: few, reverted: few },
    ...{ lines: fc.nat(200), surviving: fc.nat(200), passed: few },
    atLeast: fc.boolean(),
  });
}

/** What happens before the next edition may be made. */
interface Round {
  readonly joining: readonly RowSpec[];
  readonly corrected: readonly RowSpec[];
  readonly withdrawing: readonly number[];
}

const firstRows = fc
  .integer({ min: 0, max: 40 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, person) => specOf(person))));
const round = (number: number): fc.Arbitrary<Round> =>
  fc.record({
    joining: fc
      .integer({ min: 0, max: 9 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => specOf(100 * number + index)))),
    corrected: fc.uniqueArray(fc.nat(39), { maxLength: 9 }).chain((people) => fc.tuple(...people.map((person) => specOf(person)))),
    withdrawing: fc.oneof(fc.constant([]), fc.uniqueArray(fc.nat(39), { maxLength: 9 })),
  });

/** All editions of a part, as they come about while people join, correct and withdraw. */
function editionsOf(part: PartName, k: number, first: readonly RowSpec[], rounds: readonly Round[]): readonly Publication[] {
  let specs = new Map(first.map((spec) => [spec.person, spec]));
  let previous: { edition: PublishedPart; basis: EditionBasis }[] = [];
  const publications: Publication[] = [];
  let nowMs = closesAtMs(testWeek, part);
  for (const each of [null, ...rounds]) {
    if (each !== null) {
      for (const spec of each.corrected) if (specs.has(spec.person)) specs.set(spec.person, spec);
      for (const spec of each.joining) specs.set(spec.person, spec);
      for (const person of each.withdrawing) {
        specs.delete(person);
        previous = previous.map(({ edition, basis }) => ({ edition, basis: withoutReporter(basis, reporterOf(person)) }));
      }
      specs = new Map(specs);
      nowMs += betweenEditionsMs;
    }
    const rows = [...specs.values()].map(aRow);
    const result = publishPart({ ...asked, part, k, rows, nowMs, previous });
    if (result.kind !== 'published') continue;
    previous.push({ edition: result.edition, basis: result.basis });
    publications.push({ edition: result.edition, rows });
  }
  return publications;
}

describe('published figures under attack', () => {
  for (const part of publishedParts)
    it(`tell of no group below k in any edition of ${part}, nor between two`, () => {
      fc.assert(
        fc.property(fc.constantFrom(3, 4, 5), firstRows, fc.tuple(round(1), round(2), round(3)), (k, first, rounds) => {
          assert.deepEqual(leaksOf(editionsOf(part, k, first, rounds), k), []);
        }),
        { numRuns: 60 },
      );
    }).timeout(60_000);
});

describe('people who are counted', () => {
  it('are counted in steps of k, and in each slice, bin and group there are k of them', () => {
    fc.assert(
      fc.property(fc.constantFrom(3, 4, 5), firstRows, (k, specs) => {
        const rows = specs.map(aRow);
        const people = peopleOf(rows);
        for (const part of publishedParts)
          for (const { edition } of editionsOf(part, k, specs, [])) assert.deepEqual(miscounted(edition, people, k), []);
      }),
      { numRuns: 100 },
    );
  }).timeout(60_000);
});

describe('the attacker', () => {
  it('finds what a naive publication tells', () => {
    // Six people, one of whom alone uses the second model; the whole is told, and the first model.
    const rows = [1, 2, 3, 4, 5, 6].map((person) =>
      aRow({
        person,
        models: { 'claude-opus-5-5': 10, ...(person === 6 ? { 'claude-sonnet-5': 3 } : {}) },
        kinds: { code: 8, tests: 2 },
        atLeast: person === 6,
      }),
    );
    const [honest] = editionsOf('usage', 5, [], []);
    assert.equal(honest, undefined);
    const result = publishPart({ ...asked, part: 'usage', k: 5, rows, nowMs: closesAtMs(testWeek, 'usage'), previous: [] });
    assert.ok(result.kind === 'published' && result.edition.part === 'usage' && result.edition.cost !== null);
    assert.deepEqual(leaksOf([{ edition: result.edition, rows }], 5), []);
    const models = { slices: { 'claude-opus-5-5': 60e6 }, others: 3e6 };
    const naive = { ...result.edition, cost: { ...result.edition.cost, models } };
    assert.deepEqual(leaksOf([{ edition: naive, rows }], 5), ['edition 1: cost/models claude-sonnet-5']);
    // And who alone has costs that are a lower bound.
    const alone = { slices: { lowerBound: { atLeast: 0, below: 5 }, complete: { atLeast: 5, below: 10 } }, others: null };
    const told = leaksOf([{ edition: { ...result.edition, lowerBounds: alone }, rows }], 5);
    assert.deepEqual(told, ['edition 1: shares/lowerBounds lowerBound']);
  });

  it('finds whom two editions tell apart', () => {
    const spec = (person: number): RowSpec => ({ person, verified: person + 3, reverted: 1, models: { other: 5 } });
    const before = [1, 2, 3, 4, 5, 6].map((person) => aRow(spec(person)));
    const after = [...before, aRow(spec(7))];
    const edition = (rows: typeof before): PublishedPart => {
      const result = publishPart({ ...asked, part: 'outcomes', k: 5, rows, nowMs: closesAtMs(testWeek, 'outcomes'), previous: [] });
      assert.ok(result.kind === 'published');
      return result.edition;
    };
    const naive = [
      { edition: edition(before), rows: before },
      { edition: { ...edition(after), edition: 2 }, rows: after },
    ];
    assert.ok(leaksOf(naive, 5).includes('editions 1 to 2: changes/states verified'));
  });
});
