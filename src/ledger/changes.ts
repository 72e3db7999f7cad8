import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { integer } from './values.ts';

/** Notices changes of the ledger by any connection: two equal answers mean that nothing was written in between. */
export class Changes {
  private readonly others: StatementSync;
  private readonly own: StatementSync;

  constructor(database: DatabaseSync) {
    this.others = database.prepare('PRAGMA data_version');
    this.own = database.prepare('SELECT total_changes() AS changes');
  }

  version(): string {
    const others = this.others.get();
    const own = this.own.get();
    return `${others === undefined ? 0 : integer(others, 'data_version')}:${own === undefined ? 0 : integer(own, 'changes')}`;
  }
}
