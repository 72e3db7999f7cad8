import { t, plural } from '../../l10n/message.ts';
import type { History } from '../../attribution/history.ts';
import { latestSurvival } from '../../outcomes/survival.ts';
import type { SurvivalFigure } from '../../outcomes/survival.ts';
import type { Rate } from '../../pricing/rating.ts';
import type { Filter } from '../filter.ts';
import { isUnpriced, formatCount } from '../money.ts';
import { MoneySum } from '../moneySum.ts';
import type { WeekRow } from '../overview.ts';
import { distributionOf } from '../distribution.ts';
import { changeCosts } from './changeCosts.ts';
import { cordonOf, outcomeSums } from './outcomeSums.ts';
import type { OutcomeSums } from './outcomeSums.ts';
import type { ChangeCost, OutcomeCounts, OutcomeWeek } from './outcomesView.ts';
import { reviewSums } from './reviewSums.ts';
import type { ReviewSums } from './reviewSums.ts';
import type { StayedFigures } from './stayedView.ts';
import { divided } from './unitCosts.ts';

/** So many changes are needed before quartiles and a dearest one mean something. */
export const leastChangesOfFigure = 10;

export interface StayedInput {
  readonly history: History;
  /** Only its period and its repository count: a change is of no model. */
  readonly filter: Filter;
  readonly nowMs: number;
  readonly timezone: string;
  readonly rate: Rate;
}

export interface Stayed {
  readonly figures: StayedFigures;
  /** By Monday: the parts of a week's row that outcomes fill. */
  readonly weeks: ReadonlyMap<string, Pick<WeekRow, 'outcomes' | 'verifiedShare' | 'costPerChange' | 'windowChange'>>;
}

/** Null where the filter asks for a branch, a model or a part: outcomes are of whole repositories. Also where git was read of none. */
export function stayedFigures({ history, filter, ...given }: StayedInput): Stayed | null {
  if (filter.branch !== null || filter.model !== null || filter.part !== null) return null;
  const shown = [...history.outcomes.values()].filter(({ repository }) => filter.repository === null || filter.repository === repository);
  if (shown.length === 0) return null;
  const views = shown.map((outcomes) => outcomeSums({ history, outcomes, period: filter, ...given }));
  const sums = reviewSums(views);
  const { totals } = sums;
  const costOf = changeCosts(history);
  const verified = views.flatMap((view) =>
    view.shown.filter(({ state }) => state === 'verified').map((outcome): ChangeCost => ({ outcome, money: costOf(outcome) })),
  );
  const priced = verified.filter(({ money }) => !isUnpriced(money)).sort((left, right) => right.money.nanodollars - left.money.nanodollars);
  const isEnough = priced.length >= leastChangesOfFigure;
  return {
    figures: {
      counts: totals,
      costPerChange: totals.costPerChange,
      settled: { spend: totals.settledSpend, verified: totals.settledVerified },
      distribution: isEnough ? distributionOf(priced.map(({ money }) => money.nanodollars)) : null,
      tooFew: isEnough
        ? null
        : t('Too few to say: {0} of the {1} changes that stayed needed.', formatCount(priced.length), formatCount(leastChangesOfFigure)),
      dearest: dearestOf(priced),
      lines: linesOf(views, history),
      waitsFor: totals.closed > 0 ? null : waitsFor(totals),
      setAside: setAsideOf(sums),
      verdict: views.length === 1 ? (views[0]?.verdict.sentence ?? null) : null,
    },
    weeks: weeksOf(views),
  };
}

function dearestOf([dearest]: readonly ChangeCost[]): StayedFigures['dearest'] {
  if (dearest === undefined) return null;
  const { outcome, money } = dearest;
  return { repository: outcome.repository, sha: outcome.change.sha, money };
}

function setAsideOf({ setAside, totals }: ReviewSums): StayedFigures['setAside'] {
  return setAside.nanodollars === 0 ? null : cordonOf({ setAside, spend: totals.spend });
}

function waitsFor({ attempted, pending }: OutcomeCounts): string {
  if (attempted === 0) return t('No change of yours that Claude helped to make has shipped in this time.');
  return plural(pending, '{0} change is still being watched.', '{0} changes are still being watched.', formatCount(pending));
}

function linesOf(views: readonly OutcomeSums[], { survival }: History): SurvivalFigure | null {
  return latestSurvival(
    views.flatMap(({ repository, shown }) => {
      const lines = survival.get(repository);
      return shown.flatMap(({ change }) => lines?.get(change.sha) ?? []);
    }),
  );
}

/** Weeks of several repositories as one: ratios of sums, once each of them is settled. */
function weeksOf(views: readonly OutcomeSums[]): Stayed['weeks'] {
  const byWeek = new Map<string, OutcomeWeek[]>();
  for (const { weeks } of views) for (const week of weeks) byWeek.set(week.week, [...(byWeek.get(week.week) ?? []), week]);
  return new Map(
    [...byWeek].map(([key, own]) => {
      const ratios = sumOfRatios(own);
      const isSettled = own.every(({ settled }) => settled);
      return [
        key,
        {
          outcomes: isSettled ? own.reduce((sum, { verified }) => sum + verified, 0) : null,
          verifiedShare: ratios?.verifiedShare ?? null,
          costPerChange: ratios?.costPerChange ?? null,
          windowChange: own.find(({ windowChange }) => windowChange !== null)?.windowChange?.reason ?? null,
        },
      ];
    }),
  );
}

/** Of the four weeks that end with one, whatever the period; null until they are settled in every repository. */
function sumOfRatios(weeks: readonly OutcomeWeek[]): Pick<WeekRow, 'verifiedShare' | 'costPerChange'> | null {
  const sum = { closed: 0, stayed: 0, verified: 0 };
  const spend = new MoneySum();
  for (const { fourWeeks } of weeks) {
    if (fourWeeks === null) return null;
    sum.closed += fourWeeks.closed;
    sum.stayed += fourWeeks.closedVerified;
    sum.verified += fourWeeks.settledVerified;
    spend.addMoney(fourWeeks.settledSpend);
  }
  const money = spend.money();
  return {
    verifiedShare: sum.closed === 0 ? null : sum.stayed / sum.closed,
    // Where nothing has a price yet there is no amount, and least of all zero.
    costPerChange: sum.verified === 0 || isUnpriced(money) ? null : divided(money, sum.verified).nanodollars,
  };
}
