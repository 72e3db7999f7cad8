import type { Money } from '../core/report/live.ts';

/** Amounts of a table, and what stands below them as their sum. */
export interface Summed {
  readonly parts: readonly Money[];
  readonly total: Money;
}

const cent = 10_000_000;
/** What is less is shown with one digit more. */
const leastInCents = 0.95 * cent;

/** What is said below tables whose amounts, as they are shown, do not make their totals: nobody is to look for what is missing. */
export function roundingNote(tables: readonly Summed[]): readonly string[] {
  return tables.some(missesTotal)
    ? ['Each amount is rounded to the cent by itself, so that those shown can miss the total a little: --json has them exactly.']
    : [];
}

function missesTotal({ parts, total }: Summed): boolean {
  let cents = 0;
  let below = 0;
  for (const { nanodollars } of parts)
    if (nanodollars < leastInCents) below += nanodollars;
    else cents += inCents(nanodollars);
  const rest = inCents(total.nanodollars) - cents;
  // Where something is below a cent, nobody can say whether the total has rounded it away.
  return rest < 0 || rest > Math.ceil(below / cent);
}

function inCents(nanodollars: number): number {
  return Math.round(nanodollars / cent);
}
