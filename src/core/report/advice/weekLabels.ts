/** What a week was like against this developer's own usual one. The label is the week's, never the person's. */
import { quartilesOf } from '../../advice/usualContext.ts';
import type { Quartiles } from '../../advice/usualContext.ts';

/** Null where too few whole weeks are known, or the week is not over. */
export type WeekLevel = 'high' | 'usual' | 'low' | 'nearZero' | null;

/** Null of a week that is not over, is near zero, or is neither. */
export type WeekRhythm = 'steady' | 'bursty' | null;

/** What is usual is told from so many whole weeks with use on. */
export const neededWeeks = 6;

/** A week is high above the third quartile and this much of the median, low below the first quartile and that much; near zero up to the last. */
export const levels = { high: 1.25, low: 0.75, nearZero: 0.05 };

/** Bursty: one day has at least this share of the week's requests. Steady: use on so many days, none of them with more than this share. */
export const rhythms = { burstyShare: 0.5, steadyDays: 4, steadyShare: 0.4 };

export interface UsualWeek {
  /** Whole weeks with use. */
  readonly weeks: number;
  readonly needed: number;
  /** Of their tokens; null below the sample. */
  readonly tokens: Quartiles | null;
}

export function usualWeekOf(tokens: readonly number[]): UsualWeek {
  return { weeks: tokens.length, needed: neededWeeks, tokens: tokens.length < neededWeeks ? null : quartilesOf(tokens) };
}

/** @param tokens of a week that is over */
export function levelOf(tokens: number, { tokens: usual }: UsualWeek): WeekLevel {
  if (tokens === 0) return 'nearZero';
  if (usual === null) return null;
  const { firstQuartile, median, thirdQuartile } = usual;
  if (tokens <= levels.nearZero * median) return 'nearZero';
  if (tokens > thirdQuartile && tokens >= levels.high * median) return 'high';
  if (tokens < firstQuartile && tokens <= levels.low * median) return 'low';
  return 'usual';
}

/** @param requestsOfDays of the days with any, of a week that is over */
export function rhythmOf(requestsOfDays: readonly number[]): WeekRhythm {
  const all = requestsOfDays.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  const share = Math.max(...requestsOfDays) / all;
  if (share >= rhythms.burstyShare) return 'bursty';
  return requestsOfDays.length >= rhythms.steadyDays && share <= rhythms.steadyShare ? 'steady' : null;
}
