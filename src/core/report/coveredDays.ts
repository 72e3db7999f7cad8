import { formatCount } from './money.ts';
import { t } from '../l10n/message.ts';
import { dateWords, daysBetween } from './dates.ts';
import type { Filter } from './filter.ts';
import { dayKey, nextDay } from './time.ts';

/** The days that figures are really about: those of the period that the ledger reaches back to. */
export interface CoveredDays {
  /** First and last included; empty strings without a request. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly days: number;
  /** How a sentence about them begins: `In the last 29 days`, `Today`, `From 1 October to 31 October`. */
  readonly words: string;
}

interface CoveredInput {
  readonly filter: Filter;
  /** The ledger's first request; null when it has none. */
  readonly firstAtMs: number | null;
  readonly nowMs: number;
  readonly timezone: string;
}

/** The days of a period, from the ledger's first request on. */
export function coveredDays({ filter, firstAtMs, nowMs, timezone }: CoveredInput): CoveredDays {
  const nothing: CoveredDays = { firstDay: '', lastDay: '', days: 0, words: t('In this time') };
  if (firstAtMs === null) return nothing;
  const today = dayKey(nowMs, timezone);
  const lastDay = filter.untilMs === null ? today : earlier(today, dayKey(filter.untilMs - 1, timezone));
  const firstOfLedger = dayKey(firstAtMs, timezone);
  const firstOfPeriod = filter.sinceMs === null ? firstOfLedger : dayKey(filter.sinceMs, timezone);
  const firstDay = firstOfPeriod > firstOfLedger ? firstOfPeriod : firstOfLedger;
  if (firstDay > lastDay) return nothing;
  const days = daysBetween(firstDay, lastDay);
  return { firstDay, lastDay, days, words: wordsOf(firstDay, lastDay, days, today) };
}

function wordsOf(firstDay: string, lastDay: string, days: number, today: string): string {
  if (lastDay === today) return days === 1 ? t('Today') : t('In the last {0} days', formatCount(days));
  if (days === 1) return lastDay === nextDay(today, -1) ? t('Yesterday') : t('On {0}', dateWords(lastDay, today));
  return t('From {0} to {1}', dateWords(firstDay, today), dateWords(lastDay, today));
}

function earlier(left: string, right: string): string {
  return left < right ? left : right;
}
