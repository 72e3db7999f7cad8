import { t } from '../core/l10n/message.ts';
import { nextDay } from '../core/report/time.ts';
import type { CompareQueryMessage } from '../protocol/compareSchemas.ts';

export interface PeriodChoice {
  readonly value: CompareQueryMessage['period'];
  readonly label: string;
}

/** Days that a figure is usually about, this month first. */
export function periods(today: string): readonly PeriodChoice[] {
  const firstDay = `${today.slice(0, 8)}01`;
  const lastDay = nextDay(firstDay, -1);
  return [
    { value: { firstDay, lastDay: today }, label: t('This month') },
    { value: { firstDay: `${lastDay.slice(0, 8)}01`, lastDay }, label: t('Last month') },
    { value: '7days', label: t('The last 7 days') },
    { value: '30days', label: t('The last 30 days') },
    { value: 'all', label: t('All days') },
  ];
}
