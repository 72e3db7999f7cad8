/** What a part of a week would say now, and what each person has in the sums of it. */
import { workKinds } from '../../advice/workKinds.ts';
import { standingParts } from '../../attribution/placement.ts';
import { sessionLengths } from '../teamWeek.ts';
import { binsOf, peopleCount, peopleSplitOf, rankGroups, sharesOf, splitOf } from './counts.ts';
import { isDormant, quadrantsOf } from './labels.ts';
import { peopleOf } from './people.ts';
import type { Amounts, Person } from './people.ts';
import { isSafe, tallyOf } from './suppress.ts';
import { publishedSchemaName, quadrantNames } from './types.ts';
import type { CostFigures, OutcomesPart, PeopleSplit, PublishedPart, PublishInput, SurvivalPart, UsagePart } from './types.ts';

/** Microdollars of a week at which a bin of people begins. */
export const spendEdges = [0, 1e6, 5e6, 10e6, 20e6, 50e6, 100e6, 200e6, 500e6, 1_000e6] as const;
/** Changes that stayed of a week at which a bin of people begins. */
export const outputEdges = [0, 1, 2, 4, 8, 16, 32] as const;

/** That some client did not record it is not told unless it is so. */
const surfaces = ['interactive', 'headless'] as const;
const tokenClasses = ['input', 'output', 'cacheWrite', 'cacheRead'] as const;
const verifications = ['passed', 'failed', 'notRun', 'unknown'] as const;
const levels = ['high', 'usual', 'low', 'nearZero'] as const;
const rhythms = ['steady', 'bursty', 'neither'] as const;

export interface Draft {
  readonly edition: PublishedPart;
  readonly people: readonly Person[];
}

type Asked = Pick<PublishInput, 'team' | 'week' | 'part' | 'k' | 'rows' | 'nowMs' | 'dormantRule'>;

/** Null below k people, and where nothing could be told. */
export function draftOf(input: Asked, edition: number): Draft | null {
  const { team, week, part, k, rows, nowMs } = input;
  const people = peopleOf(rows);
  if (people.length < k) return null;
  const base = { schema: publishedSchemaName, team, week, edition, publishedAtMs: nowMs, k } as const;
  switch (part) {
    case 'usage':
      return toldOf({ ...base, part, ...usageOf(people, input) }, people);
    case 'outcomes':
      return toldOf({ ...base, part, ...outcomesOf(people, k) }, people);
    case 'survival':
      return toldOf({ ...base, part, ...survivalOf(people, k) }, people);
  }
}

/** An edition that tells nothing would only put off the one that does. */
function toldOf(edition: PublishedPart, people: readonly Person[]): Draft | null {
  const figures =
    edition.part === 'usage'
      ? [edition.cost, edition.tokens, edition.sessions, edition.turns]
      : edition.part === 'outcomes'
        ? [edition.verified, edition.standing]
        : [edition.lines];
  return figures.some((figure) => figure !== null) ? { edition, people } : null;
}

type Figures<Part extends PublishedPart> = Omit<Part, 'schema' | 'team' | 'week' | 'edition' | 'publishedAtMs' | 'k' | 'part'>;

function usageOf(people: readonly Person[], { k, dormantRule }: Asked): Figures<UsagePart> {
  const of = (side: (person: Person) => Amounts): readonly Amounts[] => people.map(side);
  const spenders = people.filter(({ cost }) => cost > 0);
  const models = splitOf(
    of(({ sessionModels }) => sessionModels),
    k,
    null,
  );
  const lengths = splitOf(
    of((person) => person.sessionLengths),
    k,
    [...sessionLengths, 'headless'],
  );
  const classes = splitOf(
    of((person) => person.tokenClasses),
    k,
    tokenClasses,
  );
  return {
    reporters: peopleCount(people.length, k) ?? { atLeast: 0, below: k },
    active: peopleCount(spenders.length, k),
    cost: costOf(people, k),
    tokens: classes === null ? null : { total: wholeOf(people, ({ tokens }) => tokens), classes },
    sessions: models === null || lengths === null ? null : { total: wholeOf(people, ({ sessions }) => sessions), models, lengths },
    turns: safeSum(people, ({ turns }) => turns, k),
    lengthCost: sharesOf(
      of((person) => person.lengthCost),
      k,
      sessionLengths,
    ),
    spendBins: binsOf(
      people.map(({ cost }) => cost),
      spendEdges,
      k,
    ),
    spendRanks: rankGroups(
      people.map(({ cost }) => cost),
      k,
    ),
    levels: peopleSplitOf(
      people.map(({ level }) => level),
      k,
      levels,
    ),
    rhythms: peopleSplitOf(
      people.map(({ level, rhythm }) => (level === null ? null : (rhythm ?? 'neither'))),
      k,
      rhythms,
    ),
    dormancy: peopleSplitOf(
      people.map((person) => (isDormant(person, dormantRule) ? 'dormant' : 'used')),
      k,
      ['dormant', 'used'],
    ),
    dormantRule,
    lowerBounds: lowerBoundsOf(people, k),
  };
}

/** Null where neither is told: all people together are the reporters, counted already. */
function lowerBoundsOf(people: readonly Person[], k: number): PeopleSplit | null {
  const labels = people.map(({ isLowerBound }) => (isLowerBound ? 'lowerBound' : 'complete'));
  const split = peopleSplitOf(labels, k, ['lowerBound', 'complete']);
  return split?.slices.lowerBound === undefined ? null : split;
}

function costOf(people: readonly Person[], k: number): CostFigures | null {
  const split = (side: (person: Person) => Amounts, names: readonly string[] | null): ReturnType<typeof splitOf> =>
    splitOf(people.map(side), k, names);
  const models = split(({ costModels }) => costModels, null);
  const kinds = split((person) => person.kinds, workKinds);
  const repositories = split((person) => person.repositories, null);
  const bySurface = split((person) => person.surfaces, surfaces);
  // They divide one whole: all are null where it is not safe, or none.
  if (models === null || kinds === null || repositories === null || bySurface === null) return null;
  return { total: wholeOf(people, ({ cost }) => cost), models, kinds, repositories, surfaces: bySurface, cadence: mainCadence(people, k) };
}

function mainCadence(people: readonly Person[], k: number): string | null {
  const whole = wholeOf(people, ({ cost }) => cost);
  const bands = new Set(people.flatMap(({ cadences }) => Object.keys(cadences)));
  for (const band of bands) {
    const tally = tallyOf(people.map(({ cadences }) => cadences[band] ?? 0));
    if (2 * tally.sum > whole) return isSafe(tally, k) ? band : null;
  }
  return null;
}

function outcomesOf(people: readonly Person[], k: number): Figures<OutcomesPart> {
  const output = people.map(({ verified }) => verified);
  return {
    ...partsOfWhole(
      output,
      people.map(({ cameBack }) => cameBack),
      k,
      (verified, closed) => ({ verified, closed }),
    ),
    standing: sharesOf(
      people.map(({ standing }) => standing),
      k,
      standingParts,
    ),
    verification: sharesOf(
      people.map(({ verification }) => verification),
      k,
      verifications,
    ),
    lengthStayed: sharesOf(
      people.map(({ lengthStayed }) => lengthStayed),
      k,
      sessionLengths,
    ),
    outputBins: binsOf(output, outputEdges, k),
    outputRanks: rankGroups(output, k),
    quadrants: peopleSplitOf(quadrantsOf(people), k, quadrantNames),
    windows: [7, 14, 21].filter((days) => people.filter(({ windows }) => windows.includes(days)).length >= k),
  };
}

function survivalOf(people: readonly Person[], k: number): Figures<SurvivalPart> {
  return partsOfWhole(
    people.map(({ surviving }) => surviving),
    people.map(({ gone }) => gone),
    k,
    (surviving, lines) => ({ surviving, lines }),
  );
}

/**
 * A part and its whole, where the rest (the whole less the part) is safe too. Else the part alone: without the whole it tells nothing of the rest. Never the
 * whole alone: what is asked for is the part.
 */
function partsOfWhole<Told>(
  parts: readonly number[],
  rests: readonly number[],
  k: number,
  told: (part: number | null, whole: number | null) => Told,
): Told {
  const [part, rest] = [tallyOf(parts), tallyOf(rests)];
  if (!isSafe(part, k)) return told(null, null);
  return told(part.sum, isSafe(rest, k) ? part.sum + rest.sum : null);
}

function safeSum(people: readonly Person[], amountOf: (person: Person) => number, k: number): number | null {
  const tally = tallyOf(people.map(amountOf));
  return isSafe(tally, k) ? tally.sum : null;
}

function wholeOf(people: readonly Person[], amountOf: (person: Person) => number): number {
  return people.reduce((sum, person) => sum + amountOf(person), 0);
}

/** What each person has in what is summed up exactly: by family, side and slice. */
export function sumsOf(person: Person, part: PublishedPart['part']): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  const add = (prefix: string, amounts: Amounts): void => {
    for (const [name, amount] of Object.entries(amounts)) if (amount !== 0) sums[`${prefix}/${name}`] = amount;
  };
  if (part === 'usage') {
    add('cost/models', person.costModels);
    add('cost/kinds', person.kinds);
    add('cost/repositories', person.repositories);
    add('cost/surfaces', person.surfaces);
    add('tokens/classes', person.tokenClasses);
    add('sessions/models', person.sessionModels);
    add('sessions/lengths', person.sessionLengths);
    add('turns/all', { all: person.turns });
  } else if (part === 'outcomes') add('changes/states', { verified: person.verified, cameBack: person.cameBack });
  else add('lines/states', { surviving: person.surviving, gone: person.gone });
  return sums;
}
