/** What is said of a mark, in the bar's tooltip, in a notice and in the panel. */
import { formatNumber } from '../l10n/numbers.ts';
import { plural, t } from '../l10n/message.ts';
import { formatTime } from '../report/durations.ts';
import { formatCount, formatDollars, formatPercent, isAtLeast, isUnpriced } from '../report/money.ts';
import { inARow, repositoryName } from '../report/words.ts';
import { forecastLevel } from './forecast.ts';
import type { Reach } from './forecast.ts';
import type { MarkForecast, MarkState } from './judge.ts';
import type { Mark } from './mark.ts';
import { fewestWeeks } from './rhythm.ts';

/** `Today`, `This month · payoff · main`: what a mark is counted over. */
export function markName({ period, unit, repository, branch }: Pick<Mark, 'period' | 'unit' | 'repository' | 'branch'>): string {
  const place = repository === null ? [] : [repositoryName(repository) || repository];
  return [periodName(period, unit), ...place, ...(branch === null ? [] : [branch])].join(' · ');
}

function periodName(period: Mark['period'], unit: Mark['unit']): string {
  switch (period) {
    case 'session':
      return t('This session');
    case 'day':
      return t('Today');
    case 'week':
      return unit === 'percent' ? t('Weekly limit') : t('This week');
    case 'month':
      return t('This month');
    case 'fiveHours':
      return t('5-hour limit');
  }
}

/** An amount of a mark as it was set: `$10`, `80%`. */
export function amountText(unit: Mark['unit'], amount: number): string {
  return unit === 'percent' ? percentText(amount) : formatDollars(amount);
}

/** What is counted so far: `$12.40`, `at least $12.40`, `no price yet`, `42%`; unknown where the plan was not read. */
export function countedText({ spent, percent, sure }: Pick<MarkState, 'spent' | 'percent' | 'sure'>): string {
  if (spent === null) return percent === null ? t('not read') : sure ? formatPercent(percent) : t('at least {0}', formatPercent(percent));
  if (isUnpriced(spent)) return t('no price yet');
  return isAtLeast(spent) || !sure ? t('at least {0}', formatDollars(spent.nanodollars)) : formatDollars(spent.nanodollars);
}

/** The amount that is looked at: the largest that is passed, else the first. */
export function amountLookedAt({ amounts, passed }: Pick<MarkState, 'amounts' | 'passed'>): number {
  return amounts[Math.max(0, passed - 1)] ?? 0;
}

/** `Today: $12.40, past the mark of $10.00`, `Today: $8.40 of $10.00`. */
export function markSentence(state: MarkState): string {
  const { mark, passed } = state;
  const amount = amountText(mark.unit, amountLookedAt(state));
  return passed > 0
    ? t('{0}: {1}, past the mark of {2}', markName(mark), countedText(state), amount)
    : t('{0}: {1} of {2}', markName(mark), countedText(state), amount);
}

/** The notice that an amount is passed. */
export function noticeSentence(state: MarkState, nowMs: number, timezone: string): string {
  const amount = amountText(state.mark.unit, amountLookedAt(state));
  const said = t('{0}: {1}, past your mark of {2}.', markName(state.mark), countedText(state), amount);
  const ahead = forecastSentence(state, nowMs, timezone);
  return ahead === null ? said : inARow(said, ahead);
}

/** Why it cannot be told whether a mark is passed; null where it can. */
export function unsureSentence({ sure, spent, percent }: Pick<MarkState, 'sure' | 'spent' | 'percent'>): string | null {
  if (sure) return null;
  if (spent === null) return percent === null ? t('Claude Code has noted no limit down.') : t('The limit was read more than an hour ago.');
  const { unpricedRequests } = spent;
  if (unpricedRequests === 0) return t('Older history is still being read.');
  return plural(
    unpricedRequests,
    'It cannot judge: {0} request has no price.',
    'It cannot judge: {0} requests have no price.',
    formatCount(unpricedRequests),
  );
}

/** `By its end likely $15.20 to $24.10.`, with when the next amount, or the limit, is reached; null without a forecast. */
export function forecastSentence({ mark, window, forecast, amounts }: MarkState, nowMs: number, timezone: string): string | null {
  if (forecast === null || window.toMs === null) return null;
  const end = intervalSentence(mark.unit, forecast);
  const next = forecast.reached.findIndex((reach) => reach !== null);
  const reach = forecast.reached[next] ?? null;
  const amount = amounts[next];
  if (reach !== null && amount !== undefined && reach.atMs !== null)
    return t('{0} {1} is reached about {2}.', end, amountText(mark.unit, amount), formatTime(reach.atMs, nowMs, timezone));
  if (forecast.limit !== null && forecast.limit.atMs !== null)
    return t('{0} The limit is reached about {1}.', end, formatTime(forecast.limit.atMs, nowMs, timezone));
  return end;
}

function intervalSentence(unit: Mark['unit'], { interval, lowerBound }: MarkForecast): string {
  const text = (amount: number): string => (unit === 'percent' ? percentText(Math.min(100, amount)) : formatDollars(amount, 'dollars'));
  const [low, high] = [text(interval.low), text(interval.high)];
  if (low === high) return lowerBound ? t('By its end likely at least {0}.', low) : t('By its end likely {0}.', low);
  return lowerBound ? t('By its end likely at least {0} to {1}.', low, high) : t('By its end likely {0} to {1}.', low, high);
}

/** What a forecast rests on, or why there is none. */
export function basisSentence({ mark, window, forecast, spent, percent }: MarkState): string {
  if (window.toMs === null) return t('When a session ends cannot be foreseen.');
  if (forecast === null) {
    if (spent !== null && spent.unpricedRequests > 0) return t('No forecast while something has no price.');
    if (mark.unit === 'percent' && (percent === null || percent < 5)) return t('No forecast before 5% of the limit are used.');
    return t('No forecast yet: it takes {0} whole weeks of use, and what is used now.', formatCount(fewestWeeks));
  }
  const share = formatPercent(100 * forecastLevel);
  const weeks = formatCount(forecast.weeks);
  return mark.unit === 'percent'
    ? t(
        'In {0} of cases, by your last {1} weeks on this machine, weekdays and times included, if a dollar goes on using as much of the limit.',
        share,
        weeks,
      )
    : t('In {0} of cases, by your last {1} weeks, weekdays and times included.', share, weeks);
}

/** How likely an amount is to be reached before the window ends: `reached in 64% of cases, about Thu 16:15`. */
export function reachText({ share, atMs }: Reach, nowMs: number, timezone: string): string {
  if (share === 0) return t('not reached in any case that was seen');
  // A hundred times 0.57 is a little less than 57.
  const chance = formatPercent(Math.round(1e6 * share) / 1e4);
  if (atMs === null) return t('reached in {0} of cases', chance);
  return t('reached in {0} of cases, about {1}', chance, formatTime(atMs, nowMs, timezone));
}

/** As it was set: 2.5% stays 2.5%. */
function percentText(percent: number): string {
  return t('{0}%', formatNumber(percent, 1));
}
