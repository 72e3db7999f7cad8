import type { SideBySide, SideBySideRow, SideBySideTeam } from './dashboardTypes.ts';
import { teamCosts } from './teamCosts.ts';

/** Slowest last. */
const bands = ['daily', 'weekly', 'monthly', 'rarer'] as const;

/**
 * Teams beside each other, within one band of release cadence and in order of their names: who ships each day and who ships each quarter have no common measure. What
 * they cost is told of all of them.
 */
export function sideBySide(teams: readonly SideBySideTeam[], nowMs: number): SideBySide {
  const rows = [...teams].sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  const apart: { team: string; name: string; why: string }[] = [];
  const byBand = new Map<string, SideBySideTeam[]>();
  for (const each of rows) {
    const { cadence } = each.dashboard;
    if ('value' in cadence) byBand.set(cadence.value, [...(byBand.get(cadence.value) ?? []), each]);
    else apart.push({ team: each.team, name: each.name, why: 'How often it ships is not told.' });
  }
  const shown = bands.flatMap((cadence) => {
    const own = byBand.get(cadence) ?? [];
    if (own.length > 1) return [{ cadence, teams: own.map(rowOf) }];
    for (const { team, name } of own)
      apart.push({ team, name, why: `No other team ships ${cadence === 'rarer' ? 'as rarely' : cadence}.` });
    return [];
  });
  return { costs: teamCosts(teams, nowMs), bands: shown, apart };
}

function rowOf({ team, name, dashboard }: SideBySideTeam): SideBySideRow {
  const { costPerChange, verifiedShare, cordonShare, lastWeeks, weeks } = dashboard;
  const judged = weeks.find(({ week }) => week === lastWeeks.costPerChange?.last);
  const isCostPerChangeAtLeast = judged?.isCostPerChangeAtLeast === true;
  return { team, name, costPerChange, verifiedShare, cordonShare, lastWeeks, isCostPerChangeAtLeast };
}
