import { setTimeout as pause } from 'node:timers/promises';
import { mondayMs, weekOfMs } from '../../../src/core/team/published/closing.ts';

const minuteMs = 60_000;
const weekMs = 7 * 24 * 60 * minuteMs;
/** No test of a team takes longer. */
const neededMs = 5 * minuteMs;

/** What a team is told of changes with the week (UTC): in its last minutes this waits for the next one, so that none ends in the middle of a test. */
export async function farFromWeekEnd(nowMs = Date.now()): Promise<void> {
  const leftMs = mondayMs(weekOfMs(nowMs)) + weekMs - nowMs;
  if (leftMs < neededMs) await pause(leftMs + 1000);
}
