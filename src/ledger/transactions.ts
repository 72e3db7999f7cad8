import type { DatabaseSync } from 'node:sqlite';

/** Ends a transaction that failed. A full disk may have ended it already, and that must not hide the first error. */
export function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // No transaction was open any more.
  }
}
