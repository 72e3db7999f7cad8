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

/** By the folder that was asked, as git said last. */
const known = new Map<string, Place & { readonly stamp: string }>();

/** Where git keeps a repository; git is asked once, and again where the folder is no longer what it was. */
export async function placeOf(path: string, options: GitOptions): Promise<Place> {
  const before = known.get(path);
  if (before !== undefined && before.stamp !== '' && before.stamp === (await stampOf(path, before.common))) return before;
  const text = await askGit(path, ['rev-parse', '--path-format=absolute', '--git-common-dir', '--show-cdup'], options);
  // The way up to the root is empty in it, and missing in a bare repository.
  const [, common = '', up] = /^([^]*?)\n(?:([^\n]*)\n)?$/.exec(text) ?? [];
  const place = { common, isRoot: up === '' };
  // A folder within one has nothing of its own that would tell.
  known.set(path, { ...place, stamp: place.isRoot ? await stampOf(path, common) : '' });
  return place;
}

/** Another text once a folder leads elsewhere, or git would take it for no repository; `''` where that cannot be told. */
async function stampOf(path: string, common: string): Promise<string> {
  const kindOf = async (file: string): Promise<string> => {
    const found = await stat(file, { bigint: true }).catch(() => null);
    if (found === null) return '';
    // A folder changes with every lock file in it.
    return `${String(found.dev)} ${String(found.ino)} ${found.isFile() ? String(found.mtimeNs) : 'folder'}`;
  };
  const [leads, ...needed] = await Promise.all([join(path, '.git'), join(common, 'objects'), join(common, 'refs')].map(kindOf));
  const isThere = (await stat(join(common, 'HEAD')).catch(() => null)) !== null;
  return !isThere || leads === '' || needed.includes('') ? '' : [leads, ...needed].join(' ');
}

/** Commits whose parents the clone has not, in full; none of a whole clone. */
export async function edgesOf(path: string, options: GitOptions): Promise<ReadonlySet<string>> {
  const common = known.get(path)?.common ?? '';
  const isThere = common !== '' && (await stat(common).catch(() => null)) !== null;
  return edgesIn(isThere ? common : (await placeOf(path, options)).common);
}

/** As `edgesOf`, of the folder that all working trees share. */
export async function edgesIn(common: string): Promise<ReadonlySet<string>> {
  const listed = (await readFile(join(common, 'shallow'), 'utf8').catch(() => '')).split('\n');
  return new Set(listed.map((line) => line.trim()).filter((line) => line !== ''));
}
