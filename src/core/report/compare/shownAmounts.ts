/** Amounts of a comparison as they are shown: rounded, and still adding up. */
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
  const ourText = `${ours.lowerBound || ours.unpricedRequests > 0 ? 'at least ' : ''}${text(own)}`;
  return {
    theirs: text(theirs),
    ours: ourText,
    apart: text(Math.abs(theirs - own)),
    causes: rounded.slice(0, -1).map((units) => signed(units, text)),
    unexplained: signed(unexplained, text),
    allExplained: unexplained === 0,
    sentence: `${name} says ${text(theirs)}, Payoff ${ourText}: ${distance(theirs - own, unexplained, rounded.slice(0, -1), text)}`,
  };
}

function distance(apart: number, unexplained: number, causes: readonly number[], text: (units: number) => string): string {
  const any = causes.some((units) => units !== 0);
  if (apart === 0 && unexplained === 0) return any ? 'the same, by causes that cancel each other out.' : 'the same.';
  const how = apart === 0 ? 'the same' : `${text(Math.abs(apart))} apart`;
  if (unexplained === 0) return `${how}, all of it explained.`;
  if (!any) return `${how}, none of it explained.`;
  const within = Math.sign(unexplained) === Math.sign(apart) && Math.abs(unexplained) <= Math.abs(apart);
  return within
    ? `${how}, ${text(Math.abs(apart) - Math.abs(unexplained))} of it explained.`
    : `${how}, with ${text(Math.abs(unexplained))} unexplained.`;
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

function amountText(units: number, unit: number): string {
  const digits = unit === cent ? 2 : 4;
  const scale = 10 ** digits;
  const whole = String(Math.floor(Math.abs(units) / scale)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${units < 0 ? '-' : ''}$${whole}.${String(Math.abs(units) % scale).padStart(digits, '0')}`;
}
