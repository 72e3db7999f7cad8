/** Marks and spend that tests judge. */
import { drawFutures, judgeMark } from '../../src/core/marks/judge.ts';
import type { JudgeInput, MarkState } from '../../src/core/marks/judge.ts';
import type { Mark } from '../../src/core/marks/mark.ts';
import { rhythmOf, seenSince } from '../../src/core/marks/rhythm.ts';
import { countsFor } from '../../src/core/marks/spend.ts';
import type { SpendBucket } from '../../src/core/marks/spend.ts';
import type { LiveSnapshot } from '../../src/core/report/live.ts';
import { nextDay, startOfDay } from '../../src/core/report/time.ts';
import { aSnapshot, money } from './snapshots.ts';

export const marksZone = 'Europe/Berlin';

export function aMark(some: Partial<Mark> = {}): Mark {
  return { period: 'day', unit: 'dollars', first: 10, second: null, repository: null, branch: null, ...some };
}

export function aBucket(atMs: number, dollars: number, some: Partial<SpendBucket> = {}): SpendBucket {
  return { atMs, repository: '/home/ada/loom', branch: 'main', money: money(dollars), ...some };
}

/** The same spend at ten o'clock on each of the days before `today`. */
export function everyDay(today: string, days: number, dollars: (day: string) => number): readonly SpendBucket[] {
  return Array.from({ length: days }, (_, back) => {
    const day = nextDay(today, -1 - back);
    return aBucket(startOfDay(day, marksZone) + 10 * 3_600_000, dollars(day));
  });
}

/** A mark's states over the spend, with a rhythm when `firstMs` is long enough ago. */
export function judged(
  mark: Mark,
  given: {
    readonly snapshot?: Partial<LiveSnapshot>;
    readonly buckets?: readonly SpendBucket[];
    readonly firstMs?: number;
  } & Partial<Pick<JudgeInput, 'snoozedUntilMs'>>,
): readonly MarkState[] {
  const snapshot = aSnapshot({ live: [], ...given.snapshot });
  const buckets = given.buckets ?? [];
  return judgeMark(mark, {
    snapshot,
    buckets,
    rhythmFor: (each) => {
      const counted = buckets.filter(countsFor(each));
      return rhythmOf(counted, seenSince(each, counted, given.firstMs ?? null), snapshot.atMs, snapshot.timezone);
    },
    futuresFor: (_, rhythm, window) => drawFutures(rhythm, window, snapshot),
    snoozedUntilMs: given.snoozedUntilMs ?? (() => null),
  });
}

/** The one state of a mark. */
export function judgedOnce(...given: Parameters<typeof judged>): MarkState {
  const [state, ...others] = judged(...given);
  if (state === undefined || others.length > 0) throw new Error('The mark has not one state.');
  return state;
}
