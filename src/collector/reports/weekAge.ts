const hour = 3_600_000;
const day = 24 * hour;
const week = 7 * day;

/** A week begins first where clocks are fourteen hours ahead of UTC. */
const earliestZone = 14 * hour;

/** Monday 00:00 UTC of an ISO week (`2026-W47`), in milliseconds; null where the year has no such week. */
export function mondayOfIsoWeek(text: string): number | null {
  const [, year = '', number = ''] = /^(\d{4})-W(\d\d)$/.exec(text) ?? [];
  if (year === '') return null;
  // 4 January is always in the first week.
  const fourth = Date.UTC(Number(year), 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * day + (Number(number) - 1) * week;
  const thursday = new Date(monday + 3 * day);
  return Number(number) >= 1 && thursday.getUTCFullYear() === Number(year) ? monday : null;
}

/** How many weeks ago a week began, counted where it began first: 0 is the running one, below 0 the future; null where there is no such week. */
export function weekAge(text: string, nowMs: number): number | null {
  const monday = mondayOfIsoWeek(text);
  return monday === null ? null : Math.floor((nowMs + earliestZone - monday) / week);
}
