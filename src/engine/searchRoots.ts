import { discover } from '../ingest/discover.ts';
import type { RootSearch } from '../ingest/roots.ts';
import type { RootFinding } from './types.ts';

/** What is there in each folder where transcripts are looked for; needs no ledger. */
export async function searchRoots({ found, missing }: RootSearch): Promise<readonly RootFinding[]> {
  const searched = found.map(async ({ projects }): Promise<RootFinding> => {
    const { files, problems } = await discover(projects);
    return { path: projects, found: true, files: files.count, bytes: files.bytes, problem: problems[0] ?? null };
  });
  const absent = missing.map(({ path, problem }): RootFinding => ({ path, found: false, files: 0, bytes: 0, problem }));
  return [...(await Promise.all(searched)), ...absent];
}
