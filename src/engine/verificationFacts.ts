import { verificationRuns } from '../core/outcomes/verification.ts';
import type { VerificationInput } from '../core/outcomes/verification.ts';
import { lineHash } from '../ingest/lineHash.ts';
import { readHashKeys } from '../ledger/hashKey.ts';
import type { Ledger } from '../ledger/open.ts';
import { readShellCalls } from '../ledger/shellCalls.ts';

/** What the ledger knows of commands that verify a repository: the calls of some sessions, and what its settings name, under every key held. */
export function verificationFacts(
  database: Ledger['database'],
  sessionIds: Iterable<string>,
  commands: readonly string[],
): Pick<VerificationInput, 'shellCalls' | 'runs'> {
  if (commands.length === 0) return { shellCalls: [], runs: new Map() };
  const runs = new Map(readHashKeys(database).map(({ id, secret }) => [id, verificationRuns(commands, lineHash(secret))]));
  return { shellCalls: readShellCalls(database, sessionIds), runs };
}
