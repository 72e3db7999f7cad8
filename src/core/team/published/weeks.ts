/** The published weeks of a team, as the sections of its page ask for them. */
import { closesAtMs, mondayMs, weekAfter, weekOfMs } from './closing.ts';
import type { Figure, HiddenFigure, Shown } from './dashboardTypes.ts';
import type { CostFigures, OutcomesPart, PartName, PeopleCount, PublishedPart, SurvivalPart, UsagePart } from './types.ts';

export interface Week {
  readonly week: string;
  /** `2026-11-16`. */
  readonly monday: string;
  readonly usage: UsagePart | null;
  readonly outcomes: OutcomesPart | null;
  readonly survival: SurvivalPart | null;
  /** All editions of `usage`, oldest first. */
  readonly usageEditions: readonly UsagePart[];
}

/**
 * The edition of a week's use whose cost is that of the people whom it counts: counts stay those of the edition that told them first, while sums go on, and
 * the cost of all must not be divided by the number of a few. Null where cost and count were never told of the same people.
 */
export function countedUsage({ usageEditions }: Week): (UsagePart & { readonly active: PeopleCount; readonly cost: CostFigures }) | null {
  const first = usageEditions.find(({ active }) => active !== null);
  if (first === undefined || first.active === null || first.cost === null) return null;
  return { ...first, active: first.active, cost: first.cost };
}

/** Every week from the first that is published to the last that is over, oldest first; of each part the last edition. */
export function weeksOf(editions: readonly PublishedPart[], team: string, nowMs: number): readonly Week[] {
  const parts = new Map<string, PublishedPart>();
  const usages = new Map<string, UsagePart[]>();
  let first: string | null = null;
  for (const edition of editions) {
    if (edition.team !== team) continue;
    if (edition.part === 'usage') usages.set(edition.week, [...(usages.get(edition.week) ?? []), edition]);
    const key = `${edition.week} ${edition.part}`;
    const known = parts.get(key);
    if (known === undefined || known.edition < edition.edition) parts.set(key, edition);
    if (first === null || edition.week < first) first = edition.week;
  }
  if (first === null) return [];
  const weeks: Week[] = [];
  for (let week = first; mondayMs(weekAfter(week)) <= nowMs; week = weekAfter(week)) {
    const [usage, outcomes, survival] = [parts.get(`${week} usage`), parts.get(`${week} outcomes`), parts.get(`${week} survival`)];
    weeks.push({
      ...{ week, monday: dayOf(mondayMs(week)) },
      usage: usage?.part === 'usage' ? usage : null,
      outcomes: outcomes?.part === 'outcomes' ? outcomes : null,
      survival: survival?.part === 'survival' ? survival : null,
      usageEditions: (usages.get(week) ?? []).sort((one, other) => one.edition - other.edition),
    });
  }
  return weeks;
}

/** What a part says; why it says nothing. */
export function shownOf<Part, Value>(
  part: Part | null,
  say: (part: Part) => Value | null,
  name: PartName,
  week: string,
  nowMs: number,
): Shown<Value> {
  if (part === null) return { hidden: nowMs < closesAtMs(week, name) ? 'notClosed' : 'notPublished' };
  const value = say(part);
  return value === null ? { hidden: 'protected' } : { value };
}

export function isShown<Value>(figure: Shown<Value>): figure is { readonly value: Value } {
  return 'value' in figure;
}

export function valueOf(figure: Figure): number | null {
  return isShown(figure) ? figure.value : null;
}

export function tooLittle(needs: string): HiddenFigure {
  return { hidden: 'tooLittle', needs };
}

/** The last one that is told, with its week. */
export function lastOf<Value>(
  weeks: readonly Week[],
  of: (week: Week) => Value | null,
): { readonly week: Week; readonly value: Value } | null {
  for (let index = weeks.length - 1; index >= 0; index -= 1) {
    const week = weeks[index];
    const value = week === undefined ? null : of(week);
    if (week !== undefined && value !== null) return { week, value };
  }
  return null;
}

/** The last so many weeks of which something is told, oldest first. */
export function toldWeeks<Value>(weeks: readonly Week[], count: number, of: (week: Week) => Value | null): readonly Value[] {
  return weeks.flatMap((week) => of(week) ?? []).slice(-count);
}

/** What was spent less what is set aside, where that is told; else all. Microdollars. */
export function countedCost({ usage, outcomes }: Week): number | null {
  if (usage?.cost === null || usage === null) return null;
  return Math.round((usage.cost.total * (1_000 - (setAsideOf(outcomes) ?? 0))) / 1_000);
}

/** Thousandths of the spend; null where it is not told. */
export function setAsideOf(outcomes: OutcomesPart | null): number | null {
  return sliceOf(outcomes?.standing?.slices, 'setAside');
}

/** Never something that only every object has. */
export function sliceOf(slices: Readonly<Record<string, number>> | undefined, name: string): number | null {
  return slices !== undefined && Object.hasOwn(slices, name) ? (slices[name] ?? null) : null;
}

export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The week that runs at an instant. */
export function runningWeek(nowMs: number): string {
  return weekOfMs(nowMs);
}

/** What is to be said beside sums and counts of people once there are later editions. */
export function laterEditionNotes(weeks: readonly Week[]): readonly string[] {
  return weeks.some(({ usage, outcomes }) => (usage?.edition ?? 1) > 1 || (outcomes?.edition ?? 1) > 1)
    ? ['Counts of people are those of the first edition.']
    : [];
}
