/** Reads the lines of commits into the ledger, as far as they are not there yet. */
import type { Link } from '../core/attribution/link.ts';
import type { readPatches } from '../git/patches.ts';
import type { GitOptions } from '../git/types.ts';
import { lineHash } from '../ingest/lineHash.ts';
import { writeCommitLines } from '../ledger/commitLines.ts';
import { missingLines } from './lineMatching.ts';
import type { MatchingInput } from './lineMatching.ts';

export interface PatchReading {
  readonly readPatches: typeof readPatches;
  readonly gitOptions: GitOptions;
  readonly path: string;
  readonly input: MatchingInput;
  /** Links that calls recorded. */
  readonly recorded: readonly Link[];
  /** Runs a change in one transaction under the lease. */
  readonly write: (change: () => void) => Promise<void>;
  /** Told after each portion of how many commits the lines were read, and of how many they were missing. */
  readonly onProgress: (read: number, missing: number) => void;
}

/**
 * Reads the lines of commits that may be a session's or undo one; returns why that was called off. Lines that git cannot give (a partial clone
 * has not all contents) leave a commit unmatched, and no recorded link unmade.
 */
export async function readMissingLines(reading: PatchReading): Promise<string | null> {
  const { input, recorded, path, gitOptions, write, onProgress } = reading;
  const keys = [...input.keys.filter(({ id }) => id !== input.ownKey.id), input.ownKey];
  const parts = keys.flatMap((key) => missingLines(input, key, recorded).map((shas) => ({ key, shas })));
  const missing = parts.reduce((sum, { shas }) => sum + shas.length, 0);
  let read = 0;
  for (const { key, shas } of parts) {
    if (shas.length === 0) continue;
    for await (const answer of reading.readPatches(path, { shas, hash: lineHash(key.secret) }, gitOptions)) {
      if (!answer.ok) {
        if (answer.problem.reason === 'cancelled') return answer.problem.sentence;
        break;
      }
      await write(() => {
        writeCommitLines(input.database, input.id, answer.value, key);
      });
      input.patched.add(
        key,
        answer.value.map(({ sha }) => sha),
      );
      read += answer.value.length;
      onProgress(read, missing);
    }
  }
  return null;
}
