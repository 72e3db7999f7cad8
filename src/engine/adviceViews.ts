/** Advice as the panel and the command line show it, built over the kept history, and what the user dismissed of it. */
import type { DatabaseSync } from 'node:sqlite';
import type { History } from '../core/attribution/history.ts';
import { displayKey } from '../core/l10n/display.ts';
import type { Rate } from '../core/pricing/rating.ts';
import type { AdviceView, Dismissal } from '../core/report/advice/adviceView.ts';
import { buildAdvice, dismissedFrom } from '../core/report/advice/buildAdviceView.ts';
import type { AdviceBasis } from '../core/report/advice/buildAdviceView.ts';
import type { Period } from '../core/report/time.ts';
import { addDismissal, readDismissals, removeDismissals } from '../ledger/dismissals.ts';
import type { HistoryKeeper } from './history.ts';

export interface AdviceViewOptions {
  readonly history: HistoryKeeper;
  readonly rate: Rate;
  readonly timezone: string;
  readonly database: DatabaseSync;
  /** Runs a change of the ledger under the lease; null where another process does not let it in. */
  readonly writing: <T>(change: () => T) => Promise<{ readonly value: T } | null>;
  /** Why it was not let in, in a sentence. */
  readonly refusal: () => string;
}

/** Why the ledger could not be written, in a sentence. */
export interface Refused {
  readonly refused: string;
}

export interface AdviceQuery {
  readonly period: Period;
  /** Null: all of them. */
  readonly repository: string | null;
  readonly nowMs: number;
}

/** What a forecast or a day's sum depends on changes slowly; an answer to the same question is given again for so long. */
const keptForMs = 60_000;
/** Periods and repositories that somebody goes to and fro between. */
const mostKept = 8;

export class AdviceViews {
  private readonly options: AdviceViewOptions;
  /** By question, the newest last; of one history. */
  private readonly kept = new Map<string, AdviceBasis>();
  private keptOf: History | null = null;

  constructor(options: AdviceViewOptions) {
    this.options = options;
  }

  /** What rules say about a period, and what they say it from. */
  async view({ period, repository, nowMs }: AdviceQuery): Promise<AdviceView> {
    const { rate, timezone, database } = this.options;
    const history = await this.options.history.read(nowMs);
    const key = JSON.stringify([period.sinceMs, period.untilMs, repository, Math.floor(nowMs / keptForMs), displayKey()]);
    if (this.keptOf !== history) this.kept.clear();
    this.keptOf = history;
    let basis = this.kept.get(key);
    if (basis === undefined) {
      const [oldest] = this.kept.size < mostKept ? [] : this.kept.keys();
      if (oldest !== undefined) this.kept.delete(oldest);
      this.kept.set(key, (basis = buildAdvice({ history, period, repository, nowMs, timezone, rate })));
    }
    return dismissedFrom(basis, readDismissals(database));
  }

  /** Silences a piece of advice or a rule, in every window and command line. */
  async dismiss(dismissal: Dismissal): Promise<Refused | { readonly dismissed: Dismissal }> {
    const { database, writing, refusal } = this.options;
    const done = await writing(() => addDismissal(database, dismissal));
    return done === null ? { refused: refusal() } : { dismissed: dismissal };
  }

  /** Lets it speak again, or all that was dismissed where it is null: how many dismissals that were. */
  async restore(dismissal: Dismissal | null): Promise<Refused | { readonly restored: number }> {
    const { database, writing, refusal } = this.options;
    const done = await writing(() => removeDismissals(database, dismissal));
    return done === null ? { refused: refusal() } : { restored: done.value };
  }
}
