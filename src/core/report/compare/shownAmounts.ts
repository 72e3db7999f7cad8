/** Amounts of a comparison as they are shown: rounded, and still adding up. */
import { formatCurrency } from '../../l10n/numbers.ts';
import { t } from '../../l10n/message.ts';
import type { Comparison } from './comparison.ts';

const cent = 10_000_000;
const hundredthOfACent = cent / 100;
/** Below a dollar a history is so small that cents say nothing. */
const small = 1_000_000_000;

export interface ShownAmounts {
  readonly theirs: string;
  readonly ours: string;
  /** How far apart they are, without a sign. */
  readonly apart: string;
  /** In the order of the causes, each with its sign: `+$1.20`, `-$0.35`. */
  readonly causes: readonly string[];
  readonly unexplained: string;
  /** Whether what is shown as unexplained is nothing. */
  readonly allExplained: boolean;
  /** The first sentence: both figures, how far apart they are, and how much of that is explained. */
  readonly sentence: string;
}

/** Rounds so that theirs - ours = the causes + the unexplained, in what is shown too: to cents, to hundredths of them below a dollar. */
export function shownAmounts(comparison: Comparison): ShownAmounts {
  const { theirsNanodollars, ours, causes, unexplainedNanodollars, name } = comparison;
  const larger = Math.max(Math.abs(theirsNanodollars), ours.nanodollars);
  const unit = larger > 0 && larger < small ? hundredthOfACent : cent;
  const [theirs, own] = [Math.round(theirsNanodollars / unit), Math.round(ours.nanodollars / unit)];
  const rounded = roundedParts(
    [...causes.map(({ nanodollars }) => nanodollars), unexplainedNanodollars].map((nanodollars) => nanodollars / unit),
    theirs - own,
  );
  const text = (units: number): string => amountText(units, unit);
  const unexplained = rounded.at(-1) ?? 0;
  const ourText = ours.lowerBound || ours.unpricedRequests > 0 ? t('at least {0}', text(own)) : text(own);
  return {
    theirs: text(theirs),
    ours: ourText,
    apart: text(Math.abs(theirs - own)),
    causes: rounded.slice(0, -1).map((units) => signed(units, text)),
    unexplained: signed(unexplained, text),
    allExplained: unexplained === 0,
    sentence: t(
      '{0} says {1}, Payoff {2}: {3}',
      name,
      text(theirs),
      ourText,
      distance(theirs - own, unexplained, rounded.slice(0, -1), text),
    ),
  };
}

function distance(apart: number, unexplained: number, causes: readonly number[], text: (units: number) => string): string {
  const any = causes.some((units) => units !== 0);
  if (apart === 0 && unexplained === 0) return any ? t('the same, by causes that cancel each other out.') : t('the same.');
  const how = apart === 0 ? t('the same') : t('{0} apart', text(Math.abs(apart)));
  if (unexplained === 0) return t('{0}, all of it explained.', how);
  if (!any) return t('{0}, none of it explained.', how);
  const within = Math.sign(unexplained) === Math.sign(apart) && Math.abs(unexplained) <= Math.abs(apart);
  return within
    ? t('{0}, {1} of it explained.', how, text(Math.abs(apart) - Math.abs(unexplained)))
    : t('{0}, with {1} unexplained.', how, text(Math.abs(unexplained)));
}

/**
 * Whole numbers next to `parts` whose sum is exactly `total`: those give or take that lose least by it. A part of nothing stays nothing, so
 * that no remainder appears where there is none.
 */
export function roundedParts(parts: readonly number[], total: number): readonly number[] {
  const rounded = parts.map((part) => Math.round(part));
  let missing = total - rounded.reduce((sum, part) => sum + part, 0);
  const movable = parts.map((part, index) => ({ part, index })).filter(({ part }) => part !== 0);
  while (missing !== 0 && movable.length > 0) {
    const step = Math.sign(missing);
    const lossOf = ({ part, index }: { readonly part: number; readonly index: number }): number =>
      Math.abs((rounded[index] ?? 0) + step - part);
    const [best] = [...movable].sort((first, second) => lossOf(first) - lossOf(second) || first.index - second.index);
    if (best === undefined) break;
    rounded[best.index] = (rounded[best.index] ?? 0) + step;
    missing -= step;
  }
  return rounded.map((part) => part + 0); // no -0
}

function signed(units: number, text: (units: number) => string): string {
  if (units === 0) return text(0);
  return `${units > 0 ? '+' : '-'}${text(Math.abs(units))}`;
}

/** In dollars, whatever currency else is shown: what it is compared with is in dollars. */
function amountText(units: number, unit: number): string {
  const digits = unit === cent ? 2 : 4;
  return formatCurrency(units / 10 ** digits, 'USD', digits);
}
