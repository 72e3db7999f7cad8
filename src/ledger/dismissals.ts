/** Advice that the user does not want to see again: kept in the ledger, so that windows and command lines agree. */
import type { DatabaseSync } from 'node:sqlite';
import { adviceRules } from '../core/advice/advice.ts';
import type { Dismissal } from '../core/report/advice/adviceView.ts';
import { text } from './values.ts';

/** What is dismissed, in order of names. A rule that this Payoff does not know is another version's, and is left alone. */
export function readDismissals(database: DatabaseSync): readonly Dismissal[] {
  return database
    .prepare('SELECT kind, name FROM dismissal ORDER BY kind, name')
    .all()
    .flatMap((row): readonly Dismissal[] => {
      const name = text(row, 'name');
      if (text(row, 'kind') === 'advice') return [{ kind: 'advice', id: name }];
      const rule = adviceRules.find((known) => known === name);
      return rule === undefined ? [] : [{ kind: 'rule', rule }];
    });
}

/** Silences; call inside a transaction. */
export function addDismissal(database: DatabaseSync, dismissal: Dismissal): void {
  database.prepare('INSERT INTO dismissal VALUES (?, ?) ON CONFLICT DO NOTHING').run(dismissal.kind, nameOf(dismissal));
}

/** Takes one dismissal back, or all of them where it is null; call inside a transaction. Returns how many there were. */
export function removeDismissals(database: DatabaseSync, dismissal: Dismissal | null): number {
  const { changes } =
    dismissal === null
      ? database.prepare('DELETE FROM dismissal').run()
      : database.prepare('DELETE FROM dismissal WHERE kind = ? AND name = ?').run(dismissal.kind, nameOf(dismissal));
  return Number(changes);
}

function nameOf(dismissal: Dismissal): string {
  return dismissal.kind === 'advice' ? dismissal.id : dismissal.rule;
}
