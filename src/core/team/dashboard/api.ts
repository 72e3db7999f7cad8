/** What the dashboard's page and the collector say to each other, as JSON. Both are of one version: the collector serves the page. */
import type { PublishedDay } from '../otlp/publishedDay.ts';
import type { SideBySide, TeamDashboard } from '../published/dashboardTypes.ts';
import type { TeamSettings } from './settings.ts';

/** Of every refusal, here and elsewhere at the collector. */
export interface ApiError {
  readonly error: { readonly code: string; readonly message: string };
}

export interface TeamEntry {
  readonly id: string;
  readonly name: string;
  /** How many people a figure needs. */
  readonly k: number;
}

/** `GET /api/teams`: those that the token is for. */
export interface TeamList {
  readonly teams: readonly TeamEntry[];
}

/** What is looked at while there are no figures. */
export interface SetUp {
  /** Where developers send to. */
  readonly endpoint: string;
  /** A token for joining or reporting was made, and is valid. */
  readonly tokenMade: boolean;
  /** Some developer's report has come. */
  readonly firstReport: boolean;
  /** How many more people have to report before there can be figures; 0 once there are enough, and ever since anything was published. */
  readonly missingPeople: number;
  /** Some of Claude Code's own metrics have come. */
  readonly firstMetrics: boolean;
}

/** `GET /api/teams/{team}/figures`. */
export interface TeamAnswer {
  /** Made of published editions alone. */
  readonly figures: TeamDashboard;
  /** Claude Code's own metrics, oldest first: another source, never added to the figures. */
  readonly claude: readonly PublishedDay[];
  /** Of the teams that the token is for; null where that is one. */
  readonly sideBySide: SideBySide | null;
  /** Figures of a team that does not exist, while there are none of this one. */
  readonly demo: TeamDashboard | null;
  readonly setUp: SetUp;
  /** What the lead typed; null for a reader. */
  readonly settings: TeamSettings | null;
}

/** `GET` and `PUT /api/teams/{team}/settings`, of a lead. */
export type SettingsAnswer = TeamSettings;
