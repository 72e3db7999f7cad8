import { t } from '../l10n/message.ts';
import { dayKey, nextDay, startOfDay } from '../report/time.ts';
import type { MarkState } from './judge.ts';

export interface SnoozeChoice {
  readonly title: string;
  /** Milliseconds UTC. */
  readonly untilMs: number;
}

/** No session goes on for so long. */
const sessionMs = 365 * 24 * 60 * 60_000;

/** How long a mark can be snoozed: until tomorrow where its period is longer than today, and until its period is over. */
export function snoozeChoices(
  { mark, window }: Pick<MarkState, 'mark' | 'window'>,
  nowMs: number,
  timezone: string,
): readonly SnoozeChoice[] {
  const tomorrow = { title: t('Snooze Until Tomorrow'), untilMs: startOfDay(nextDay(dayKey(nowMs, timezone)), timezone) };
  if (window.toMs === null) return [{ title: t('Snooze for This Session'), untilMs: nowMs + sessionMs }];
  const toEnd = { title: titleOf(mark), untilMs: window.toMs };
  // A limit of which nobody said when it resets is told of by the day.
  if (mark.period === 'day' || window.toMs <= nowMs) return [tomorrow];
  return window.toMs <= tomorrow.untilMs ? [toEnd] : [tomorrow, toEnd];
}

function titleOf({ period, unit }: MarkState['mark']): string {
  if (unit === 'percent') return t('Snooze Until It Resets');
  return period === 'month' ? t('Snooze for This Month') : t('Snooze for This Week');
}
