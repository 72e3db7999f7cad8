/**
 * Another figure for the same use, and why it differs from ours: theirs = ours + the sum of the causes + what is unexplained, exactly,
 * in integer nanodollars. Causes are found one after the other in a fixed order, each from what is known of single requests; what no cause
 * explains is computed last, and is never made to fit.
 */
import { t } from '../../l10n/message.ts';
import type { Money } from '../live.ts';

export const comparedFigures = ['ccusage', 'claude', 'console'] as const;
export type ComparedFigure = (typeof comparedFigures)[number];

/** Why two figures differ, in the order in which causes are found and shown where amounts are equal. */
export const causeTitles = {
  archive: () => t('Deleted transcripts'),
  unreached: () => t('Files out of its reach'),
  refused: () => t('Lines that it leaves out'),
  noTotal: () => t('Sessions without a total'),
  later: () => t('After the last total'),
  days: () => t('Days and time zone'),
  unreported: () => t('Days not in the report'),
  duplicates: () => t('Duplicates'),
  forks: () => t('Forks'),
  subagents: () => t('Subagents'),
  leftovers: () => t('Leftover files'),
  notHeld: () => t('Not in the ledger'),
  lines: () => t('Lines that grow'),
  recorded: () => t('Recorded costs'),
  unknownModels: () => t('Models without a price'),
  searches: () => t('Web searches'),
  geography: () => t('Geography'),
  fast: () => t('Fast mode'),
  lifetimes: () => t('Cache lifetimes'),
  longContext: () => t('Long prompts'),
  prices: () => t('Price tables'),
  sideCalls: () => t('Side calls'),
  otherTools: () => t('Other tools'),
  batch: () => t('Batches'),
  otherModels: () => t('Models of other use'),
  otherProducts: () => t('Other products'),
  discounts: () => t('Discounts'),
  rounding: () => t('Rounding'),
} as const;
export type Cause = keyof typeof causeTitles;

/** How much of the difference one cause is. */
export interface CausePart {
  readonly cause: Cause;
  readonly title: string;
  /** Theirs minus ours; negative where it makes theirs lower. Never 0. */
  readonly nanodollars: number;
  /** How many requests it concerns; of sums that are no requests how many sums. */
  readonly count: number;
  /** What it is and how it was found, in a sentence. */
  readonly sentence: string;
}

/** A part of both figures by itself: a session, or a day. */
export interface ComparedRow {
  readonly key: string;
  readonly theirsNanodollars: number;
  readonly oursNanodollars: number;
  /** What of their difference no cause explains. */
  readonly unexplainedNanodollars: number;
}

export interface Comparison {
  readonly figure: ComparedFigure;
  /** How the other figure is called in sentences, with its version where that is known: `ccusage 20.0.24`. */
  readonly name: string;
  readonly theirsNanodollars: number;
  readonly ours: Money;
  /** Whose days were compared, and which: milliseconds UTC, the end excluded, null is open. */
  readonly timezone: string;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** By size, the largest first. */
  readonly causes: readonly CausePart[];
  readonly unexplainedNanodollars: number;
  /** What may be behind the unexplained part, and cannot be measured; empty where nothing is unexplained. */
  readonly possibleReasons: readonly string[];
  /** What has to be known to read the figures right. */
  readonly notes: readonly string[];
  /** What the rows are: sessions, days of UTC; null where there are none. */
  readonly rowsBy: 'session' | 'day' | null;
  /** The largest differences first. */
  readonly rows: readonly ComparedRow[];
}

/** Why nothing can be compared, in a sentence with what to do. */
export interface ComparisonProblem {
  readonly problem: string;
}

/** Adds up what each cause makes of the difference. Amounts may have fractions of a nanodollar until they are taken. */
export class CauseSums {
  readonly #sums = new Map<Cause, { nanodollars: number; count: number; readonly names: Set<string> }>();

  /** `name` (a model) is told in the cause's sentence. */
  add(cause: Cause, nanodollars: number, name = '', count = 1): void {
    if (nanodollars === 0) return;
    let sum = this.#sums.get(cause);
    if (sum === undefined) this.#sums.set(cause, (sum = { nanodollars: 0, count: 0, names: new Set() }));
    sum.nanodollars += nanodollars;
    sum.count += count;
    if (name !== '') sum.names.add(name);
  }

  /** Everything that was added, as the difference that it explains. */
  total(): number {
    return [...this.#sums.values()].reduce((total, { nanodollars }) => total + Math.round(nanodollars), 0);
  }

  /** Each cause in whole nanodollars with its sentence, the largest first; those of nothing are left out. */
  take(sentenceOf: (cause: Cause, count: number, names: readonly string[]) => string): readonly CausePart[] {
    const order = Object.keys(causeTitles);
    return [...this.#sums]
      .map(([cause, { nanodollars, count, names }]) => ({ cause, nanodollars: Math.round(nanodollars), count, names }))
      .filter(({ nanodollars }) => nanodollars !== 0)
      .sort(
        (first, second) =>
          Math.abs(second.nanodollars) - Math.abs(first.nanodollars) || order.indexOf(first.cause) - order.indexOf(second.cause),
      )
      .map(({ cause, nanodollars, count, names }) => ({
        cause,
        title: causeTitles[cause](),
        nanodollars,
        count,
        sentence: sentenceOf(cause, count, [...names].sort()),
      }));
  }
}
