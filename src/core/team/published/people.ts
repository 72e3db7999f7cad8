/** One person's week: the reports of all their devices added up, in units whose sums over a team stay whole numbers. */
import { sessionLengths } from '../teamWeek.ts';
import type { TeamWeek, TeamWeekBucket } from '../teamWeek.ts';

export type Amounts = Readonly<Record<string, number>>;
type Sums = Record<string, number>;

/** Money in microdollars. Each record adds up to the whole that it divides, exactly. */
export interface Person {
  readonly reporter: string;
  readonly activeDays: number;
  readonly level: TeamWeek['level'];
  readonly rhythm: TeamWeek['rhythm'];
  readonly turns: number;
  readonly cost: number;
  /** More was spent than `cost` says: a report of theirs says so of a bucket. */
  readonly isLowerBound: boolean;
  readonly costModels: Amounts;
  readonly kinds: Amounts;
  readonly repositories: Amounts;
  readonly surfaces: Amounts;
  readonly cadences: Amounts;
  readonly standing: Amounts;
  readonly tokens: number;
  readonly tokenClasses: Amounts;
  readonly sessions: number;
  readonly sessionModels: Amounts;
  readonly sessionLengths: Amounts;
  readonly lengthCost: Amounts;
  readonly lengthStayed: Amounts;
  readonly verified: number;
  readonly cameBack: number;
  readonly verification: Amounts;
  readonly surviving: number;
  readonly gone: number;
  readonly windows: readonly number[];
}

/**
 * More than this no person has in a week, in dollars, tokens or anything else (half a million dollars): such a report is a mistake or meant to harm, and
 * is left out. So the sums of 18,000 people stay below 2^53.
 */
export const mostOfPerson = 5e11;

const nanodollarsPerMicrodollar = 1_000;

/**
 * The people of a week, in order of their pseudonyms; of several reports of one device the last counts.
 *
 * Active days of two devices may be the same days or others: their sum is taken, seven at most, so that nobody counts as dormant for having worked on
 * two machines. A label is that of the device with most cost.
 */
export function peopleOf(rows: readonly TeamWeek[]): readonly Person[] {
  const reporters = new Map<string, Map<string, TeamWeek>>();
  for (const row of rows) {
    const devices = reporters.get(row.reporter) ?? new Map<string, TeamWeek>();
    reporters.set(row.reporter, devices);
    const known = devices.get(row.device);
    if (known === undefined || known.sequence < row.sequence) devices.set(row.device, row);
  }
  return [...reporters.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([reporter, devices]) => personOf(reporter, [...devices.values()]) ?? []);
}

function personOf(reporter: string, devices: readonly TeamWeek[]): Person | null {
  const sum = new PersonSum();
  let main: { readonly row: TeamWeek; readonly cost: number } | null = null;
  for (const row of [...devices].sort((left, right) => (left.device < right.device ? -1 : 1))) {
    const before = sum.cost;
    for (const bucket of row.buckets) sum.add(bucket);
    const cost = sum.cost - before;
    if (main === null || cost > main.cost) main = { row, cost };
  }
  if (main === null || !sum.isPlausible()) return null;
  const days = devices.reduce((all, { activeDays }) => all + activeDays, 0);
  return { reporter, activeDays: Math.min(7, days), level: main.row.level, rhythm: main.row.rhythm, ...sum.amounts() };
}

class PersonSum {
  cost = 0;
  #isLowerBound = false;
  #turns = 0;
  #verified = 0;
  #cameBack = 0;
  #lines = 0;
  #surviving = 0;
  readonly #windows = new Set<number>();
  readonly #sums = {
    costModels: none(),
    kinds: none(),
    repositories: none(),
    surfaces: none(),
    cadences: none(),
    standing: none(),
    tokenClasses: none(),
    sessionModels: none(),
    sessionLengths: none(),
    lengthCost: none(),
    lengthStayed: none(),
    verification: none(),
  };

  add(bucket: TeamWeekBucket): void {
    const sums = this.#sums;
    const surfaces = {
      interactive: micro(bucket.interactiveCost),
      headless: micro(bucket.headlessCost),
      unrecorded: micro(bucket.unrecordedCost),
    };
    const cost = total(surfaces);
    this.cost += cost;
    this.#isLowerBound ||= bucket.atLeast;
    for (const [surface, spent] of Object.entries(surfaces)) addTo(sums.surfaces, surface, spent);
    addTo(sums.repositories, bucket.repository, cost);
    addTo(sums.cadences, bucket.cadence, cost);
    for (const use of bucket.models) {
      addTo(sums.costModels, use.model, micro(use.cost));
      addTo(sums.sessionModels, use.model, use.sessions);
      addTo(sums.tokenClasses, 'input', use.input);
      addTo(sums.tokenClasses, 'output', use.output);
      addTo(sums.tokenClasses, 'cacheWrite', use.cacheWrite5m + use.cacheWrite1h);
      addTo(sums.tokenClasses, 'cacheRead', use.cacheRead);
    }
    for (const length of sessionLengths) {
      const { sessions, cost, stayed } = bucket.sessions[length];
      addTo(sums.sessionLengths, length, sessions);
      addTo(sums.lengthCost, length, micro(cost));
      addTo(sums.lengthStayed, length, stayed);
    }
    addTo(sums.sessionLengths, 'headless', bucket.headlessSessions);
    for (const [kind, cost] of Object.entries(bucket.kinds)) addTo(sums.kinds, kind, micro(cost));
    for (const [part, cost] of Object.entries(bucket.standing)) addTo(sums.standing, part, micro(cost));
    for (const [result, changes] of Object.entries(bucket.verification)) addTo(sums.verification, result, changes);
    this.#turns += bucket.turns;
    this.#verified += bucket.changes.verified;
    this.#cameBack += bucket.changes.reverted + bucket.changes.hotfixed + bucket.changes.reopened;
    this.#lines += bucket.survival[30].lines;
    // Rounded each for itself, more may seem to be there than there were.
    this.#surviving += Math.min(bucket.survival[30].surviving, bucket.survival[30].lines);
    for (const days of bucket.windows) this.#windows.add(days);
  }

  isPlausible(): boolean {
    const counts = [this.cost, this.#turns, this.#verified, this.#cameBack, this.#lines];
    return [...counts, ...Object.values(this.#sums).map(total)].every((amount) => amount <= mostOfPerson);
  }

  amounts(): Omit<Person, 'reporter' | 'activeDays' | 'level' | 'rhythm'> {
    const { cost } = this;
    const { tokenClasses, lengthCost, lengthStayed, verification, ...sums } = this.#sums;
    const [tokens, sessions] = [total(tokenClasses), total(sums.sessionLengths)];
    return {
      ...{ cost, tokens, sessions, tokenClasses, lengthCost, lengthStayed, verification },
      isLowerBound: this.#isLowerBound,
      turns: this.#turns,
      // Each part was rounded for itself before it left: they are fitted to the one whole, so that every division of it has the same sum.
      costModels: fitted(sums.costModels, cost, 'other'),
      kinds: fitted(sums.kinds, cost, 'noEdits'),
      repositories: fitted(sums.repositories, cost, ''),
      surfaces: fitted(sums.surfaces, cost, 'interactive'),
      cadences: fitted(sums.cadences, cost, 'unknown'),
      standing: fitted(sums.standing, cost, 'unknown'),
      sessionModels: fitted(sums.sessionModels, sessions, 'other'),
      sessionLengths: sums.sessionLengths,
      ...{ verified: this.#verified, cameBack: this.#cameBack },
      ...{ surviving: this.#surviving, gone: this.#lines - this.#surviving },
      windows: [...this.#windows],
    };
  }
}

/**
 * Parts in proportion, whole numbers again, that add up to `whole`: what rounding leaves goes to the largest part (of as large ones to the first by
 * name). Where there are no parts, all of it is `otherwise`.
 */
export function fitted(parts: Amounts, whole: number, otherwise: string): Amounts {
  const sum = total(parts);
  if (sum === whole) return parts;
  const scaled = none();
  if (sum === 0) {
    scaled[otherwise] = whole;
    return scaled;
  }
  let left = whole;
  let most: string | null = null;
  for (const name of Object.keys(parts).sort()) {
    const part = parts[name] ?? 0;
    scaled[name] = Math.floor((part / sum) * whole);
    left -= scaled[name];
    if (most === null || part > (parts[most] ?? 0)) most = name;
  }
  if (most !== null) scaled[most] = (scaled[most] ?? 0) + left;
  return scaled;
}

/** The sum of all parts. */
export function total(parts: Amounts): number {
  let sum = 0;
  for (const name in parts) sum += parts[name] ?? 0;
  return sum;
}

/** Without a prototype: a model may be called `constructor`. */
function none(): Sums {
  return Object.create(null) as Sums;
}

function micro(nanodollars: number): number {
  return Math.round(nanodollars / nanodollarsPerMicrodollar);
}

function addTo(sums: Sums, name: string, amount: number): void {
  sums[name] = (sums[name] ?? 0) + amount;
}
