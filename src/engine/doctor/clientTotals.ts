import type { DatabaseSync } from 'node:sqlite';
import { readCostStates } from '../../ledger/costStates.ts';
import type { SideCalls } from '../sideCallRows.ts';

/** Sessions that left Claude Code's own total, and those of them that it cannot be brought together with. */
export function clientTotals(database: DatabaseSync, sideCalls: SideCalls): { readonly sessions: number; readonly differ: number } {
  const withTotal = new Set(readCostStates(database).map(({ sessionId }) => sessionId));
  const rows = sideCalls.all().filter(({ sessionId }) => withTotal.has(sessionId));
  return { sessions: rows.length, differ: rows.filter(({ models }) => models === null).length };
}
