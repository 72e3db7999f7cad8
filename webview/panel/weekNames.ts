import { t } from '../../src/core/l10n/message.ts';
import { shortDate } from '../../src/core/report/dates.ts';

/** A week by its Monday, and whether the period has only a part of it. */
export interface NamedWeek {
  readonly week: string;
  readonly partial: boolean;
}

/** `16 Nov`, with a star where the period has only a part of it: for axes, which name the years themselves. */
export function weekLabel({ week, partial }: NamedWeek): string {
  return `${shortDate(week)}${partial ? '*' : ''}`;
}

/** As its label, with its year where the weeks that it is among are of several. */
export function weekName({ week, partial }: NamedWeek, weeks: readonly NamedWeek[]): string {
  const years = new Set([weeks[0], weeks.at(-1)].map((each) => each?.week.slice(0, 4)));
  return `${shortDate(week, years.size > 1)}${partial ? '*' : ''}`;
}

/** `Week of 16 Nov`: for tooltips. */
export function weekTitle(week: NamedWeek, _index: number, weeks: readonly NamedWeek[]): string {
  return t('Week of {0}', weekName(week, weeks));
}

/** The labels of a chart's axis, and the days that they stand for. */
export function weekAxis(weeks: readonly NamedWeek[]): { readonly labels: readonly string[]; readonly days: readonly string[] } {
  return { labels: weeks.map(weekLabel), days: weeks.map(({ week }) => week) };
}

/** Whether a star has to be explained. */
export function anyPartial(weeks: readonly NamedWeek[]): boolean {
  return weeks.some(({ partial }) => partial);
}
