import type { StandingPart } from '../attribution/placement.ts';

/** What a view is asked for; every null is no limit. A request has to fit all of it. */
export interface Filter {
  /** Milliseconds UTC, the end excluded. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** Main working tree: where the work went, else where the session ran. */
  readonly repository: string | null;
  /** Branch of the session at the request; `''`: those without one. */
  readonly branch: string | null;
  /** Canonical. */
  readonly model: string | null;
  readonly part: StandingPart | null;
}
