/** Typed access to the columns of a row that SQLite handed over. A column of another type is a defect, not a user's problem. */
import type { SQLOutputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  throw new TypeError(`The ledger's column ${column} holds ${typeof value}, not a number.`);
}

export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new TypeError(`The ledger's column ${column} holds ${typeof value}, not a text.`);
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`The ledger's column ${column} holds ${typeof value}, not bytes.`);
}

export function flag(row: Row, column: string): boolean {
  return integer(row, column) !== 0;
}
