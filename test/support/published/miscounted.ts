/** Holds counts of people, bins and groups against the people themselves, counted again. */
import { isDormant, quadrantsOf, usualDormantRule } from '../../../src/core/team/published/labels.ts';
import type { Person } from '../../../src/core/team/published/people.ts';
import type { Bin, PeopleCount, PeopleSplit, PublishedPart, RankGroup } from '../../../src/core/team/published/types.ts';

/** What an edition says of the number of people that is not so, or tells of fewer than k; empty where nothing does. */
export function miscounted(edition: PublishedPart, people: readonly Person[], k: number): readonly string[] {
  const wrong: string[] = [];
  const count = (name: string, told: PeopleCount | null, real: number): void => {
    if (
      told === null
        ? real >= k
        : told.atLeast % k !== 0 || told.below !== told.atLeast + k || real < told.atLeast || real >= told.below || real < k
    )
      wrong.push(`${name}: ${String(real)} people`);
  };
  const split = (name: string, told: PeopleSplit | null, labels: readonly (string | null)[]): void => {
    if (told === null) return;
    const of = (label: string): number => labels.filter((each) => each === label).length;
    for (const [label, people] of Object.entries(told.slices)) count(`${name} ${label}`, people, of(label));
    const rest = labels.filter((label) => label !== null && !Object.hasOwn(told.slices, label)).length;
    if (rest > 0 || told.others !== null) count(`${name} others`, told.others, rest);
  };
  const bins = (name: string, told: readonly Bin[] | null, amounts: readonly number[]): void => {
    if (told === null) return;
    if (told.length < 2) wrong.push(`${name}: one bin`);
    for (const { from, to, people: some } of told)
      count(`${name} from ${String(from)}`, some, amounts.filter((amount) => amount >= from && (to === null || amount < to)).length);
  };
  const groups = (name: string, told: readonly RankGroup[] | null, amounts: readonly number[]): void => {
    const sorted = amounts.filter((amount) => amount > 0).sort((left, right) => right - left);
    const whole = sorted.reduce((sum, amount) => sum + amount, 0);
    let start = 0;
    for (const { until, share } of told ?? []) {
      const end = Math.ceil((sorted.length * until) / 100);
      const group = sorted.slice(start, end);
      const sum = group.reduce((all, amount) => all + amount, 0);
      if (group.length < k || (group[0] ?? 0) > sum / 2) wrong.push(`${name} until ${String(until)}: ${String(group.length)} people`);
      if (Math.abs(share - (1_000 * sum) / whole) > (told ?? []).length) wrong.push(`${name} until ${String(until)}: ${String(share)}`);
      start = end;
    }
  };
  if (edition.part === 'usage') {
    count('reporters', edition.reporters, people.length);
    count('active', edition.active, people.filter(({ cost }) => cost > 0).length);
    split(
      'levels',
      edition.levels,
      people.map(({ level }) => level),
    );
    split(
      'dormancy',
      edition.dormancy,
      people.map((person) => (isDormant(person, usualDormantRule) ? 'dormant' : 'used')),
    );
    split(
      'lowerBounds',
      edition.lowerBounds ?? null,
      people.map(({ isLowerBound }) => (isLowerBound ? 'lowerBound' : 'complete')),
    );
    bins(
      'spend',
      edition.spendBins,
      people.map(({ cost }) => cost),
    );
    groups(
      'spend',
      edition.spendRanks,
      people.map(({ cost }) => cost),
    );
  } else if (edition.part === 'outcomes') {
    split('quadrants', edition.quadrants, quadrantsOf(people));
    bins(
      'output',
      edition.outputBins,
      people.map(({ verified }) => verified),
    );
    groups(
      'output',
      edition.outputRanks,
      people.map(({ verified }) => verified),
    );
  }
  return wrong;
}
