import { t } from '../../src/core/l10n/message.ts';
import { shortDate } from '../../src/core/report/dates.ts';

/** A week by its Monday, and whether the period has only a part of it. */
export interface NamedWeek {
  readonly week: string;
  readonly partial: boolean;
}

/** `16 Nov`, with a star where the period has only a part of it. */
export function weekLabel({ week, partial }: NamedWeek): string {
  return `${shortDate(week)}${partial ? '*' : ''}`;
}

/** `Week of 16 Nov`: for tooltips. */
export function weekTitle(week: NamedWeek): string {
  return t('Week of {0}', weekLabel(week));
}

/** Whether a star has to be explained. */
export function anyPartial(weeks: readonly NamedWeek[]): boolean {
  return weeks.some(({ partial }) => partial);
}
