import type { ChangeOutcome } from '../../outcomes/outcome.ts';
import { coveredDays } from '../coveredDays.ts';
import { everything } from '../filterRequests.ts';
import type { Money } from '../live.ts';
import { MoneySum } from '../moneySum.ts';
import { selectHistory } from '../selection.ts';
import { dayKey } from '../time.ts';
import type { Period } from '../time.ts';
import { changeCosts } from './changeCosts.ts';
import { everyWeek } from './everyWeek.ts';
import type { RepositoryInput } from './everyWeek.ts';
import { countOutcomes } from './outcomeCounts.ts';
import type { OutcomesView } from './outcomesView.ts';
import { outcomeWeeks, ratiosOf, whenOf } from './outcomeWeeks.ts';

export interface PeriodInput extends RepositoryInput {
  readonly period: Period;
}

/** What a period of a repository comes to: all that sums over several repositories are made of. */
export interface OutcomeSums extends Pick<OutcomesView, 'repository' | 'firstDay' | 'lastDay' | 'weeks' | 'totals' | 'verdict'> {
  readonly seenUntilMs: number;
  /** Own changes of the period, what is set aside left out. */
  readonly shown: readonly ChangeOutcome[];
  /** Whether a change counts in one of the days that the repository's spend reaches back to. */
  readonly isInPeriod: (outcome: ChangeOutcome) => boolean;
}

/** From this share of the spend on, what is set aside is too much to be left out silently (DESIGN section 2). */
export const largeCordon = 1 / 3;

/** The weeks of a period and their sums: changes by the day they shipped, spend by the day it was used. */
export function outcomeSums(input: PeriodInput): OutcomeSums {
  const { history, outcomes, period, nowMs, timezone, rate } = input;
  const { repository, settings } = outcomes;
  const { own, seenUntilMs, firstAtMs, weeks: all, verdict } = everyWeek(input);
  const { firstDay, lastDay } = coveredDays({ filter: { ...everything, ...period }, firstAtMs, nowMs, timezone });
  const fourWeeks = new Map(all.map((week) => [week.week, week.fourWeeks]));
  const weeks = outcomeWeeks({
    ...selectHistory(history, { ...everything, ...period, repository }, rate),
    ...{ changes: own, costOf: changeCosts(history), windows: settings.windows, firstDay, lastDay, timezone, seenUntilMs },
  }).map((week) => ({ ...week, fourWeeks: fourWeeks.get(week.week) ?? null }));
  const isInPeriod = (outcome: ChangeOutcome): boolean => {
    const day = dayKey(whenOf(outcome), timezone);
    return firstDay !== '' && day >= firstDay && day <= lastDay;
  };
  const shown = own.filter(isInPeriod);
  const setAside = sumOf(weeks.map((week) => week.setAside));
  const spend = sumOf(weeks.map((week) => week.spend));
  const totals = { ...countOutcomes(shown, seenUntilMs), ...ratiosOf(weeks), spend, setAside };
  return { repository, firstDay, lastDay, weeks, totals, verdict, seenUntilMs, shown, isInPeriod };
}

/** What is set aside, and its share of everything spent. */
export function cordonOf({ setAside, spend }: { readonly setAside: Money; readonly spend: Money }): OutcomesView['cordon'] {
  const whole = setAside.nanodollars + spend.nanodollars;
  const share = whole === 0 ? 0 : setAside.nanodollars / whole;
  return { money: setAside, share, isLarge: share >= largeCordon };
}

function sumOf(amounts: readonly Money[]): Money {
  const sum = new MoneySum();
  for (const amount of amounts) sum.addMoney(amount);
  return sum.money();
}
