import type { History } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Today } from './overview.ts';

export interface TodayInput {
  readonly history: History;
  /** Main working trees; null: everywhere. */
  readonly repositories: ReadonlySet<string> | null;
  readonly nowMs: number;
  readonly timezone: string;
  readonly rate: Rate;
}

/** What today cost in some repositories and what became of it, with the commits that were authored today. */
export function buildToday(input: TodayInput): Today {
  throw new Error(`not built: ${input.timezone}`);
}
