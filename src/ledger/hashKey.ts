import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { LedgerDefect } from './errors.ts';
import { bytes, integer } from './values.ts';

/** The secret under which lines and texts are hashed. Every hash knows its key's id: hashes under two keys cannot be compared. */
export interface HashKey {
  readonly id: number;
  readonly secret: Uint8Array;
}

/** The key in force: the newest. */
export function readHashKey(database: DatabaseSync): HashKey {
  const row = database.prepare('SELECT id, secret FROM hash_key ORDER BY id DESC LIMIT 1').get();
  if (row === undefined) throw new LedgerDefect('The ledger has no hash key.');
  return { id: integer(row, 'id'), secret: bytes(row, 'secret') };
}

/** Every key held, the one in force first. Those of other ledgers, which came with an import, have ids below 1 and are never in force. */
export function readHashKeys(database: DatabaseSync): readonly HashKey[] {
  const rows = database.prepare('SELECT id, secret FROM hash_key ORDER BY id DESC').all();
  return rows.map((row) => ({ id: integer(row, 'id'), secret: bytes(row, 'secret') }));
}

/** The id of another ledger's key here; call inside a transaction. The same key has the same id, however often it comes. */
export function keepHashKey(database: DatabaseSync, secret: Uint8Array): number {
  const known = database.prepare('SELECT id FROM hash_key WHERE secret = ?').get(secret);
  if (known !== undefined) return integer(known, 'id');
  const row = database.prepare('INSERT INTO hash_key (id, secret) SELECT min(min(id), 1) - 1, ? FROM hash_key RETURNING id').get(secret);
  if (row === undefined) throw new LedgerDefect('The ledger returned no id for a key.');
  return integer(row, 'id');
}

/** Whether a key is another ledger's: what was hashed under it was read elsewhere. */
export function isForeignKey(id: number): boolean {
  return id < 1;
}

/** Begins a new key under a new id. */
export function addHashKey(database: DatabaseSync): void {
  database.prepare('INSERT INTO hash_key (id, secret) SELECT coalesce(max(id), 0) + 1, ? FROM hash_key').run(randomBytes(32));
}
