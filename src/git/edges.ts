/** Where a shallow clone ends. git shows its oldest commits as if they had no parents and had made every file that there is. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askGit } from './ask.ts';
import type { GitOptions } from './types.ts';

/** The folder that all working trees share. Also the question whether this is a repository that git opens. */
export async function commonFolder(path: string, options: GitOptions): Promise<string> {
  return (await askGit(path, ['rev-parse', '--path-format=absolute', '--git-common-dir'], options)).replace(/\n$/, '');
}

/** Commits whose parents the clone has not, in full; none of a whole clone. */
export async function edgesOf(path: string, options: GitOptions): Promise<ReadonlySet<string>> {
  return edgesIn(await commonFolder(path, options));
}

/** As `edgesOf`, of the folder that all working trees share. */
export async function edgesIn(common: string): Promise<ReadonlySet<string>> {
  const listed = (await readFile(join(common, 'shallow'), 'utf8').catch(() => '')).split('\n');
  return new Set(listed.map((line) => line.trim()).filter((line) => line !== ''));
}
