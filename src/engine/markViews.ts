/** The user's marks over the ledger: how they stand with every snapshot, and what the user estimates to have saved. */
import { drawFutures, judgeMark } from '../core/marks/judge.ts';
import type { MarkState } from '../core/marks/judge.ts';
import type { Futures } from '../core/marks/forecast.ts';
import { markScope } from '../core/marks/mark.ts';
import type { Mark } from '../core/marks/mark.ts';
import { rhythmOf, seenSince } from '../core/marks/rhythm.ts';
import type { Rhythm } from '../core/marks/rhythm.ts';
import { countsFor, quarterMs } from '../core/marks/spend.ts';
import { countTasks, estimateTimeSaved } from '../core/marks/timeSaved.ts';
import type { TimeSaved, TimeSavedSetting } from '../core/marks/timeSaved.ts';
import { everything } from '../core/report/filterRequests.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import { selectHistory, totalOf } from '../core/report/selection.ts';
import { dayKey, nextDay, startOfDay } from '../core/report/time.ts';
import type { HistoryKeeper } from './history.ts';
import type { MarkNotes } from './markNotes.ts';
import { SpendKeeper } from './spendKeeper.ts';
import type { KeptSpend, SpendKeeperOptions } from './spendKeeper.ts';

/** Days that the time saved is estimated for, today included. */
export const timeSavedDays = 28;

export interface MarkViewOptions extends SpendKeeperOptions {
  readonly notes: MarkNotes;
  readonly history: Pick<HistoryKeeper, 'read'>;
  readonly timezone: string;
}

export class MarkViews {
  private readonly options: MarkViewOptions;
  private readonly spend: SpendKeeper;
  private rhythms = new Map<string, Rhythm | null>();
  private rhythmsKey = '';
  private futures = new Map<string, Futures>();
  private futuresKey = '';

  constructor(options: MarkViewOptions) {
    this.options = options;
    this.spend = new SpendKeeper(options);
  }

  /** Whether marks are judged at once: the first time weeks of spend are read. */
  get isReady(): boolean {
    return this.spend.isFilled;
  }

  /** How each mark stands at a snapshot's time. */
  async states(marks: readonly Mark[], snapshot: LiveSnapshot): Promise<readonly MarkState[]> {
    const { atMs, timezone } = snapshot;
    const today = dayKey(atMs, timezone);
    const spend = await this.spend.read(startOfDay(today, timezone));
    const past = `${today} ${String(spend.pastVersion)}`;
    if (past !== this.rhythmsKey) this.rhythms = new Map();
    const quarter = `${past} ${String(Math.floor(atMs / quarterMs))}`;
    if (quarter !== this.futuresKey) this.futures = new Map();
    [this.rhythmsKey, this.futuresKey] = [past, quarter];
    return marks.flatMap((mark) =>
      judgeMark(mark, {
        snapshot,
        buckets: spend.buckets,
        rhythmFor: (each) => remembered(this.rhythms, placeKey(each), () => this.rhythm(each, spend, snapshot)),
        futuresFor: (each, rhythm, window) =>
          remembered(this.futures, `${placeKey(each)} ${String(window.toMs)}`, () => {
            // From the middle of the running quarter of an hour: what is drawn stays the same within it, so that the bar is not drawn anew for nothing,
            // and what was spent in it is counted twice no more often than it is left out.
            const quarterFromMs = Math.floor(atMs / quarterMs) * quarterMs;
            return drawFutures(rhythm, window, { atMs: Math.min(quarterFromMs + quarterMs / 2, window.toMs - 1), timezone });
          }),
        snoozedUntilMs: this.options.notes.snoozes(),
      }),
    );
  }

  /**
   * Whether the caller is to tell the user of the last of these (`noticeKeys`): true once, in one window. All of them are claimed with it: who passes both
   * amounts at once hears of the larger alone.
   */
  claim(keys: readonly string[], nowMs: number): boolean {
    return keys.map((key) => this.options.notes.claim(key, nowMs)).at(-1) === true;
  }

  /** Silences a mark's period (`snoozeKey`) until then, in every window. */
  snooze(key: string, untilMs: number, nowMs: number): void {
    this.options.notes.snooze(key, untilMs, nowMs);
  }

  /** Forgets what was said and snoozed. */
  forget(): void {
    this.options.notes.deleteAll();
  }

  /** The estimate for the last four weeks; null where no commit of a kind with minutes was made. */
  async timeSaved(setting: TimeSavedSetting, nowMs: number): Promise<TimeSaved | null> {
    const { history: keeper, timezone, rate } = this.options;
    const history = await keeper.read(nowMs);
    const sinceMs = startOfDay(nextDay(dayKey(nowMs, timezone), 1 - timeSavedDays), timezone);
    const selection = selectHistory(history, { ...everything, sinceMs }, rate);
    return estimateTimeSaved(setting, countTasks(selection.requests, history.repositories), totalOf(selection));
  }

  private rhythm(mark: Mark, { buckets, firstMs }: KeptSpend, { atMs, timezone }: LiveSnapshot): Rhythm | null {
    const counted = buckets.filter(countsFor(mark));
    return rhythmOf(counted, seenSince(mark, counted, firstMs), atMs, timezone);
  }
}

/** Marks over the same work have one rhythm. */
function placeKey(mark: Mark): string {
  return markScope({ ...mark, period: 'day', unit: 'dollars' });
}

function remembered<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}
