import { t } from '../l10n/message.ts';
import type { LimitWindow, PlanReading } from './live.ts';
import { formatAge, formatTime } from './durations.ts';
import { formatPercent } from './money.ts';

/** The client itself drops a reading after an hour; from then on it is shown as old. */
export const freshForMs = 60 * 60_000;

/** From here on a limit is worth a warning. */
export const warningPercent = 90;

/** One limit as it stands at a time. */
export interface LimitState {
  /** `5h`, `week`, `opus week`. */
  readonly label: string;
  readonly percent: number;
  readonly resetsAtMs: number | null;
  /** The window that was read has ended since. */
  readonly reset: boolean;
  /** Read more than an hour ago: it is at least this much now. */
  readonly old: boolean;
}

/** The limits that were read, in the order of the reading; none where tokens are paid one by one. */
export function limitStates(plan: PlanReading | null, nowMs: number): readonly LimitState[] {
  if (plan === null || plan.plan === 'api') return [];
  const old = plan.fetchedAtMs !== null && nowMs - plan.fetchedAtMs > freshForMs;
  return plan.windows.map((window) => ({
    label: limitLabel(window.kind),
    percent: window.percent,
    resetsAtMs: window.resetsAtMs,
    reset: window.resetsAtMs !== null && window.resetsAtMs <= nowMs,
    old,
  }));
}

/** The limit that stops the work first: the fullest that has not been reset; the first one when all have been. */
export function bindingLimit(limits: readonly LimitState[]): LimitState | null {
  const [fullest] = limits.filter((limit) => !limit.reset).sort((left, right) => right.percent - left.percent);
  return fullest ?? limits[0] ?? null;
}

/** Whether a limit is so full that it is worth a warning. An old reading is: within its window a limit only fills. */
export function isNearLimit(limit: LimitState | null): boolean {
  return limit !== null && !limit.reset && limit.percent >= warningPercent;
}

/** `5h 42%`; `5h ~42%` of an old reading; `5h reset` past its end. */
export function limitText(limit: LimitState): string {
  if (limit.reset) return t('{0} reset', limit.label);
  return `${limit.label} ${limit.old ? '~' : ''}${formatPercent(limit.percent)}`;
}

/** The same to be heard: `5h about 42%`. */
export function limitWords(limit: LimitState): string {
  const percent = formatPercent(limit.percent);
  return limit.old && !limit.reset ? t('{0} about {1}', limit.label, percent) : limitText(limit);
}

/** `5h 42%, resets 14:32`. */
export function limitSentence(limit: LimitState, nowMs: number, timezone: string): string {
  return limit.reset || limit.resetsAtMs === null
    ? limitText(limit)
    : t('{0}, resets {1}', limitText(limit), formatTime(limit.resetsAtMs, nowMs, timezone));
}

/** `read 3 min ago`; empty where the reading does not say when it was made. */
export function readingAge(plan: PlanReading, nowMs: number): string {
  return plan.fetchedAtMs === null ? '' : t('read {0}', formatAge(Math.max(0, nowMs - plan.fetchedAtMs)));
}

function limitLabel(kind: LimitWindow['kind']): string {
  if (kind === 'five_hour') return t('5h');
  if (kind === 'seven_day') return t('week');
  const words = kind.replace(/^seven_day_/, '').replaceAll('_', ' ');
  return t('{0} week', words);
}
