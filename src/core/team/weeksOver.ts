import { mondayOf } from '../report/overviewSums.ts';
import { dayKey, nextDay, startOfDay, weekKey } from '../report/time.ts';

export interface WeekOver {
  /** `2026-W47`. */
  readonly isoWeek: string;
  /** Milliseconds UTC, the end excluded: Monday to Monday on the clocks of the zone. */
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** So many weeks are said anew each time, since outcomes mature: the longest look at lines is 30 days after they shipped, and a branch may wait before. */
export const mostWeeks = 13;

interface WeeksInput {
  /** When the record begins; null without one. */
  readonly firstMs: number | null;
  /** At most so many. */
  readonly weeks: number;
  readonly nowMs: number;
  readonly timezone: string;
}

/**
 * The last weeks that are over, oldest first, idle ones included. The week in which the record begins is none of them: what came before it in that week is
 * not known (Claude Code deletes transcripts after 30 days), so that it would look like a quiet one; and a ledger that was begun anew replaces no whole
 * week that was told before by a part of it.
 */
export function weeksOver({ firstMs, weeks, nowMs, timezone }: WeeksInput): readonly WeekOver[] {
  if (firstMs === null) return [];
  const [begun, running] = [mondayOf(dayKey(firstMs, timezone)), mondayOf(dayKey(nowMs, timezone))];
  const over: WeekOver[] = [];
  for (let back = Math.min(weeks, mostWeeks); back >= 1; back -= 1) {
    const monday = nextDay(running, -7 * back);
    if (monday <= begun) continue;
    const [sinceMs, untilMs] = [startOfDay(monday, timezone), startOfDay(nextDay(monday, 7), timezone)];
    over.push({ isoWeek: weekKey(sinceMs, timezone), sinceMs, untilMs });
  }
  return over;
}
