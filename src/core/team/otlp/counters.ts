import { firstOpenDay, forgottenUs, utcDay } from './openDays.ts';

/** The total of a counter at a time. */
export interface CounterMark {
  readonly timeUs: number;
  readonly total: number;
}

/**
 * What is remembered of one cumulative series, so that each increase is counted once and on its day: the last total of each day that still takes points,
 * and the last one before those.
 */
export interface CounterState {
  /** Points before this time add nothing: it is where the counter fell back to zero, or where it was first seen if its beginning is forgotten. */
  readonly sinceUs: number;
  /** Ascending by time, one of each day, never empty. */
  readonly marks: readonly CounterMark[];
}

/** An increase of a day's sum; below zero where a late point shows that it belongs to an earlier day, which has as much more. */
export interface Increase {
  readonly day: string;
  readonly amount: number;
}

export interface CounterStep {
  readonly state: CounterState;
  readonly increases: readonly Increase[];
}

/**
 * Takes one point of a cumulative series whose start is `startUs` (another start is another series, beginning at zero).
 * - A later point adds what the total grew by; a lower total says that the counter began anew, and adds the whole total.
 * - The same point again adds nothing.
 * - An earlier point, late on its way, adds nothing to the whole; where it is the last of its day, it moves its share there from the day after. So the
 *   order of points never changes a sum, as long as the total does not fall.
 * - The first point of a series adds its whole total, unless the series is older than what is remembered: what it told before is then not known.
 */
export function stepCounter(state: CounterState | undefined, startUs: number, mark: CounterMark, nowMs: number): CounterStep {
  if (state === undefined) return firstStep(startUs, mark, nowMs);
  const last = state.marks.at(-1);
  if (last === undefined || mark.timeUs > last.timeUs) return laterStep(state, last, mark, nowMs);
  // Two totals of one time are of no one counter; the larger holds, whichever comes first.
  if (mark.timeUs === last.timeUs && mark.total > last.total) return laterStep(state, last, mark, nowMs);
  return earlierStep(state, mark, nowMs);
}

const nothing = (state: CounterState): CounterStep => ({ state, increases: [] });

const dayOf = (mark: CounterMark): string => utcDay(mark.timeUs / 1000);

function firstStep(startUs: number, mark: CounterMark, nowMs: number): CounterStep {
  const known = startUs >= forgottenUs(nowMs);
  const state = { sinceUs: known ? startUs : mark.timeUs, marks: [mark] };
  return known ? { state, increases: [{ day: dayOf(mark), amount: mark.total }] } : nothing(state);
}

function laterStep(state: CounterState, last: CounterMark | undefined, mark: CounterMark, nowMs: number): CounterStep {
  const fell = last !== undefined && mark.total < last.total;
  const amount = mark.total - (fell ? 0 : (last?.total ?? 0));
  return {
    state: fell ? { sinceUs: mark.timeUs, marks: [mark] } : { ...state, marks: needed([...state.marks, mark], nowMs) },
    increases: [{ day: dayOf(mark), amount }],
  };
}

function earlierStep(state: CounterState, mark: CounterMark, nowMs: number): CounterStep {
  const next = state.marks.find(({ timeUs }) => timeUs >= mark.timeUs);
  if (next === undefined || mark.timeUs < state.sinceUs || dayOf(next) === dayOf(mark)) return nothing(state);
  const before = state.marks.filter(({ timeUs }) => timeUs < mark.timeUs);
  const moved = mark.total - (before.at(-1)?.total ?? 0);
  // Totals that do not ascend are no counter's: nothing can be said of such a point.
  if (moved < 0 || mark.total > next.total) return nothing(state);
  const after = state.marks.filter(({ timeUs }) => timeUs > mark.timeUs);
  return {
    state: { ...state, marks: needed([...before, mark, ...after], nowMs) },
    increases: [
      { day: dayOf(mark), amount: moved },
      { day: dayOf(next), amount: -moved },
    ],
  };
}

/** Of marks in order of time the last of each open day, and the last before. */
function needed(marks: readonly CounterMark[], nowMs: number): readonly CounterMark[] {
  const open = firstOpenDay(nowMs);
  const slot = (mark: CounterMark): string => (dayOf(mark) < open ? '' : dayOf(mark));
  return marks.filter((mark, at) => {
    const next = marks[at + 1];
    return next === undefined || slot(next) !== slot(mark);
  });
}
