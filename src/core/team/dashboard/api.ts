/** What the dashboard's page and the collector say to each other, as JSON. Both are of one version: the collector serves the page. */
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
  /** Whether the token may write what a lead writes. */
  readonly lead: boolean;
}

/** What is looked at before there are figures, each yes or no and nothing more. */
export interface SetUp {
  /** A token for joining or reporting was made, and is valid. */
  readonly tokenMade: boolean;
  /** A developer's report has come. */
  readonly firstReport: boolean;
  /** Claude Code's own metrics have come. */
  readonly firstMetrics: boolean;
  /** Where developers send to, as this page was asked. */
  readonly endpoint: string;
}

/** `GET` and `PUT /api/teams/{team}/settings`. */
export type SettingsAnswer = TeamSettings;
