/**
 * Somebody who has every edition and adds, subtracts and multiplies what it tells: all that follows from it by linear algebra. It knows which sides divide
 * one whole, and nothing of anybody.
 */
import type { PeopleSplit, PublishedPart, Split } from '../../../src/core/team/published/types.ts';

/** A whole by several sides, as an edition tells them; `names` are all slices that there are in truth. */
interface Side {
  readonly family: string;
  readonly side: string;
  readonly split: Split;
}

/** Unknowns are `edition family/side/slice`; an equation says that a combination of them is known. */
type Combination = ReadonlyMap<string, number>;

/** By side (`cost/models`): all slices that any person has, or that everybody knows to exist. */
export type SliceNames = Readonly<Record<string, readonly string[]>>;

const prime = 2_147_483_629n;

/** What is known once some equations are, by elimination modulo a large prime. */
export class Knowledge {
  readonly #rows = new Map<string, Map<string, bigint>>();

  learn(combination: Combination): void {
    const row = this.#reduced(combination);
    const [pivot] = row;
    if (pivot === undefined) return;
    const inverse = power(pivot[1], prime - 2n);
    const scaled = new Map([...row].map(([name, factor]) => [name, (factor * inverse) % prime]));
    for (const known of this.#rows.values()) subtract(known, scaled, known.get(pivot[0]) ?? 0n);
    this.#rows.set(pivot[0], scaled);
  }

  follows(combination: Combination): boolean {
    return this.#reduced(combination).size === 0;
  }

  #reduced(combination: Combination): Map<string, bigint> {
    const row = new Map([...combination].map(([name, factor]) => [name, ((BigInt(factor) % prime) + prime) % prime]));
    for (const [pivot, known] of this.#rows) subtract(row, known, row.get(pivot) ?? 0n);
    return row;
  }
}

function subtract(row: Map<string, bigint>, other: ReadonlyMap<string, bigint>, factor: bigint): void {
  if (factor === 0n) return;
  for (const [name, value] of other) {
    const left = ((row.get(name) ?? 0n) + (prime - factor) * value) % prime;
    if (left === 0n) row.delete(name);
    else row.set(name, left);
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % prime];
  for (let rest = exponent; rest > 0n; rest /= 2n) {
    if (rest % 2n === 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

/** What an edition tells, as equations. Shares that the edition before has too are that one's: they tell nothing of this one's people. */
export function read(knowledge: Knowledge, edition: PublishedPart, names: SliceNames, before: PublishedPart | undefined): void {
  const kept = new Set(before === undefined ? [] : sidesOf(before).map((side) => JSON.stringify(side)));
  const at = String(edition.edition);
  const all = (side: string): readonly string[] => names[side] ?? [];
  const whole = (side: string): Combination => new Map(all(side).map((name) => [`${at} ${side}/${name}`, 1]));
  // Sides of one family divide the same whole, whether it is told or not; where nobody has any slice of a side, nobody knows of that either.
  for (const family of [costSides, sessionSides]) {
    const [first, ...others] = family.filter((side) => all(side).length > 0).map(whole);
    for (const other of others) knowledge.learn(new Map([...(first ?? []), ...[...other].map(([name]) => [name, -1] as const)]));
  }
  for (const { family, side, split } of sidesOf(edition)) {
    const path = `${family}/${side}`;
    if (family === 'shares' && kept.has(JSON.stringify({ family, side, split }))) continue;
    for (const name of Object.keys(split.slices)) knowledge.learn(new Map([[`${at} ${path}/${name}`, 1]]));
    const rest = all(path).filter((name) => !Object.hasOwn(split.slices, name));
    knowledge.learn(new Map(rest.map((name) => [`${at} ${path}/${name}`, 1])));
  }
  for (const [side, part, isPart, isWhole] of partsOf(edition)) {
    if (isPart) knowledge.learn(new Map([[`${at} ${side}/${part}`, 1]]));
    if (isWhole) knowledge.learn(whole(side));
  }
}

const costSides = ['cost/models', 'cost/kinds', 'cost/repositories', 'cost/surfaces'];
const sessionSides = ['sessions/models', 'sessions/lengths'];

/** Where a whole is told, or (of shares) is one by definition. */
function sidesOf(edition: PublishedPart): readonly Side[] {
  const sides: Side[] = [];
  const add = (family: string, splits: Readonly<Record<string, Split | null>>): void => {
    for (const [side, split] of Object.entries(splits)) if (split !== null) sides.push({ family, side, split });
  };
  if (edition.part === 'usage') {
    if (edition.cost !== null) {
      const { models, kinds, repositories, surfaces } = edition.cost;
      add('cost', { models, kinds, repositories, surfaces });
    }
    if (edition.sessions !== null) add('sessions', { models: edition.sessions.models, lengths: edition.sessions.lengths });
    if (edition.tokens !== null) add('tokens', { classes: edition.tokens.classes });
    add('shares', { lengthCost: edition.lengthCost, lowerBounds: peopleOf(edition.lowerBounds ?? null) });
  } else if (edition.part === 'outcomes')
    add('shares', { standing: edition.standing, verification: edition.verification, lengthStayed: edition.lengthStayed });
  return sides;
}

/** People as somebody has them who knows each count exactly, which is more than the steps say. */
function peopleOf(told: PeopleSplit | null): Split | null {
  if (told === null) return null;
  return {
    slices: Object.fromEntries(Object.entries(told.slices).map(([name, { atLeast }]) => [name, atLeast])),
    others: told.others?.atLeast ?? null,
  };
}

function partsOf(edition: PublishedPart): readonly (readonly [side: string, part: string, isPart: boolean, isWhole: boolean])[] {
  if (edition.part === 'outcomes') return [['changes/states', 'verified', edition.verified !== null, edition.closed !== null]];
  if (edition.part === 'survival') return [['lines/states', 'surviving', edition.surviving !== null, edition.lines !== null]];
  return [];
}

/** Every set of some names, none apart. */
export function* subsetsOf(names: readonly string[]): Iterable<readonly string[]> {
  for (let chosen = 1; chosen < 2 ** names.length; chosen += 1) yield names.filter((_, index) => (chosen >> index) % 2 === 1);
}
