import { dayKey, nextDay, startOfDay } from '../core/report/time.ts';
import type { Filter } from '../core/report/filter.ts';
import type { FilterMessage, PeriodMessage } from '../protocol/filterSchemas.ts';
import type { Period } from './types.ts';

const dayCounts = { today: 1, '7days': 7, '30days': 30, '90days': 90 } as const;

/** The instants that a period means in `timezone` at `nowMs`; periods of days end with today. */
export function periodOf(period: PeriodMessage, timezone: string, nowMs: number): Period {
  if (period === 'all') return { sinceMs: null, untilMs: null };
  if (typeof period === 'object' && 'sinceMs' in period) return period;
  const today = dayKey(nowMs, timezone);
  const [first, last] = typeof period === 'string' ? [nextDay(today, 1 - dayCounts[period]), today] : [period.firstDay, period.lastDay];
  return { sinceMs: startOfDay(first, timezone), untilMs: startOfDay(nextDay(last), timezone) };
}

/** A message's filter as the core takes it. */
export function filterOf({ period, ...rest }: FilterMessage, timezone: string, nowMs: number): Filter {
  return { ...rest, ...periodOf(period, timezone, nowMs) };
}
