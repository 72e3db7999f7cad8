import type { TeamSettings } from '../dashboard/settings.ts';
import type { DashboardOptions, SideBySide, SideBySideTeam, TeamDashboard } from './dashboardTypes.ts';
import type { PublishedPart } from './types.ts';

/** All sections of a team's page. Of several editions of a part the last one counts; editions of other teams are passed over. */
export function teamDashboard(_editions: readonly PublishedPart[], _entries: TeamSettings, _options: DashboardOptions): TeamDashboard {
  throw new Error('Not written yet.');
}

/** Teams beside each other, within one band of release cadence. */
export function sideBySide(_teams: readonly SideBySideTeam[]): SideBySide {
  throw new Error('Not written yet.');
}
