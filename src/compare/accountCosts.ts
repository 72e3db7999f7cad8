import { readFile, stat } from 'node:fs/promises';
import { readLastCosts } from '../core/report/compare/lastCosts.ts';
import type { LastCost } from '../core/report/compare/lastCosts.ts';
import { accountFiles } from '../ingest/accountFile.ts';

/** A `.claude.json` that knows thousands of projects has a few megabytes. */
const largestFile = 16 * 1024 * 1024;

/** What the client's account files say of the last session of each folder; what cannot be read says nothing. Never rejects. */
export async function readAccountCosts(
  configurations: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ReadonlyMap<string, LastCost>> {
  const costs = new Map<string, LastCost>();
  for (const file of configurations.flatMap((configuration) => accountFiles(configuration, environment))) {
    try {
      const found = await stat(file);
      // A FIFO would be waited for.
      if (!found.isFile() || found.size > largestFile) continue;
      const account = JSON.parse(await readFile(file, 'utf8')) as unknown;
      for (const [sessionId, cost] of readLastCosts(account)) costs.set(sessionId, cost);
    } catch {
      // Not there, or half-written: the transcripts' own totals are enough.
    }
  }
  return costs;
}
