/** The row ids of sessions and contexts, which most facts name; each is looked up once in a while. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Context } from '../core/transcript/facts.ts';
import { LedgerDefect } from './errors.ts';
import { integer } from './values.ts';

/** So many are remembered: those of one time are near each other, and a history may have a hundred thousand sessions. */
const mostRemembered = 4096;

export class Names {
  private readonly sessions: NameTable;
  private readonly contexts: NameTable;
  /** The context of most facts is the one of the fact before. */
  private last: { readonly context: Context; readonly id: number } | null = null;

  constructor(database: DatabaseSync) {
    this.sessions = new NameTable(database, 'session', ['session_id']);
    this.contexts = new NameTable(database, 'context', ['cwd', 'branch', 'entrypoint', 'version']);
  }

  sessionId(sessionId: string): number {
    return this.sessions.idOf([sessionId]);
  }

  contextId(context: Context): number {
    if (this.last?.context === context) return this.last.id;
    const id = this.contexts.idOf([context.cwd, context.branch, context.entrypoint, context.version]);
    this.last = { context, id };
    return id;
  }
}

class NameTable {
  private readonly table: string;
  private readonly insert: StatementSync;
  private readonly select: StatementSync;
  private readonly ids = new Map<string, number>();

  constructor(database: DatabaseSync, table: string, columns: readonly string[]) {
    this.table = table;
    const values = columns.map(() => '?').join(', ');
    this.insert = database.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${values})`);
    this.select = database.prepare(`SELECT id FROM ${table} WHERE ${columns.map((column) => `${column} = ?`).join(' AND ')}`);
  }

  idOf(values: readonly string[]): number {
    const key = values.join('\0');
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const { changes, lastInsertRowid } = this.insert.run(...values);
    const id = changes === 1 ? Number(lastInsertRowid) : this.storedId(values);
    if (this.ids.size >= mostRemembered) this.ids.clear();
    this.ids.set(key, id);
    return id;
  }

  private storedId(values: readonly string[]): number {
    const row = this.select.get(...values);
    if (row === undefined) throw new LedgerDefect(`The ledger lost a row of ${this.table}.`);
    return integer(row, 'id');
  }
}
