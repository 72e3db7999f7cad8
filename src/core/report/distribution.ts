import { formatCount } from './money.ts';
import { t } from '../l10n/message.ts';
import type { Distribution, OverviewFigure } from './overview.ts';

/**
 * So many are needed before quartiles and a dearest tenth mean something: of 30 sessions the dearest tenth is three; commits are fewer
 * and closer to each other; seven days are one of each weekday.
 */
export const needed: Readonly<Record<OverviewFigure['id'], number>> = { session: 30, commit: 20, day: 7 };

const labels: Readonly<Record<OverviewFigure['id'], () => string>> = {
  session: () => t('Cost of a session'),
  commit: () => t('Cost of a commit'),
  day: () => t('Cost of a day with Claude'),
};

const tooFewWords: Readonly<Record<OverviewFigure['id'], (known: string, wanted: string) => string>> = {
  session: (known, wanted) => t('Too few to say: {0} of the {1} sessions needed.', known, wanted),
  commit: (known, wanted) => t('Too few to say: {0} of the {1} commits needed.', known, wanted),
  day: (known, wanted) => t('Too few to say: {0} of the {1} days needed.', known, wanted),
};

/** A figure of the overview, or how many are missing to say it. */
export function overviewFigure(id: OverviewFigure['id'], values: readonly number[]): OverviewFigure {
  if (values.length >= needed[id]) return { id, label: labels[id](), distribution: distributionOf(values), tooFew: null };
  const tooFew = tooFewWords[id](formatCount(values.length), formatCount(needed[id]));
  return { id, label: labels[id](), distribution: null, tooFew };
}

const mostBins = 20;

/** Quartiles, bins and the dearest tenth's share of some amounts in nanodollars; `values` must not be empty. */
export function distributionOf(values: readonly number[]): Distribution {
  const sorted = Float64Array.from(values).sort();
  const at = (index: number): number => sorted[index] ?? 0;
  const { length: count } = sorted;
  const sum = sorted.reduce((total, value) => total + value, 0);
  const dearest = sorted.subarray(count - Math.ceil(count / 10)).reduce((total, value) => total + value, 0);
  return {
    count,
    lowest: at(0),
    firstQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    thirdQuartile: quantile(sorted, 0.75),
    highest: at(count - 1),
    dearestTenth: sum === 0 ? 0 : dearest / sum,
    bins: binsOf(sorted),
  };
}

/** Between the two values that enclose it, as spreadsheets have it (Hyndman and Fan's seventh), in whole nanodollars. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return Math.round(below + (above - below) * (place - Math.floor(place)));
}

/** Equal steps from 0 to the highest, as many as the root of the count. A value on an edge is in the lower bin. */
function binsOf(sorted: Float64Array): Distribution['bins'] {
  const highest = sorted.at(-1) ?? 0;
  const bins = highest === 0 ? 1 : Math.min(mostBins, Math.ceil(Math.sqrt(sorted.length)));
  const counts = new Array<number>(bins).fill(0);
  for (const value of sorted) {
    const bin = highest === 0 ? 0 : Math.min(bins - 1, Math.max(0, Math.ceil((value / highest) * bins) - 1));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, index) => ({ upTo: Math.round((highest * (index + 1)) / bins), count }));
}
