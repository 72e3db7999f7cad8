import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { integer } from './values.ts';

/** Notices changes of the ledger by any process: the number is raised by every write of facts. */
export class Changes {
  private readonly statement: StatementSync;

  constructor(database: DatabaseSync) {
    this.statement = database.prepare('SELECT revision FROM lease');
  }

  revision(): number {
    const row = this.statement.get();
    return row === undefined ? 0 : integer(row, 'revision');
  }
}

/** Another number whenever another process wrote to the ledger. */
export function versionOf(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA data_version').get();
  return row === undefined ? -1 : integer(row, 'data_version');
}
