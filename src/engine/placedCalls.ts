import type { DatabaseSync } from 'node:sqlite';
import type { CommitCall } from '../core/attribution/gitFacts.ts';
import { readCommitCalls } from '../ledger/calls.ts';
import type { RecordedCall } from '../ledger/calls.ts';
import type { Places } from './places.ts';

/** Every commit call with its repository. `places` is prepared. */
export function placedCalls(database: DatabaseSync, places: Places): readonly CommitCall[] {
  return readCommitCalls(database).map((call) => placedCall(call, places));
}

export function placedCall({ directory, ...call }: RecordedCall, places: Places): CommitCall {
  return { ...call, repository: places.ofFolder(directory).repository };
}
