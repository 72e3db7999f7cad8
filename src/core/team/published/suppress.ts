/** What of a sum and its slices may be told (`docs/published-figures.md`). */
import type { Amounts } from './people.ts';

/** A sum, how many people have a share in it, and the largest share. Nothing in it is negative. */
export interface Tally {
  readonly sum: number;
  readonly people: number;
  readonly largest: number;
}

/** The rule that everything here rests on: k people, none of them with more than half. */
export function isSafe({ sum, people, largest }: Tally, k: number): boolean {
  return people >= k && 2 * largest <= sum;
}

export function tallyOf(amounts: Iterable<number>): Tally {
  let [sum, people, largest] = [0, 0, 0];
  for (const amount of amounts) {
    if (amount === 0) continue;
    sum += amount;
    people += 1;
    if (amount > largest) largest = amount;
  }
  return { sum, people, largest };
}

/** Which slices are told apart; `rest` is all others together, null where there are none. */
export interface Told {
  /** By name, largest first. */
  readonly shown: ReadonlyMap<string, number>;
  readonly rest: number | null;
}

/**
 * The slices that may be told where their whole is known. A slice that is not safe is hidden; and since the whole less what is shown is what is hidden, all
 * that is hidden must be safe together: slices that are safe themselves are hidden with it until it is, the smallest that is enough, else the smallest and
 * so on. Where the whole is safe that ends, at worst with nothing shown.
 * @param people what each person has in each slice
 * @param names of all slices where everybody knows that they exist: nobody having any of one is as little told as one person having some. Null where only
 * those exist that somebody has.
 */
export function toldSlices(people: readonly Amounts[], k: number, names: readonly string[] | null): Told {
  const tallies = sliceTallies(people);
  const hidden = new Set<string>();
  const shown = new Map<string, number>();
  for (const name of names ?? []) if (!tallies.has(name)) hidden.add(name);
  const bySize = [...tallies].sort(([left, { sum: a }], [right, { sum: b }]) => b - a || (left < right ? -1 : 1));
  for (const [name, tally] of bySize) {
    if (isSafe(tally, k)) shown.set(name, tally.sum);
    else hidden.add(name);
  }
  if (hidden.size === 0) return { shown, rest: null };
  const rests = people.map((slices) => sumOfHidden(slices, hidden));
  while (!isSafe(tallyOf(rests), k) && shown.size > 0) {
    const smallestFirst = [...shown.keys()].reverse();
    const enough = smallestFirst.find((name) => isSafe(tallyOf(together(rests, people, name)), k));
    const more = enough ?? smallestFirst[0] ?? '';
    shown.delete(more);
    for (const [index, slices] of people.entries()) rests[index] = (rests[index] ?? 0) + (slices[more] ?? 0);
  }
  return { shown, rest: tallyOf(rests).sum };
}

function sliceTallies(people: readonly Amounts[]): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, { sum: number; people: number; largest: number }>();
  for (const slices of people) {
    for (const name in slices) {
      const amount = slices[name] ?? 0;
      if (amount === 0) continue;
      let tally = tallies.get(name);
      if (tally === undefined) tallies.set(name, (tally = { sum: 0, people: 0, largest: 0 }));
      tally.sum += amount;
      tally.people += 1;
      if (amount > tally.largest) tally.largest = amount;
    }
  }
  return tallies;
}

function sumOfHidden(slices: Amounts, hidden: ReadonlySet<string>): number {
  let sum = 0;
  for (const name in slices) if (hidden.has(name)) sum += slices[name] ?? 0;
  return sum;
}

function* together(rests: readonly number[], people: readonly Amounts[], name: string): Iterable<number> {
  for (const [index, slices] of people.entries()) yield (rests[index] ?? 0) + (slices[name] ?? 0);
}
