/** What is true of a week, person by person: what an attacker is after. */
import { workKinds } from '../../../src/core/advice/workKinds.ts';
import { standingParts } from '../../../src/core/attribution/placement.ts';
import { peopleOf } from '../../../src/core/team/published/people.ts';
import type { Amounts, Person } from '../../../src/core/team/published/people.ts';
import type { PartName, PublishedPart } from '../../../src/core/team/published/types.ts';
import type { TeamWeek } from '../../../src/core/team/teamWeek.ts';
import { Knowledge, read, subsetsOf } from './linearAttacker.ts';
import type { SliceNames } from './linearAttacker.ts';

/** An edition and the rows that it was made of. */
export interface Publication {
  readonly edition: PublishedPart;
  readonly rows: readonly TeamWeek[];
}

/** By side what a person has in each slice. */
type Truth = ReadonlyMap<string, Readonly<Record<string, Amounts>>>;

const alwaysKnown: SliceNames = {
  'cost/kinds': workKinds,
  'cost/surfaces': ['interactive', 'headless'],
  'tokens/classes': ['input', 'output', 'cacheWrite', 'cacheRead'],
  'sessions/lengths': ['short', 'medium', 'long', 'headless'],
  'shares/lengthCost': ['short', 'medium', 'long'],
  'shares/lengthStayed': ['short', 'medium', 'long'],
  'shares/lowerBounds': ['lowerBound', 'complete'],
  'shares/standing': standingParts,
  'shares/verification': ['passed', 'failed', 'notRun', 'unknown'],
  'changes/states': ['verified', 'cameBack'],
  'lines/states': ['surviving', 'gone'],
};

const sidesOfPart: Readonly<Record<PartName, readonly string[]>> = {
  usage: [
    ...['cost/models', 'cost/kinds', 'cost/repositories', 'cost/surfaces'],
    ...['sessions/models', 'sessions/lengths', 'tokens/classes', 'shares/lengthCost'],
    'shares/lowerBounds',
  ],
  outcomes: ['changes/states', 'shares/standing', 'shares/verification', 'shares/lengthStayed'],
  survival: ['lines/states'],
};

const openSides = ['cost/models', 'cost/repositories', 'sessions/models'];

function sidesOfPerson(person: Person): Readonly<Record<string, Amounts>> {
  return {
    'cost/models': person.costModels,
    'cost/kinds': person.kinds,
    'cost/repositories': person.repositories,
    'cost/surfaces': person.surfaces,
    'sessions/models': person.sessionModels,
    'sessions/lengths': person.sessionLengths,
    'tokens/classes': person.tokenClasses,
    'shares/lengthCost': person.lengthCost,
    'shares/lengthStayed': person.lengthStayed,
    'shares/lowerBounds': person.isLowerBound ? { lowerBound: 1 } : { complete: 1 },
    'shares/standing': person.standing,
    'shares/verification': person.verification,
    'changes/states': { verified: person.verified, cameBack: person.cameBack },
    'lines/states': { surviving: person.surviving, gone: person.gone },
  };
}

function truthOf(rows: readonly TeamWeek[]): Truth {
  return new Map(peopleOf(rows).map((person) => [person.reporter, sidesOfPerson(person)]));
}

/** What follows from some editions of one part of one week and tells of fewer than k people, or of one with more than half; empty where nothing does. */
export function leaksOf(publications: readonly Publication[], k: number): readonly string[] {
  const truths = publications.map(({ rows }) => truthOf(rows));
  const names = namesOf(truths);
  const knowledge = new Knowledge();
  for (const [index, { edition }] of publications.entries()) read(knowledge, edition, names, publications[index - 1]?.edition);
  const leaks: string[] = [];
  for (const [side, slices] of Object.entries(names)) {
    if (!sidesOfPart[publications[0]?.edition.part ?? 'usage'].includes(side)) continue;
    for (const chosen of subsetsOf(slices.slice(0, 10))) {
      for (const [index, { edition }] of publications.entries()) {
        const at = String(edition.edition);
        const amounts = amountsOf(truths[index], side, chosen);
        // That nobody uses a model or a repository that nobody knows of is told.
        const isNothing = openSides.includes(side) && [...amounts.values()].every((amount) => amount === 0);
        const isKnown = knowledge.follows(new Map(chosen.map((name) => [`${at} ${side}/${name}`, 1])));
        if (isKnown && !isNothing && !isCrowd([...amounts.values()], k)) leaks.push(`edition ${at}: ${side} ${chosen.join('+')}`);
        // Of shares nobody knows the whole, which differs from edition to edition.
        if (side.startsWith('shares/')) continue;
        for (const [before, { edition: earlier }] of publications.slice(0, index).entries()) {
          const since = String(earlier.edition);
          const difference = new Map(
            chosen.flatMap((name): [string, number][] => [
              [`${at} ${side}/${name}`, 1],
              [`${since} ${side}/${name}`, -1],
            ]),
          );
          if (!knowledge.follows(difference)) continue;
          const changes = changesOf(amountsOf(truths[before], side, chosen), amounts);
          if (changes.some((change) => change !== 0) && !isCrowd(changes, k))
            leaks.push(`editions ${since} to ${at}: ${side} ${chosen.join('+')}`);
        }
      }
    }
  }
  return leaks;
}

function namesOf(truths: readonly Truth[]): SliceNames {
  const names: Record<string, Set<string>> = {};
  for (const [side, known] of Object.entries(alwaysKnown)) names[side] = new Set(known);
  for (const truth of truths)
    for (const sides of truth.values())
      for (const [side, slices] of Object.entries(sides))
        for (const [name, amount] of Object.entries(slices)) if (amount !== 0) (names[side] ??= new Set()).add(name);
  return Object.fromEntries(Object.entries(names).map(([side, all]) => [side, [...all]]));
}

function amountsOf(truth: Truth | undefined, side: string, chosen: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    [...(truth ?? [])].map(([reporter, sides]) => [reporter, chosen.reduce((sum, name) => sum + (sides[side]?.[name] ?? 0), 0)]),
  );
}

function changesOf(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): readonly number[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((reporter) => (after.get(reporter) ?? 0) - (before.get(reporter) ?? 0));
}

/** Whether at least k people have a share, and none more than half: written again, so that the rule itself is tested. */
function isCrowd(amounts: readonly number[], k: number): boolean {
  const shares = amounts.map(Math.abs).filter((amount) => amount > 0);
  const sum = shares.reduce((all, amount) => all + amount, 0);
  return shares.length >= k && shares.every((amount) => amount <= sum / 2);
}
