import type { DatabaseSync } from 'node:sqlite';
import { KeptCalls } from './keptCalls.ts';
import { KeptMatchers } from './keptMatchers.ts';
import { KeptUndoings } from './keptUndoings.ts';
import { PatchedShas } from './patchedShas.ts';
import type { Places } from './places.ts';

/** What one pass over git remembers for the next; each part sees to it that it is what would be read anew. */
export interface GitMemory {
  readonly calls: KeptCalls;
  readonly matchers: KeptMatchers;
  readonly undoings: KeptUndoings;
  readonly patched: PatchedShas;
}

export function gitMemory(database: DatabaseSync, places: Places): GitMemory {
  return {
    calls: new KeptCalls(database, places),
    matchers: new KeptMatchers(),
    undoings: new KeptUndoings(),
    patched: new PatchedShas(database),
  };
}
