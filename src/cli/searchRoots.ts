import type { RootFinding } from '../engine/types.ts';
import { discover } from '../ingest/discover.ts';
import { findRoots } from '../ingest/roots.ts';
import type { RootOptions } from '../ingest/roots.ts';

/** Where transcripts are looked for and what is there, for when there is no ledger to ask. */
export async function searchRoots(options: RootOptions): Promise<readonly RootFinding[]> {
  const { found, missing } = await findRoots(options);
  const searched = found.map(async ({ projects }): Promise<RootFinding> => {
    const { files, problems } = await discover(projects);
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return { path: projects, found: true, files: files.length, bytes, problem: problems[0] ?? null };
  });
  const absent = missing.map(({ path, problem }): RootFinding => ({ path, found: false, files: 0, bytes: 0, problem }));
  return [...(await Promise.all(searched)), ...absent];
}
