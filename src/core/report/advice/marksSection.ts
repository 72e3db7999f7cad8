/** The part of the Advice view on marks: how each stands, where its period may end, and what the user takes the time saved to be. */
import { workKindLabel } from '../../advice/workKinds.ts';
import { t } from '../../l10n/message.ts';
import { formatNumber } from '../../l10n/numbers.ts';
import { warns } from '../../marks/judge.ts';
import type { MarkState } from '../../marks/judge.ts';
import {
  amountLookedAt,
  amountText,
  basisSentence,
  countedText,
  forecastSentence,
  markName,
  reachText,
  unsureSentence,
} from '../../marks/markWords.ts';
import { rateText } from '../../marks/currencySetting.ts';
import type { Minutes, TimeSaved } from '../../marks/timeSaved.ts';
import { formatTime } from '../durations.ts';
import type { MarksNow } from '../live.ts';
import { formatCount, formatDollars, isUnpriced } from '../money.ts';
import { saidMoney, shareText } from '../words.ts';

/** A mark as it is shown, in the words of the user's language. */
export interface MarkRow {
  /** What it is counted over: `This month · payoff`. */
  readonly name: string;
  readonly counted: string;
  /** Its amounts, each with whether it is passed and how likely it is to be reached. */
  readonly amounts: readonly { readonly text: string; readonly passed: boolean; readonly reach: string | null }[];
  /** What is counted as a part of the largest amount, 0 and up; null where it is not known. For a bar, not to be read. */
  readonly filled: number | null;
  /** The same in words, of the amount that is looked at: `84%`. */
  readonly share: string | null;
  /** `passed`, `open`, or `unsure`: it cannot be told. */
  readonly state: 'passed' | 'open' | 'unsure';
  /** Whether the bar warns of it now. */
  readonly warns: boolean;
  /** `Snoozed until 00:00`; null where it is not. */
  readonly snoozed: string | null;
  readonly unsure: string | null;
  readonly forecast: string | null;
  /** What the forecast rests on, or why there is none. */
  readonly basis: string;
}

export interface TimeSavedText {
  /** `Your estimate: …`. */
  readonly sentence: string;
  /** What it assumes, in one sentence that always stands beside it. */
  readonly assumption: string;
}

export interface MarksSection {
  readonly rows: readonly MarkRow[];
  /** What is wrong with settings, a sentence each. */
  readonly problems: readonly string[];
  /** Where amounts in another currency come from; null in dollars. */
  readonly rate: string | null;
  readonly timeSaved: TimeSavedText | null;
}

export interface MarksSectionInput {
  readonly marks: MarksNow;
  readonly timeSaved: TimeSaved | null;
  readonly nowMs: number;
  readonly timezone: string;
}

export function marksSection({ marks, timeSaved, nowMs, timezone }: MarksSectionInput): MarksSection {
  return {
    rows: marks.states.map((state) => rowOf(state, nowMs, timezone)),
    problems: marks.problems,
    rate: rateText(),
    timeSaved: timeSaved === null ? null : timeSavedText(timeSaved),
  };
}

function rowOf(state: MarkState, nowMs: number, timezone: string): MarkRow {
  const { mark, amounts, passed, sure, spent, percent, forecast, snoozedUntilMs } = state;
  const counted = spent === null ? percent : isUnpriced(spent) ? null : spent.nanodollars;
  const largest = amounts.at(-1) ?? 0;
  const snoozed = snoozedUntilMs !== null && snoozedUntilMs > nowMs;
  return {
    name: markName(mark),
    counted: countedText(state),
    amounts: amounts.map((amount, index) => {
      const reach = forecast?.reached[index] ?? null;
      return {
        text: amountText(mark.unit, amount),
        passed: index < passed,
        reach: reach === null ? null : reachText(reach, nowMs, timezone),
      };
    }),
    filled: counted === null ? null : counted / largest,
    share: counted === null ? null : shareOf(counted, amountLookedAt(state)),
    state: passed > 0 ? 'passed' : sure ? 'open' : 'unsure',
    warns: warns(state, nowMs),
    snoozed: snoozed ? snoozedText(snoozedUntilMs, nowMs, timezone) : null,
    unsure: unsureSentence(state),
    forecast: forecastSentence(state, nowMs, timezone),
    basis: basisSentence(state),
  };
}

/** A share above the whole is one too: `124%`. */
function shareOf(part: number, whole: number): string {
  return part <= whole ? shareText(part, whole) : t('{0}%', formatCount((100 * part) / whole));
}

function snoozedText(untilMs: number, nowMs: number, timezone: string): string {
  return Number.isSafeInteger(untilMs) && untilMs < 8e15 ? t('Snoozed until {0}', formatTime(untilMs, nowMs, timezone)) : t('Snoozed');
}

/** The estimate with its range; the assumption is never far from it. */
export function timeSavedText({ hourlyRate, tasks, minutes, value, spent }: TimeSaved): TimeSavedText {
  const ranges = tasks.flatMap(({ kind, tasks: count, minutes: each }) =>
    each === null ? [] : [t('{0} × {1} at {2}', formatCount(count), workKindLabel(kind), minutesText(each))],
  );
  const left = tasks
    .filter((task) => task.minutes === null)
    .map(({ kind, tasks: count }) => t('{0} × {1}', formatCount(count), workKindLabel(kind)));
  const rate = formatDollars(Math.round(hourlyRate * 1e9));
  const assumption = t(
    'You assume: {0}; an hour at {1}. Counted are commits; the minutes are your own word, not measured.',
    ranges.join(', '),
    rate,
  );
  return {
    sentence: t(
      'Your estimate: in the last 28 days {0} replaced {1} of work, {2} to {3} at your hourly rate.',
      saidMoney(spent),
      hoursText(minutes),
      formatDollars(value.low, 'dollars'),
      formatDollars(value.high, 'dollars'),
    ),
    assumption: left.length === 0 ? assumption : t('{0} Without minutes of yours, and in no sum: {1}.', assumption, left.join(', ')),
  };
}

function minutesText({ low, high }: Minutes): string {
  return low === high ? t('{0} min', formatCount(low)) : t('{0} to {1} min', formatCount(low), formatCount(high));
}

function hoursText({ low, high }: Minutes): string {
  if (high < 60) return minutesText({ low, high });
  const hours = (minutes: number): string => (minutes < 600 ? formatHours(minutes / 60) : formatCount(minutes / 60));
  return low === high ? t('{0} h', hours(low)) : t('{0} to {1} h', hours(low), hours(high));
}

function formatHours(hours: number): string {
  return formatNumber(hours, 1);
}
