/** Where a shallow clone ends. git shows its oldest commits as if they had no parents and had made every file that there is. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { askGit } from './ask.ts';
import type { GitOptions } from './types.ts';

export interface Place {
  /** The folder that all working trees share. */
  readonly common: string;
  /** Whether the folder that was asked is itself the root of a working tree. */
  readonly isRoot: boolean;
}

/** By the folder that was asked, as git said last: where commits are read that is known from describing the repository. */
const known = new Map<string, string>();

/** Where git keeps a repository. Also the question whether this is one that git opens. */
export async function placeOf(path: string, options: GitOptions): Promise<Place> {
  const text = await askGit(path, ['rev-parse', '--path-format=absolute', '--git-common-dir', '--show-cdup'], options);
  // The way up to the root is empty in it, and missing in a bare repository.
  const [, common = '', up] = /^([^]*?)\n(?:([^\n]*)\n)?$/.exec(text) ?? [];
  known.set(path, common);
  return { common, isRoot: up === '' };
}

/** Commits whose parents the clone has not, in full; none of a whole clone. */
export async function edgesOf(path: string, options: GitOptions): Promise<ReadonlySet<string>> {
  const common = known.get(path) ?? '';
  const isThere = common !== '' && (await stat(common).catch(() => null)) !== null;
  return edgesIn(isThere ? common : (await placeOf(path, options)).common);
}

/** As `edgesOf`, of the folder that all working trees share. */
export async function edgesIn(common: string): Promise<ReadonlySet<string>> {
  const listed = (await readFile(join(common, 'shallow'), 'utf8').catch(() => '')).split('\n');
  return new Set(listed.map((line) => line.trim()).filter((line) => line !== ''));
}
