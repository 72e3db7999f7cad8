/** The four cuts by week. */
import type { Figure, WeekRow } from './dashboardTypes.ts';
import { weekAfter } from './closing.ts';
import type { PeopleCount, UsagePart } from './types.ts';
import { countedCost, isShown, shownOf } from './weeks.ts';
import type { Week } from './weeks.ts';

/** Ratios are taken over so many weeks, as the developer's own are. */
export const weeksOfRatio = 4;

export function weekRows(weeks: readonly Week[], nowMs: number): readonly WeekRow[] {
  let windows: readonly number[] = [];
  return weeks.map((each, index): WeekRow => {
    const { week, monday, usage, outcomes, survival } = each;
    const before = windows;
    const now = outcomes?.windows ?? [];
    const ratioWeeks = weeks.slice(Math.max(0, index + 1 - weeksOfRatio), index + 1);
    if (now.length > 0) windows = now;
    const isChanged = before.length > 0 && now.length > 0 && before.join() !== now.join();
    return {
      ...{ week, monday },
      reporters: shownOf(usage, ({ reporters }) => reporters, 'usage', week, nowMs),
      tokens: shownOf(usage, ({ tokens }) => tokens?.total ?? null, 'usage', week, nowMs),
      cost: shownOf(usage, ({ cost }) => cost?.total ?? null, 'usage', week, nowMs),
      lowerBounds: shownOf(usage, lowerBoundsOf, 'usage', week, nowMs),
      verified: verifiedOf(each, nowMs),
      verifiedShare: shownOf(outcomes, ({ verified, closed }) => shareOf(verified, closed), 'outcomes', week, nowMs),
      costPerChange: costPerChange(ratioWeeks, week, nowMs),
      // Where it has a value, these are its four weeks.
      isCostPerChangeAtLeast: ratioWeeks.some(({ usage: of }) => of !== null && lowerBoundsOf(of) !== null),
      survivingShare: shownOf(survival, ({ surviving, lines }) => shareOf(surviving, lines), 'survival', week, nowMs),
      windowChange: isChanged ? { before, now } : null,
      editions: { usage: usage?.edition ?? null, outcomes: outcomes?.edition ?? null, survival: survival?.edition ?? null },
    };
  });
}

/** How many people's costs are lower bounds, as the edition that first told it counted them; null where that is not told. */
export function lowerBoundsOf({ lowerBounds }: UsagePart): PeopleCount | null {
  return lowerBounds?.slices.lowerBound ?? null;
}

function verifiedOf({ week, outcomes }: Week, nowMs: number): Figure {
  return shownOf(outcomes, ({ verified }) => verified, 'outcomes', week, nowMs);
}

/** What four weeks cost for each change of theirs that stayed; only of weeks that are told, all four. */
function costPerChange(weeks: readonly Week[], last: string, nowMs: number): Figure {
  let [cost, verified] = [0, 0];
  const missing: string[] = [];
  for (let ago = weeksOfRatio - 1; ago >= 0; ago -= 1) {
    const name = weekAfter(last, -ago);
    const week = weeks.find((each) => each.week === name);
    const [spent, stayed] = [week === undefined ? null : countedCost(week), week?.outcomes?.verified ?? null];
    if (spent === null || stayed === null) missing.push(name);
    else [cost, verified] = [cost + spent, verified + stayed];
  }
  const week = weeks.at(-1);
  if (week !== undefined) {
    const own = verifiedOf(week, nowMs);
    if (!isShown(own) && own.hidden === 'notClosed') return own;
  }
  if (missing.length > 0) return { hidden: 'missingWeeks', weeks: missing };
  return verified === 0 ? { hidden: 'tooLittle' } : { value: Math.round(cost / verified) };
}

/** 0 to 1; null where it is not known, and of nothing. */
export function shareOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
