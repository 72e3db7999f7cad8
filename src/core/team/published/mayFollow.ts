/** Whether what two editions say together tells of fewer than k people. */
import { tallyOf, isSafe } from './suppress.ts';
import type { Tally } from './suppress.ts';
import type { Contribution, EditionBasis, PublishedPart, Split } from './types.ts';

/** Names of slices whose sum is told; each slice is in one at most. */
type Block = readonly string[];

/** Each combination of blocks is looked at where that takes no more sums of a person than this; else each one, each two, all but each one, and all. */
const mostSums = 2_000_000;

/**
 * Each difference that somebody can reckon who has both editions must come from nobody or from k people at least, none with more than half of what
 * changed. A difference can be reckoned of slices, and of what is hidden together, wherever both editions tell the same ones; and of any of these added up.
 */
export function mayFollow(
  before: PublishedPart,
  basis: EditionBasis,
  after: PublishedPart,
  people: Readonly<Record<string, Contribution>>,
  k: number,
): boolean {
  const keys = [...new Set([...Object.keys(basis.whole), ...Object.values(people).flatMap((sums) => Object.keys(sums))])];
  const changes = changesOf(basis, people);
  const left = leftOf(basis);
  const [earlier, later] = [blocksOf(before, keys), blocksOf(after, keys)];
  return [...later].every(([side, blocks]) => {
    const shared = sharedBlocks(earlier.get(side) ?? [], blocks);
    const columns = shared.map((block) => changes.map((change) => sumOver(change, block)));
    return combinations(shared.length, changes.length).every((chosen) => {
      const amounts = changes.map((_, at) => Math.abs(chosen.reduce((sum, index) => sum + (columns[index]?.[at] ?? 0), 0)));
      const gone = goneFrom(
        basis,
        left,
        chosen.flatMap((index) => shared[index] ?? []),
      );
      const tally = tallyOf(amounts);
      const sum = tally.sum + gone.sum;
      return sum === 0 || isSafe({ sum, people: tally.people + gone.people, largest: Math.max(tally.largest, gone.largest) }, k);
    });
  });
}

/** What changed for each person who is known to both, or to the later one alone. */
function changesOf(basis: EditionBasis, people: Readonly<Record<string, Contribution>>): readonly Contribution[] {
  const changes: Contribution[] = [];
  for (const reporter of new Set([...Object.keys(basis.people), ...Object.keys(people)])) {
    const [old, now] = [basis.people[reporter] ?? {}, people[reporter] ?? {}];
    const change: Record<string, number> = {};
    for (const key of Object.keys(now)) if (now[key] !== old[key]) change[key] = (now[key] ?? 0) - (old[key] ?? 0);
    for (const key of Object.keys(old)) if (now[key] === undefined) change[key] = -(old[key] ?? 0);
    if (Object.keys(change).length > 0) changes.push(change);
  }
  return changes;
}

/** What those have who have not withdrawn. */
function leftOf({ people, whole }: EditionBasis): ReadonlyMap<string, Tally> {
  const sums = Object.values(people);
  return new Map(Object.keys(whole).map((key) => [key, tallyOf(sums.map((sum) => sum[key] ?? 0))]));
}

/** Of those who withdrew nothing is kept but what they and the others were together: as few of them as it can be, and as much as one of them can have had. */
function goneFrom({ whole }: EditionBasis, left: ReadonlyMap<string, Tally>, block: Block): Tally {
  const gone = { sum: 0, people: 0, largest: 0 };
  for (const key of block) {
    const [was, is] = [whole[key], left.get(key)];
    if (was === undefined || is === undefined || was.sum === is.sum) continue;
    gone.sum += was.sum - is.sum;
    gone.people = Math.max(gone.people, was.people - is.people);
    gone.largest += Math.min(was.largest, was.sum - is.sum);
  }
  return gone;
}

/** What an edition tells the sum of, by side (`cost/models`). */
function blocksOf(edition: PublishedPart, keys: readonly string[]): ReadonlyMap<string, readonly Block[]> {
  const sides = new Map<string, readonly Block[]>();
  const split = (side: string, { slices, others }: Split): void => {
    const told = Object.keys(slices).map((name) => `${side}/${name}`);
    const rest = keys.filter((key) => key.startsWith(`${side}/`) && !told.includes(key));
    sides.set(side, [...told.map((key) => [key]), ...(others === null && rest.length === 0 ? [] : [rest])]);
  };
  const parts = (side: string, part: string, rest: string, isTold: boolean, isWholeTold: boolean): void => {
    const told = [...(isTold ? [[`${side}/${part}`]] : []), ...(isWholeTold ? [[`${side}/${rest}`]] : [])];
    sides.set(side, told);
  };
  switch (edition.part) {
    case 'usage':
      if (edition.cost !== null) {
        const { models, kinds, repositories, surfaces } = edition.cost;
        for (const [name, slices] of Object.entries({ models, kinds, repositories, surfaces })) split(`cost/${name}`, slices);
      }
      if (edition.tokens !== null) split('tokens/classes', edition.tokens.classes);
      if (edition.sessions !== null) {
        split('sessions/models', edition.sessions.models);
        split('sessions/lengths', edition.sessions.lengths);
      }
      if (edition.turns !== null) sides.set('turns/all', [['turns/all/all']]);
      break;
    case 'outcomes':
      parts('changes/states', 'verified', 'cameBack', edition.verified !== null, edition.closed !== null);
      break;
    case 'survival':
      parts('lines/states', 'surviving', 'gone', edition.surviving !== null, edition.lines !== null);
  }
  return sides;
}

/** The smallest sets of slices of which both tell the sum. */
function sharedBlocks(earlier: readonly Block[], later: readonly Block[]): readonly Block[] {
  const groups: { earlier: Set<string>; later: Set<string> }[] = [];
  const join = (block: Block, side: 'earlier' | 'later'): void => {
    const touched = groups.filter((group) => block.some((key) => group.earlier.has(key) || group.later.has(key)));
    const joined = { earlier: new Set<string>(), later: new Set<string>() };
    for (const group of touched) {
      for (const key of group.earlier) joined.earlier.add(key);
      for (const key of group.later) joined.later.add(key);
      groups.splice(groups.indexOf(group), 1);
    }
    for (const key of block) joined[side].add(key);
    groups.push(joined);
  };
  for (const block of earlier) join(block, 'earlier');
  for (const block of later) join(block, 'later');
  return groups.flatMap((group) =>
    group.earlier.size === group.later.size && [...group.earlier].every((key) => group.later.has(key)) ? [[...group.earlier]] : [],
  );
}

/** Which of so many blocks to add up, by their places. */
function combinations(count: number, people: number): readonly (readonly number[])[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= 20 && 2 ** count * Math.max(1, people) <= mostSums)
    return Array.from({ length: 2 ** count - 1 }, (_, chosen) => all.filter((index) => ((chosen + 1) >> index) % 2 === 1));
  const without = (left: number): readonly number[] => all.filter((index) => index !== left);
  const pairs = all.flatMap((first) => all.slice(first + 1).map((second) => [first, second]));
  return [...all.map((index) => [index]), ...pairs, ...all.map(without), all];
}

function sumOver(change: Contribution, block: Block): number {
  return block.reduce((sum, key) => sum + (change[key] ?? 0), 0);
}
