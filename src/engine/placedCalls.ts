import type { DatabaseSync } from 'node:sqlite';
import type { CommitCall, EditCall } from '../core/attribution/gitFacts.ts';
import { readCommitCalls, readEdits } from '../ledger/calls.ts';
import type { Places } from './places.ts';

/** An edit with its place, and the key that its lines are hashed under. */
export type PlacedEdit = EditCall & { readonly hashKey: number };

/** Every commit call with its repository. `places` is prepared. */
export function placedCalls(database: DatabaseSync, places: Places): readonly CommitCall[] {
  return readCommitCalls(database).map(({ directory, ...call }) => ({ ...call, repository: places.ofFolder(directory).repository }));
}

/** Edits made before a moment, each with its repository and its path in it. `places` is prepared. */
export function placedEdits(database: DatabaseSync, places: Places, beforeMs: number): readonly PlacedEdit[] {
  return readEdits(database, beforeMs).map((edit) => ({ ...edit, ...places.ofFile(edit.path) }));
}
