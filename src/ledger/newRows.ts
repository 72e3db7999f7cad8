/** Adds rows to a table, many with one statement: most of what adding a row costs is the call. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export type Value = string | number | null | Uint8Array;

/** So many rows go together. */
const rowsTogether = 32;

export class NewRows<Origin> {
  private readonly prepare: (rows: number) => StatementSync;
  private alone: StatementSync | null = null;
  private together: StatementSync | null = null;
  private readonly settle: (origin: Origin) => void;
  private readonly columns: number;
  /** Of the rows that wait, one behind the other; behind them is what of earlier ones has not been overwritten. */
  private readonly values: Value[] = [];
  private origins: Origin[] = [];

  /**
   * @param table with the names of its columns, where not all are given
   * @param settle called in order for every row of a statement that added fewer rows than it holds: those that were there already have
   * to be looked at, and at those that it has just added there must be nothing to change
   */
  constructor(database: DatabaseSync, table: string, columns: number, settle: (origin: Origin) => void) {
    const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
    this.prepare = (rows) =>
      database.prepare(`INSERT INTO ${table} VALUES ${Array.from({ length: rows }, () => row).join(', ')} ON CONFLICT DO NOTHING`);
    this.columns = columns;
    this.settle = settle;
  }

  /** Adds a row at once; false, and nothing is done, when it is there already. */
  addNow(values: readonly Value[]): boolean {
    this.alone ??= this.prepare(1);
    return this.alone.run(...values).changes === 1;
  }

  /** Adds a row as soon as there are enough of them. Returns how many rows were new of those that were added now. */
  add(values: readonly Value[], origin: Origin): number {
    let place = this.origins.length * this.columns;
    for (const value of values) this.values[place++] = value;
    return this.origins.push(origin) < rowsTogether ? 0 : this.addWaiting();
  }

  /** Adds what waits; returns how many rows were new. */
  addWaiting(): number {
    const { values, origins } = this;
    this.origins = [];
    if (origins.length === rowsTogether) return this.addTogether(values, origins);
    let added = 0;
    for (const [index, origin] of origins.entries()) {
      if (this.addNow(values.slice(index * this.columns, (index + 1) * this.columns))) added += 1;
      else this.settle(origin);
    }
    return added;
  }

  private addTogether(values: readonly Value[], origins: readonly Origin[]): number {
    this.together ??= this.prepare(rowsTogether);
    const added = Number(this.together.run(...values).changes);
    if (added < origins.length) for (const origin of origins) this.settle(origin);
    return added;
  }
}
