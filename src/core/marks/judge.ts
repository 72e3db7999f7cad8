/** How a mark stands: what was spent, whether it is passed, and where its period may end. */
import { isAtLeast } from '../report/money.ts';
import type { LimitWindow, LiveSession, LiveSnapshot, Money } from '../report/live.ts';
import { freshForMs } from '../report/limits.ts';
import { dayKey } from '../report/time.ts';
import { futuresOf, reachOf, restInterval } from './forecast.ts';
import type { Futures, Interval, Reach } from './forecast.ts';
import { markAmounts, markScope } from './mark.ts';
import type { Mark } from './mark.ts';
import { calendarWindow } from './markWindow.ts';
import type { MarkWindow } from './markWindow.ts';
import type { Rhythm } from './rhythm.ts';
import { countsFor, spentBetween } from './spend.ts';
import type { SpendBucket } from './spend.ts';

const hourMs = 60 * 60_000;
/** The windows of a plan that a percentage may be of. */
const planWindows = {
  fiveHours: { kind: 'five_hour', lengthMs: 5 * hourMs },
  week: { kind: 'seven_day', lengthMs: 7 * 24 * hourMs },
} as const;
/** Below this share too little of a plan's window is used to say what a dollar uses of it. */
const leastPercent = 5;
/** Two readings of one window differ by seconds in when it ends. */
const sameResetMs = 10 * 60_000;

export interface MarkForecast {
  /** Nanodollars, or percent; what the period comes to in eight of ten futures. */
  readonly interval: Interval;
  /** Of each amount of the mark that is not passed yet, in its order; null for those that are. */
  readonly reached: readonly (Reach | null)[];
  /** When the plan's window is full; null where the mark is not of one. */
  readonly limit: Reach | null;
  /** Whole weeks of the rhythm that it rests on. */
  readonly weeks: number;
  /** Something in it has no price: it is at least this. */
  readonly lowerBound: boolean;
}

export interface MarkState {
  readonly mark: Mark;
  /** Nanodollars or percent. */
  readonly amounts: readonly number[];
  /** The window that it is counted over now; its end is null for a session. */
  readonly window: { readonly key: string; readonly fromMs: number; readonly toMs: number | null };
  /** What was spent; null for a percentage. */
  readonly spent: Money | null;
  /** What the plan's window is filled by, as it was read; null for dollars, and where it was not read. */
  readonly percent: number | null;
  /** How many of the amounts are passed: reached, for sure. */
  readonly passed: number;
  /** Whether it can be told that no more are passed: not while something has no price, is still being read, or was read long ago. */
  readonly sure: boolean;
  readonly forecast: MarkForecast | null;
  /** No notice and no warning until then; null where it is not snoozed. */
  readonly snoozedUntilMs: number | null;
}

/** What a snooze silences: the mark's period, whatever its amounts. */
export function snoozeKey({ mark, window }: Pick<MarkState, 'mark' | 'window'>): string {
  return `${markScope(mark)} ${window.key}`;
}

/** What is said once: that an amount was passed in a period. */
export function noticeKeys(state: Pick<MarkState, 'mark' | 'window' | 'amounts' | 'passed'>): readonly string[] {
  return state.amounts.slice(0, state.passed).map((amount) => `${snoozeKey(state)} ${String(amount)}`);
}

/** Whether a mark warns now: something of it is passed and it is not snoozed. */
export function warns({ passed, snoozedUntilMs }: Pick<MarkState, 'passed' | 'snoozedUntilMs'>, nowMs: number): boolean {
  return passed > 0 && (snoozedUntilMs === null || snoozedUntilMs <= nowMs);
}

export interface JudgeInput {
  readonly snapshot: Pick<LiveSnapshot, 'atMs' | 'timezone' | 'live' | 'plan' | 'reading'>;
  /** All spend since the beginning of the longest period and of the rhythm. */
  readonly buckets: readonly SpendBucket[];
  readonly rhythmFor: (mark: Mark) => Rhythm | null;
  /** Remembers futures as long as nothing of them changes. */
  readonly futuresFor: (mark: Mark, rhythm: Rhythm, window: MarkWindow) => Futures;
  readonly snoozedUntilMs: (key: string) => number | null;
}

/** The states of a mark now: one, and of a mark for sessions one for each session that is live. */
export function judgeMark(mark: Mark, input: JudgeInput): readonly MarkState[] {
  if (mark.period === 'session') return input.snapshot.live.filter(countsFor(mark)).map((session) => ofSession(mark, session, input));
  return [mark.unit === 'percent' ? ofPlan(mark, input) : ofCalendar(mark, input)];
}

/** The futures of a window, drawn anew. */
export function drawFutures(rhythm: Rhythm, window: MarkWindow, { atMs, timezone }: Pick<LiveSnapshot, 'atMs' | 'timezone'>): Futures {
  return futuresOf(rhythm, window, atMs, timezone);
}

function ofSession(mark: Mark, { sessionId, startedAtMs, money }: LiveSession, input: JudgeInput): MarkState {
  const window = { key: sessionId, fromMs: startedAtMs, toMs: null };
  return withSnooze({ ...inDollars(mark, money, startedAtMs, input), mark, window, percent: null, forecast: null }, input);
}

function ofCalendar(mark: Mark, input: JudgeInput): MarkState {
  const { snapshot, buckets } = input;
  const period = mark.period === 'week' || mark.period === 'month' ? mark.period : 'day';
  const window = calendarWindow(period, snapshot.atMs, snapshot.timezone);
  const counted = buckets.filter(countsFor(mark));
  const spent = spentBetween(counted, window.fromMs, window.toMs);
  const judged = inDollars(mark, spent, window.fromMs, input);
  return withSnooze({ ...judged, mark, window, percent: null, forecast: dollarForecast(mark, judged, window, input) }, input);
}

function inDollars(
  mark: Mark,
  spent: Money,
  fromMs: number,
  { snapshot }: JudgeInput,
): Pick<MarkState, 'amounts' | 'spent' | 'passed' | 'sure'> {
  const { reading, atMs, timezone } = snapshot;
  const amounts = markAmounts(mark);
  const passed = amounts.filter((amount) => spent.nanodollars >= amount).length;
  const isRead = reading === null || (reading.todayExact && dayKey(fromMs, timezone) === dayKey(atMs, timezone));
  const sure = passed === amounts.length || (spent.unpricedRequests === 0 && isRead);
  return { amounts, spent, passed, sure };
}

function dollarForecast(
  mark: Mark,
  { amounts, spent }: Pick<MarkState, 'amounts' | 'spent'>,
  window: MarkWindow,
  input: JudgeInput,
): MarkForecast | null {
  const rhythm = input.snapshot.reading === null ? input.rhythmFor(mark) : null;
  // Where a part is unknown, so is what it leads to.
  if (rhythm === null || spent === null || spent.unpricedRequests > 0) return null;
  const futures = input.futuresFor(mark, rhythm, window);
  const rest = restInterval(futures);
  const { nanodollars } = spent;
  return {
    interval: { low: nanodollars + rest.low, middle: nanodollars + rest.middle, high: nanodollars + rest.high },
    reached: amounts.map((amount) => (amount <= nanodollars ? null : reachOf(futures, amount - nanodollars))),
    limit: null,
    weeks: rhythm.weeks.length,
    lowerBound: rhythm.lowerBound || isAtLeast(spent),
  };
}

function ofPlan(mark: Mark, input: JudgeInput): MarkState {
  const { snapshot } = input;
  const { kind, lengthMs } = mark.period === 'fiveHours' ? planWindows.fiveHours : planWindows.week;
  const reading = snapshot.plan?.plan === 'api' ? undefined : snapshot.plan?.windows.find((window) => window.kind === kind);
  const fetchedAtMs = snapshot.plan?.fetchedAtMs ?? null;
  const isFresh = fetchedAtMs !== null && snapshot.atMs - fetchedAtMs <= freshForMs;
  // Where a reading does not say when its window ends, an old one may be of a window that is over.
  const isCurrent = ({ resetsAtMs }: LimitWindow): boolean => (resetsAtMs === null ? isFresh : resetsAtMs > snapshot.atMs);
  const current = reading !== undefined && isCurrent(reading) ? reading : null;
  const window = planWindow(current, lengthMs, snapshot);
  const amounts = markAmounts(mark);
  const percent = current?.percent ?? null;
  const passed = percent === null ? 0 : amounts.filter((amount) => percent >= amount).length;
  const fresh = percent !== null && isFresh;
  const state = { mark, amounts, window, spent: null, percent, passed, sure: fresh || passed === amounts.length };
  return withSnooze({ ...state, forecast: fresh ? planForecast(state, fetchedAtMs, input) : null }, input);
}

function planWindow(current: LimitWindow | null, lengthMs: number, { atMs, timezone }: JudgeInput['snapshot']): MarkWindow {
  const resetsAtMs = current?.resetsAtMs ?? null;
  if (resetsAtMs === null) return { key: dayKey(atMs, timezone), fromMs: atMs - lengthMs, toMs: atMs };
  // Resets are at full five minutes, give or take some seconds: the border between two keys lies between them.
  return { key: String(Math.round((resetsAtMs - sameResetMs / 4) / sameResetMs)), fromMs: resetsAtMs - lengthMs, toMs: resetsAtMs };
}

/** What a dollar used of the window so far, at list price and on this machine, is taken to go on. */
function planForecast(
  { mark, amounts, window, percent }: Pick<MarkState, 'mark' | 'amounts' | 'percent'> & { readonly window: MarkWindow },
  fetchedAtMs: number,
  input: JudgeInput,
): MarkForecast | null {
  const rhythm = input.snapshot.reading === null ? input.rhythmFor(mark) : null;
  if (rhythm === null || percent === null || percent < leastPercent || window.toMs <= input.snapshot.atMs) return null;
  const before = spentBetween(input.buckets, window.fromMs, fetchedAtMs);
  const since = spentBetween(input.buckets, fetchedAtMs, input.snapshot.atMs);
  if (before.nanodollars === 0 || before.unpricedRequests + since.unpricedRequests > 0) return null;
  const perNanodollar = percent / before.nanodollars;
  const futures = input.futuresFor(mark, rhythm, window);
  const rest = restInterval(futures);
  const now = percent + since.nanodollars * perNanodollar;
  const reached = (amount: number): Reach => reachOf(futures, Math.max(0, amount - now) / perNanodollar);
  const end = (nanodollars: number): number => now + nanodollars * perNanodollar;
  return {
    interval: { low: end(rest.low), middle: end(rest.middle), high: end(rest.high) },
    reached: amounts.map((amount) => (amount <= percent ? null : reached(amount))),
    limit: percent >= 100 ? null : reached(100),
    weeks: rhythm.weeks.length,
    lowerBound: rhythm.lowerBound,
  };
}

function withSnooze(state: Omit<MarkState, 'snoozedUntilMs'>, { snoozedUntilMs }: JudgeInput): MarkState {
  return { ...state, snoozedUntilMs: snoozedUntilMs(snoozeKey(state)) };
}
