import { freshForMs } from '../core/report/limits.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import { liveForMs } from '../core/report/liveSnapshot.ts';
import { dayKey, nextDay, startOfDay } from '../core/report/time.ts';

const minuteMs = 60_000;

/**
 * The next moment, in milliseconds UTC, at which the snapshot would say something else though no file changes: a session is no longer
 * live, a cache has cooled, a limit resets or its reading is an hour older, the day ends. The age of what is live or fresh counts minutes.
 */
export function nextChangeMs({ live, resting = [], plan, timezone }: LiveSnapshot, nowMs: number): number {
  const moments = [startOfDay(nextDay(dayKey(nowMs, timezone)), timezone)];
  for (const { lastRequestAtMs, cache } of live) moments.push(nowMs + minuteMs, lastRequestAtMs + liveForMs, cache?.warmUntilMs ?? 0);
  for (const { cache } of resting) moments.push(cache.warmUntilMs);
  for (const { resetsAtMs } of plan?.windows ?? []) moments.push(resetsAtMs ?? 0);
  const fetchedAtMs = plan?.fetchedAtMs ?? null;
  if (fetchedAtMs !== null) moments.push(fetchedAtMs + freshForMs, nowMs + (nowMs - fetchedAtMs < freshForMs ? minuteMs : freshForMs));
  return Math.min(...moments.filter((moment) => moment > nowMs));
}
