/** People counted so that one more or less tells nothing of anybody: in steps of k, in bins of at least k, in groups of at least k. */
import { fitted, total } from './people.ts';
import type { Amounts } from './people.ts';
import { isSafe, tallyOf, toldSlices } from './suppress.ts';
import type { Bin, PeopleCount, PeopleSplit, RankGroup, Shares, Split } from './types.ts';

/** In steps of k; null below k. */
export function peopleCount(people: number, k: number): PeopleCount | null {
  const atLeast = Math.floor(people / k) * k;
  return atLeast === 0 ? null : { atLeast, below: atLeast + k };
}

/** A whole by its slices; null where the whole itself is not safe. */
export function splitOf(people: readonly Amounts[], k: number, names: readonly string[] | null): Split | null {
  if (!isSafe(tallyOf(people.map(total)), k)) return null;
  const { shown, rest } = toldSlices(people, k, names);
  return { slices: Object.fromEntries(shown), others: rest };
}

/** As `splitOf`, in thousandths: where the whole is not to be told, since another figure nearly is the same sum. */
export function sharesOf(people: readonly Amounts[], k: number, names: readonly string[]): Shares | null {
  const split = splitOf(people, k, names);
  if (split === null) return null;
  // No slice is called so.
  const rest = ' others';
  const { [rest]: others = null, ...slices } = fitted(
    { ...split.slices, ...(split.others === null ? {} : { [rest]: split.others }) },
    1_000,
    rest,
  );
  return { slices, others };
}

/** People by a label; those with none are not among them. */
export function peopleSplitOf(labels: readonly (string | null)[], k: number, names: readonly string[]): PeopleSplit | null {
  const split = splitOf(
    labels.flatMap((label) => (label === null ? [] : [{ [label]: 1 }])),
    k,
    names,
  );
  if (split === null) return null;
  const slices: Record<string, PeopleCount> = {};
  for (const [name, people] of Object.entries(split.slices)) slices[name] = peopleCount(people, k) ?? { atLeast: 0, below: k };
  return { slices, others: split.others === null ? null : peopleCount(split.others, k) };
}

/**
 * How many people have how much. Neighbours are put together until each bin has k people; null where only one bin is left, which would tell nothing.
 * @param edges where a new bin begins, ascending, the first is 0
 */
export function binsOf(amounts: readonly number[], edges: readonly number[], k: number): readonly Bin[] | null {
  const counts = edges.map(() => 0);
  for (const amount of amounts) {
    const at = edges.findLastIndex((edge) => amount >= edge);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const bins: { from: number; people: number }[] = [];
  for (const [index, from] of edges.entries()) {
    const last = bins.at(-1);
    if (last === undefined || last.people >= k) bins.push({ from, people: counts[index] ?? 0 });
    else last.people += counts[index] ?? 0;
  }
  const last = bins.at(-1);
  if (last !== undefined && last.people < k) {
    bins.pop();
    const before = bins.at(-1);
    if (before !== undefined) before.people += last.people;
  }
  if (bins.length < 2) return null;
  return bins.map(({ from, people }, index) => ({
    from,
    to: bins[index + 1]?.from ?? null,
    people: peopleCount(people, k) ?? { atLeast: 0, below: k },
  }));
}

/** Where people may be cut apart, in percent from those with most; the first that can be are taken, quarters together. */
const cuts: readonly (readonly number[])[] = [[25, 50, 75], [50], [10], [30]];

/**
 * Groups of people by what they have, those with most first: quarters, and 10 and 30%, as far as each group between two cuts is safe. Amounts of 0 are not
 * among them. Null where nothing can be cut.
 */
export function rankGroups(amounts: readonly number[], k: number): readonly RankGroup[] | null {
  const sorted = Float64Array.from(amounts.filter((amount) => amount > 0))
    .sort()
    .reverse();
  let taken: readonly number[] = [];
  for (const more of cuts) {
    const tried = [...new Set([...taken, ...more])].sort((left, right) => left - right);
    if (tried.length > taken.length && groupsOf(sorted, tried).every((group) => isSafe(tallyOf(group), k))) taken = tried;
  }
  if (taken.length === 0) return null;
  const sums = groupsOf(sorted, taken).map((group) => tallyOf(group).sum);
  const shares = fitted(Object.fromEntries(sums.map((sum, index) => [String(index), sum])), 1_000, '0');
  return [...taken, 100].map((until, index) => ({ until, share: shares[String(index)] ?? 0 }));
}

function groupsOf(sorted: Float64Array, percentages: readonly number[]): readonly Float64Array[] {
  const ends = [...percentages, 100].map((percent) => Math.ceil((sorted.length * percent) / 100));
  return ends.map((end, index) => sorted.subarray(ends[index - 1] ?? 0, end));
}
