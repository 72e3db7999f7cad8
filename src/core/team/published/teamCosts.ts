/** What each team spent in the same quarter, for charging it back: sums of published weeks, whatever is hidden named as missing. */
import { closesAtMs, weekAfter } from './closing.ts';
import type { Figure, SideBySideTeam, SumOfWeeks, TeamCost, TeamCosts, WeekRow } from './dashboardTypes.ts';
import { isShown, runningWeek } from './weeks.ts';

/** A quarter is charged at a time, as by repository bucket. */
const weeksOfCosts = 13;

/** Teams in order of their names, over the last 13 weeks that have closed. How often a team ships does not matter: money is divided, nothing is compared. */
export function teamCosts(teams: readonly SideBySideTeam[], nowMs: number): TeamCosts {
  let last = runningWeek(nowMs);
  while (closesAtMs(last, 'usage') > nowMs) last = weekAfter(last, -1);
  const weeks = Array.from({ length: weeksOfCosts }, (_, index) => weekAfter(last, index + 1 - weeksOfCosts));
  const rows = teams.map((each) => costOf(each, weeks));
  return { weeks, teams: rows.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)) };
}

function costOf({ team, name, dashboard }: SideBySideTeam, weeks: readonly string[]): TeamCost {
  const byWeek = new Map(dashboard.weeks.map((row) => [row.week, row]));
  const rows = weeks.flatMap((week) => byWeek.get(week) ?? []);
  return {
    ...{ team, name },
    cost: sumOf(weeks, (week) => byWeek.get(week)?.cost),
    isAtLeast: rows.some(({ cost, lowerBounds }: WeekRow) => isShown(cost) && isShown(lowerBounds)),
    tokens: sumOf(weeks, (week) => byWeek.get(week)?.tokens),
  };
}

function sumOf(weeks: readonly string[], of: (week: string) => Figure | undefined): SumOfWeeks {
  let sum = 0;
  const missing: string[] = [];
  for (const week of weeks) {
    const figure = of(week);
    if (figure !== undefined && isShown(figure)) sum += figure.value;
    else missing.push(week);
  }
  return { figure: missing.length === weeks.length ? { hidden: 'notPublished' } : { value: sum }, missing };
}
