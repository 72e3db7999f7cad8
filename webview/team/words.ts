/** How the page says what all of its sections say: money, people, weeks, and why there is no value. */
import { dateWords, shortDate } from '../../src/core/report/dates.ts';
import { formatCount, formatDollars, formatDollarsMark, formatTokens } from '../../src/core/report/money.ts';
import { shareText } from '../../src/core/report/words.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import type { HiddenFigure, Shown, Span, TeamDashboard, WeekRow, WeekSpan } from '../../src/core/team/published/dashboardTypes.ts';
import type { PartName, PeopleCount } from '../../src/core/team/published/types.ts';
import type { AxisMarks } from '../shared/axisMarks.ts';
import type { Child, Description } from '../shared/dom.ts';

/** What sentences about hidden figures need: how many people it takes, and when which week closes. */
export type Background = Pick<TeamDashboard, 'k' | 'calendar'>;

export function code(text: string): Description {
  return h('code', { class: 'mono' }, text);
}

/** Microdollars; whole dollars from $10 on. */
export function money(microdollars: number): string {
  return formatDollars(microdollars * 1000, 'dollars');
}

/** Microdollars to the cent. */
export function cents(microdollars: number): string {
  return formatDollars(microdollars * 1000);
}

/** Microdollars at an axis. */
export const moneyMarks: AxisMarks = { text: (microdollars, step) => formatDollarsMark(microdollars * 1000, step * 1000), unit: 1e6 };

/** What is said of a sum of dollars where some of it is known to be a lower bound: `at least $1,204`. */
export function orMore(isAtLeast: boolean, dollars: string): string {
  return isAtLeast ? `at least ${dollars}` : dollars;
}

/** How far the dollars of a week are lower bounds, as a sentence; of what is not told neither is guessed. */
export function lowerBoundWords(lowerBounds: WeekRow['lowerBounds']): string {
  return isShown(lowerBounds)
    ? `The costs of ${people(lowerBounds.value)} are lower bounds.`
    : 'It is not told how many of the costs are lower bounds.';
}

/** 0 to 1. */
export function percent(share: number): string {
  return share > 1 ? `${formatCount(share * 100)}%` : shareText(share, 1);
}

/** `2.4 times`. */
export function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(2).replace(/0$/, '') : formatCount(ratio)} times`;
}

/** `12,300`; thousands of millions and less as tokens are said. */
export function tokens(count: number): string {
  return count >= 999_500_000 ? `${(count / 1e9).toFixed(1)}B` : formatTokens(count);
}

/** Both ends, or one where they are said alike. */
export function span({ low, high }: Span, say: (value: number) => string): string {
  const [from, to] = [say(low), say(high)];
  return from === to ? from : `${from} to ${to}`;
}

/** `10 to 14 people`; people are only ever counted in steps of k. */
export function people(count: PeopleCount): string {
  return `${peopleNumber(count)} people`;
}

/** As `people`, without the noun. */
export function peopleNumber({ atLeast, below }: PeopleCount): string {
  return below - 1 <= atLeast ? formatCount(atLeast) : `${formatCount(atLeast)} to ${formatCount(below - 1)}`;
}

/** `2026-W47` as `week of 16 Nov`. */
export function weekName(week: string): string {
  return `week of ${shortDate(mondayOfWeek(week))}`;
}

/** `weeks of 5 Oct to 26 Oct`. */
export function weekSpan({ first, last }: WeekSpan): string {
  return `weeks of ${shortDate(mondayOfWeek(first))} to ${shortDate(mondayOfWeek(last))}`;
}

/** By their Mondays: `5 Oct, 26 Oct`. */
export function weekNames(weeks: readonly string[]): string {
  return weeks.map((week) => shortDate(mondayOfWeek(week))).join(', ');
}

/** Monday of an ISO week, `2026-11-16`. */
export function mondayOfWeek(week: string): string {
  const [year = 0, number = 0] = week.split('-W').map(Number);
  const fourth = Date.UTC(year, 0, 4);
  const first = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * 86_400_000;
  return new Date(first + (number - 1) * 7 * 86_400_000).toISOString().slice(0, 10);
}

/** `November 2026` for `2026-11`. */
export function monthName(month: string): string {
  return dateWords(`${month}-01`).replace(/^\d+ /, '');
}

export function isShown<Value>(shown: Shown<Value>): shown is { readonly value: Value } {
  return 'value' in shown;
}

/** The value in words; quiet words where there is none. */
export function said<Value>(shown: Shown<Value>, say: (value: Value) => string): Child {
  return isShown(shown) ? say(shown.value) : h('span', { class: 'hidden-words' }, shortReason(shown));
}

/** As short as a cell of a table takes it. */
export function shortReason({ hidden, weeks = [] }: HiddenFigure): string {
  switch (hidden) {
    case 'protected':
      return 'protected';
    case 'notClosed':
      return 'not closed yet';
    case 'notPublished':
      return 'nothing published';
    case 'missingWeeks':
      return weeks.length === 1 ? 'a week is missing' : 'weeks are missing';
    case 'notEntered':
      return 'not typed yet';
    case 'tooLittle':
      return 'too little to say';
  }
}

/** The whole reason, as a sentence. Of the three that protect people nobody is told which: that alone would say something about somebody. */
export function reason({ hidden, weeks = [], needs }: HiddenFigure, { k, calendar }: Background, part?: PartName): string {
  switch (hidden) {
    case 'protected':
      return `Hidden: there are fewer than ${formatCount(k)} people behind it, or one person would be more than half of it, or another hidden figure could be computed from it. Which of these is not said, since that would say something about somebody.`;
    case 'notClosed': {
      const next = calendar.find((row) => row.state === 'open' && (part === undefined || row.part === part));
      return next === undefined
        ? 'Not closed yet: a week is published once, when late reports have had their time.'
        : `Not closed until ${dayWords(next.closesAtMs)}: a week is published once, when late reports have had their time.`;
    }
    case 'notPublished':
      return `Nothing was published: nobody reported, or fewer than ${formatCount(k)} people.`;
    case 'missingWeeks':
      return weeks.length === 0
        ? 'Weeks that it is made of have no value.'
        : `It is made of several weeks, and these have no value: those of ${weekNames(weeks)}.`;
    case 'notEntered':
      return 'The lead has not typed what it needs.';
    case 'tooLittle':
      return needs ?? 'There is too little to say anything.';
  }
}

/** Instead of a picture. */
export function hiddenFigure(key: string, hidden: HiddenFigure, background: Background, part?: PartName): Description {
  return h(
    'p',
    { class: 'hidden-figure', key },
    icon(hidden.hidden === 'notClosed' ? 'clock' : 'info'),
    h('span', {}, reason(hidden, background, part)),
  );
}

/** `12 January 2027`, in UTC as weeks close. */
export function dayWords(atMs: number): string {
  return dateWords(new Date(atMs).toISOString().slice(0, 10));
}

/** What a section cannot say, each a line. */
export function notes(all: readonly string[]): Description | null {
  return all.length === 0 ? null : h('ul', { class: 'section-notes', key: 'notes' }, ...all.map((note) => h('li', { key: note }, note)));
}
