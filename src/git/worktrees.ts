/** The working trees of a repository that are still there. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { askGit } from './ask.ts';
import { gitText } from './stream.ts';
import type { GitOptions } from './types.ts';

export interface Worktree {
  /** Its root. */
  readonly path: string;
  /** The commit that it stands on while it is on no branch; null on a branch. */
  readonly detachedSha: string | null;
}

/**
 * The main one first. Those whose folders are gone are left out, and so is a bare repository itself. `isRoot`: the path is known to be the root of
 * a working tree.
 */
export async function worktreesOf(path: string, options: GitOptions, isRoot = false): Promise<readonly Worktree[]> {
  const listed = (await askGit(path, ['worktree', 'list', '--porcelain'], options)).split('\n\n').flatMap(readBlock);
  // Of a submodule git lists the folder of its repository instead of its working tree.
  const isItself = isRoot && listed.some((each) => each.path === path);
  const root = isItself
    ? path
    : await gitText(path, ['rev-parse', '--show-toplevel'], options).then(
        (text) => text.replace(/\n$/, ''),
        () => '',
      );
  const isListed = root === '' || listed.some((each) => each.path === root);
  const all = isListed ? listed : [{ path: root, detachedSha: listed[0]?.detachedSha ?? null }, ...listed];
  const isThere = await Promise.all(all.map((each) => isWorktree(each.path)));
  return all.filter((_, index) => isThere[index]);
}

function readBlock(block: string): Worktree[] {
  const lines = block.split('\n');
  const value = (name: string): string | null => lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? null;
  const path = value('worktree');
  if (path === null || lines.includes('bare')) return [];
  return [{ path, detachedSha: lines.includes('detached') ? value('HEAD') : null }];
}

/** Whether there is a working tree at the path. */
export async function isWorktree(path: string): Promise<boolean> {
  return (await stat(join(path, '.git')).catch(() => null)) !== null;
}
