import { partShares } from './buildSessionList.ts';
import { getOrAdd, MoneySum } from './moneySum.ts';
import type { BranchRest, BranchRow } from './overview.ts';
import type { StandingPart } from '../attribution/placement.ts';

/** So many branches are named in an answer, and offered as choices: each is checked on the thread of the window. */
export const mostBranches = 500;

/** The first `most` rows, and all others as one sum that says how many it stands for. */
export function dearestBranches(
  rows: readonly BranchRow[],
  most = mostBranches,
): { readonly branches: readonly BranchRow[]; readonly otherBranches: BranchRest | null } {
  const others = rows.slice(most);
  if (others.length === 0) return { branches: rows, otherBranches: null };
  const sum = new MoneySum();
  const parts = new Map<StandingPart, MoneySum>();
  for (const row of others) {
    sum.addMoney(row.money);
    for (const { part, money } of row.parts) getOrAdd(parts, part, () => new MoneySum()).addMoney(money);
  }
  return { branches: rows.slice(0, most), otherBranches: { branches: others.length, money: sum.money(), parts: partShares(parts) } };
}
