import { weekKey } from '../../../src/core/report/time.ts';

/** The weeks before the one of this moment in UTC, oldest first. */
export function isoWeeksBefore(nowMs: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => weekKey(nowMs - (count - index) * 7 * 86_400_000, 'UTC'));
}
