/** When a part of a week is published, and when again. */
import type { PartName } from './types.ts';
import { publishedParts } from './types.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** After a week is over in the last zone of the world. */
const daysUntilClosed: Readonly<Record<PartName, number>> = { usage: 7, outcomes: 28, survival: 37 };
/** Between two editions of a part. */
export const betweenEditionsMs = 4 * weekMs;
/** From so long after a part closed no further edition is made: what an edition was made of need not be kept. */
export const lastEditionAfterMs = 26 * weekMs;

/** The first instant of an ISO week's Monday in UTC; NaN where there is no such week. */
export function mondayMs(week: string): number {
  const found = /^(\d{4})-W(\d{2})$/.exec(week);
  if (found === null) return NaN;
  const [year, number] = [Number(found[1]), Number(found[2])];
  // The fourth of January is in the first week of its year.
  const fourth = Date.UTC(year, 0, 4);
  const first = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMs;
  return first + (number - 1) * weekMs;
}

/** The ISO week of an instant in UTC, `2026-W47`. */
export function weekOfMs(ms: number): string {
  const day = Math.floor(ms / dayMs) * dayMs;
  const thursday = day + (3 - ((new Date(day).getUTCDay() + 6) % 7)) * dayMs;
  const year = new Date(thursday).getUTCFullYear();
  const number = Math.floor((thursday - mondayMs(`${String(year)}-W01`)) / weekMs) + 1;
  return `${String(year)}-W${String(number).padStart(2, '0')}`;
}

/** So many weeks later, or earlier where `count` is negative. */
export function weekAfter(week: string, count = 1): string {
  return weekOfMs(mondayMs(week) + count * weekMs);
}

/** When the part of a week closes: it is over everywhere at noon (UTC) of the next Monday, and then so many days pass. */
export function closesAtMs(week: string, part: PartName): number {
  return mondayMs(week) + weekMs + 12 * hourMs + daysUntilClosed[part] * dayMs;
}

export interface PublishedWeek {
  readonly week: string;
  readonly part: PartName;
  /** The last one. */
  readonly edition: number;
  readonly publishedAtMs: number;
}

export interface DuePart {
  readonly week: string;
  readonly part: PartName;
  /** The one to be made. */
  readonly edition: number;
}

/**
 * What `publishPart` is to be asked for now, oldest weeks first.
 * @param weeks of which any row is there
 * @param published the last edition of each part that has one
 */
export function dueParts(nowMs: number, weeks: readonly string[], published: readonly PublishedWeek[]): readonly DuePart[] {
  const last = new Map(published.map((each) => [`${each.week} ${each.part}`, each]));
  return [...new Set(weeks)].sort().flatMap((week) =>
    publishedParts.flatMap((part): readonly DuePart[] => {
      const before = last.get(`${week} ${part}`);
      if (nowMs < closesAtMs(week, part)) return [];
      if (before === undefined) return [{ week, part, edition: 1 }];
      const isDue = nowMs >= before.publishedAtMs + betweenEditionsMs && !isFinal(week, part, nowMs);
      return isDue ? [{ week, part, edition: before.edition + 1 }] : [];
    }),
  );
}

/** Whether no further edition of a part will be made: the basis of its last one may be deleted. */
export function isFinal(week: string, part: PartName, nowMs: number): boolean {
  return nowMs >= closesAtMs(week, part) + lastEditionAfterMs;
}
