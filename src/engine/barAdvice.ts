/** The one sentence of advice for the session that runs, from the history as a view last needed it: the status bar never builds one. */
import type { DatabaseSync } from 'node:sqlite';
import type { Advice } from '../core/advice/advice.ts';
import { adviceForBar, barSession } from '../core/advice/modelAdvice.ts';
import { displayKey } from '../core/l10n/display.ts';
import type { Rate } from '../core/pricing/rating.ts';
import { withoutDismissed } from '../core/report/advice/dismissals.ts';
import type { LiveAdvice, LiveSession } from '../core/report/live.ts';
import { readDismissals } from '../ledger/dismissals.ts';
import type { HistoryKeeper } from './history.ts';

/** Reckoning takes some tens of milliseconds with a large history, and what months say changes slowly. */
const keptForMs = 10 * 60_000;

export interface BarAdviceOptions {
  readonly history: HistoryKeeper;
  readonly rate: Rate;
  readonly timezone: string;
  readonly database: DatabaseSync;
}

export class BarAdvice {
  private readonly options: BarAdviceOptions;
  private kept: { readonly key: string; readonly advice: Advice | null; readonly untilMs: number } | null = null;

  constructor(options: BarAdviceOptions) {
    this.options = options;
  }

  /** Null where nothing is to be said of the newest session, where it was dismissed, and before a history was read. */
  now(live: readonly LiveSession[], nowMs: number): LiveAdvice | null {
    const { history: keeper, rate, timezone, database } = this.options;
    const session = barSession(live);
    const history = keeper.latest();
    if (session === null || history === null) return null;
    const key = [session.sessionId, session.model, displayKey()].join(' ');
    if (this.kept?.key !== key || this.kept.untilMs <= nowMs)
      this.kept = { key, advice: adviceForBar(history, session, { nowMs, timezone }, rate), untilMs: nowMs + keptForMs };
    const { advice } = this.kept;
    if (advice === null || withoutDismissed([advice], readDismissals(database)).advice.length === 0) return null;
    return { sessionId: session.sessionId, sentence: advice.sentence };
  }
}
