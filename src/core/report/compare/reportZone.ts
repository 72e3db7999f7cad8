import { dayKey } from '../time.ts';
import type { CcusageLine } from './ccusageLine.ts';
import type { CcusageDay } from './ccusageReport.ts';
import { tokenClasses } from './unitRates.ts';

/** Every offset from UTC is a whole number of these. */
const quarterMs = 15 * 60_000;

/**
 * In which of some time zones a report was made that does not say: the first one in which most of its days have the tokens that they
 * should. `more` are tried only where none of `likely` fits all days.
 */
export function reportZone(
  days: readonly CcusageDay[],
  counted: readonly CcusageLine[],
  { likely, more }: { readonly likely: readonly string[]; readonly more: () => readonly string[] },
): string {
  const reported = days.filter(({ models, mixed }) => models.length > 0 && !mixed);
  const quarters = new Map<number, number>();
  for (const line of counted) {
    if (line.model === '') continue;
    const quarter = Math.floor(line.atMs / quarterMs) * quarterMs;
    quarters.set(quarter, (quarters.get(quarter) ?? 0) + tokenClasses.reduce((sum, name) => sum + line.tokens[name], 0));
  }
  let best = { zone: likely[0] ?? 'UTC', agreeing: -1 };
  const tryOut = (zone: string): void => {
    const tokens = new Map<string, number>();
    for (const [quarter, count] of quarters) {
      const day = dayKey(quarter, zone);
      tokens.set(day, (tokens.get(day) ?? 0) + count);
    }
    const agreeing = reported.filter(({ day, models }) => tokens.get(day) === models.reduce((sum, model) => sum + model.tokens, 0)).length;
    if (agreeing > best.agreeing) best = { zone, agreeing };
  };
  for (const zone of new Set(likely)) tryOut(zone);
  if (best.agreeing < reported.length) for (const zone of more()) tryOut(zone);
  return best.zone;
}
