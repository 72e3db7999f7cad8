/**
 * Small files at the root of a repository, as its working tree or its default branch has them. Only regular files are read, and never more
 * than was asked for: a repository may hold links, pipes and anything else under any name.
 */
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { blobsOf, presentObjects } from './objects.ts';
import { answer } from './problem.ts';
import { gitText } from './stream.ts';
import type { GitAnswer, GitOptions } from './types.ts';

export type RootFile =
  | { readonly found: 'text'; readonly text: string }
  | { readonly found: 'none' }
  /** It is there, and is not read: no regular file, too long, or not to be opened. */
  | { readonly found: 'unread'; readonly why: 'kind' | 'size' | 'failed' };

const none: RootFile = { found: 'none' };

/** A file in the root of a working tree; at most `longest` bytes. Never throws. */
export async function workingTreeFile(root: string, name: string, longest: number): Promise<RootFile> {
  const path = join(root, name);
  try {
    const found = await lstat(path);
    if (!found.isFile()) return { found: 'unread', why: 'kind' };
    // It may have become something else since.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const opened = await file.stat();
      if (!opened.isFile()) return { found: 'unread', why: 'kind' };
      if (opened.size > longest) return { found: 'unread', why: 'size' };
      const bytes = Buffer.alloc(longest + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < bytes.length; length += read)
        read = (await file.read(bytes, length, bytes.length - length)).bytesRead;
      return length > longest ? { found: 'unread', why: 'size' } : { found: 'text', text: bytes.toString('utf8', 0, length) };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return none;
    return { found: 'unread', why: code === 'ELOOP' ? 'kind' : 'failed' };
  }
}

export type ReadCommittedFiles = (
  path: string,
  query: { readonly sha: string; readonly names: readonly string[]; readonly longest: number },
  options: GitOptions,
) => Promise<GitAnswer<ReadonlyMap<string, RootFile>>>;

/** Files in the root of a commit, by name; `''` is a commit that has none. */
export const committedFiles: ReadCommittedFiles = (path, query, options) => answer(() => filesOf(path, query, options));

async function filesOf(
  path: string,
  { sha, names, longest }: Parameters<ReadCommittedFiles>[1],
  options: GitOptions,
): Promise<ReadonlyMap<string, RootFile>> {
  const files = new Map<string, RootFile>(names.map((name) => [name, none]));
  if (!/^[0-9a-f]{40,64}$/.test(sha)) return files;
  const listed = await gitText(path, ['ls-tree', '-z', '--full-tree', sha, '--', ...names], options);
  const regular = new Map<string, string>();
  for (const entry of listed.split('\0')) {
    const [, mode = '', id = '', name = ''] = /^(\d+) \S+ ([0-9a-f]+)\t([^]*)$/.exec(entry) ?? [];
    if (!files.has(name)) continue;
    if (mode.startsWith('100')) regular.set(name, id);
    else files.set(name, { found: 'unread', why: 'kind' });
  }
  const present = await presentObjects(path, [...regular.values()], options);
  const texts = new Map<string, string>();
  const ids = [...new Set(regular.values())].filter((id) => present.has(id));
  for await (const { id, text } of blobsOf(path, ids, { ...options, longest })) texts.set(id, text);
  for (const [name, id] of regular) {
    const text = texts.get(id);
    if (text === undefined) files.set(name, { found: 'unread', why: present.has(id) ? 'size' : 'failed' });
    else files.set(name, { found: 'text', text });
  }
  return files;
}
