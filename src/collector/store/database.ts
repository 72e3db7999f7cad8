/**
 * The one face of both stores, PGlite in a folder and PostgreSQL: the same SQL, the same types of values. Columns are only text, boolean, integer and bigint
 * (instants are milliseconds since 1970), which both drivers answer alike; a bigint is a number, and an error where it cannot be one.
 */

export type Value = string | number | boolean | null | readonly string[];
export type Row = Readonly<Record<string, unknown>>;

export interface Queries {
  /** Rows of one statement; `$1` and on stand for the values. */
  query(text: string, values?: readonly Value[]): Promise<readonly Row[]>;
  /** Several statements without values. */
  run(script: string): Promise<void>;
}

export interface Database extends Queries {
  readonly kind: 'pglite' | 'postgres';
  /** All or nothing; what is thrown inside takes everything back and is thrown on. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The database cannot be asked now; it may well be later. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';
}

/** The store cannot be used, for a reason that a person has to see to: a sentence. */
export class StoreProblem extends Error {
  override readonly name = 'StoreProblem';
}

/** A bigint as the databases write it; the largest that is kept is far below 2^53. */
export function parseBigint(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError('A number in the database is too large to be exact.');
  return number;
}

/** A column's text. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`Column ${column} holds no text.`);
  return value;
}

/** A column's integer. */
export function integerOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`Column ${column} holds no number.`);
  return value;
}

/** A column's integer, or null. */
export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integerOf(row, column);
}

/** Postgres's codes of what passes by itself: connections, shutting down, too many clients, a disk that is full, a standby that takes no writes. */
const passing = /^(?:08...|57P0[123]|53[123]00|25006|E(?:CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN))$/;
const passingMessages =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** The error as it is thrown on: DatabaseAway where it passes by itself. */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DatabaseAway) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof AggregateError && error.errors.some((each) => databaseError(each) instanceof DatabaseAway))
    return new DatabaseAway('The database cannot be reached.');
  return passing.test(code) || passingMessages.test(error.message)
    ? new DatabaseAway(`The database cannot be reached (${code || 'connection'}).`)
    : error;
}
