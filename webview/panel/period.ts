import { t } from '../../src/core/l10n/message.ts';
import type { PeriodMessage } from '../../src/protocol/filterSchemas.ts';

export const periodKinds = ['days7', 'days30', 'days90', 'month', 'all', 'custom'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** The days that are shown; `since` and `until` only count for `custom`, both included, empty is open. */
export interface PeriodChoice {
  readonly kind: PeriodKind;
  readonly since: string;
  readonly until: string;
}

const periodLabels: Readonly<Record<PeriodKind, () => string>> = {
  days7: () => t('Last 7 days'),
  days30: () => t('Last 30 days'),
  days90: () => t('Last 90 days'),
  month: () => t('This month'),
  all: () => t('All time'),
  custom: () => t('Custom…'),
};

/** What a choice of days is called. */
export function periodLabel(kind: PeriodKind): string {
  return periodLabels[kind]();
}

/** The choice as the host takes it, which knows when a day begins. `today` is the day of the ledger's time zone. */
export function periodMessage(choice: PeriodChoice, today: string): PeriodMessage {
  switch (choice.kind) {
    case 'days7':
      return '7days';
    case 'days30':
      return '30days';
    case 'days90':
      return '90days';
    case 'month':
      return { firstDay: `${today.slice(0, 7)}-01`, lastDay: today };
    case 'all':
      return 'all';
    case 'custom': {
      const firstDay = isDay(choice.since) ? choice.since : '1970-01-01';
      const lastDay = isDay(choice.until) ? choice.until : today;
      return firstDay <= lastDay ? { firstDay, lastDay } : { firstDay: lastDay, lastDay: firstDay };
    }
  }
}

/** Whether a text is a day of the calendar, `2026-11-22`. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return ms >= 0 && new Date(ms).toISOString().startsWith(text);
}
