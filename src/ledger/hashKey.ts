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

/** Begins a new key under a new id. */
export function addHashKey(database: DatabaseSync): void {
  database.prepare('INSERT INTO hash_key (id, secret) SELECT coalesce(max(id), 0) + 1, ? FROM hash_key').run(randomBytes(32));
}
