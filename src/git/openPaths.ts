/** Which files are not in the last commit as they are now. */
import { realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { withoutFilters } from './configuration.ts';
import { NulTokens } from './nulTokens.ts';
import { answer } from './problem.ts';
import { streamGit } from './stream.ts';
import type { StreamOptions } from './stream.ts';
import type { OpenPaths } from './types.ts';
import { isWorktree, worktreesOf } from './worktrees.ts';

/** Characters of paths in one command: Windows takes 32,767 altogether. */
const mostCharacters = 16_000;

/** See `OpenPaths`. Only the candidates are looked at, however much else lies untracked beside them. */
export const openPaths: OpenPaths = (path, candidates, options) =>
  answer(async () => {
    const open = new Set<string>();
    if (candidates.length === 0) return open;
    const roots = await rootsOf(path, options);
    const settings = await withoutFilters(path, options);
    for (const [root, files] of await byWorktree(roots, candidates))
      for (const chunk of chunksOf([...files.keys()]))
        for (const file of await changed(root, chunk, { ...options, settings }))
          for (const candidate of files.get(file) ?? []) open.add(candidate);
    return open;
  });

/** Of those that were given one may have gone since. */
async function rootsOf(path: string, { worktrees, ...options }: Parameters<OpenPaths>[2]): Promise<readonly string[]> {
  if (worktrees === undefined) return (await worktreesOf(path, options)).map((each) => each.path);
  const areThere = await Promise.all(worktrees.map(isWorktree));
  return worktrees.filter((_, index) => areThere[index]);
}

/** Working tree -> path within it, with `/` -> candidates that name it. The innermost tree has a file; one of no tree is left out. */
async function byWorktree(
  roots: readonly string[],
  candidates: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>> {
  const inner = [...roots].sort((one, other) => other.length - one.length);
  const folders = new Map<string, string>();
  const found = new Map<string, Map<string, string[]>>();
  for (const candidate of new Set(candidates)) {
    const path = await withRealFolder(candidate, folders);
    const root = inner.find((each) => path.startsWith(each.endsWith(sep) ? each : each + sep));
    if (root === undefined) continue;
    const files = found.get(root) ?? new Map<string, string[]>();
    found.set(root, files);
    const file = relative(root, path).split(sep).join('/');
    files.set(file, [...(files.get(file) ?? []), candidate]);
  }
  return found;
}

/** git knows files by their real folders, and refuses one beyond a symbolic link. */
async function withRealFolder(path: string, known: Map<string, string>): Promise<string> {
  const folder = dirname(path);
  let real = known.get(folder);
  if (real === undefined) {
    real = await realpath(folder).catch(async () => (folder === dirname(folder) ? folder : withRealFolder(folder, known)));
    known.set(folder, real);
  }
  return join(real, path.slice(folder.length));
}

function* chunksOf(files: readonly string[]): Generator<readonly string[]> {
  let chunk: string[] = [];
  let characters = 0;
  for (const file of files) {
    if (characters + file.length > mostCharacters && chunk.length > 0) {
      yield chunk;
      chunk = [];
      characters = 0;
    }
    chunk.push(file);
    characters += file.length + 1;
  }
  if (chunk.length > 0) yield chunk;
}

/** Those of the files that differ, or are not tracked. */
async function changed(root: string, files: readonly string[], options: StreamOptions): Promise<readonly string[]> {
  const args = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--ignore-submodules=all', '--no-renames', '--no-ahead-behind'];
  const asked = new Set(files);
  const tokens = new NulTokens();
  const found: string[] = [];
  for await (const chunk of streamGit(root, [...args, '--', ...files], options))
    for (const token of tokens.push(chunk)) if (asked.has(token.slice(3))) found.push(token.slice(3));
  return found;
}
