/** The reflog of a working tree's HEAD, from git's own file: enough to see that nothing in it is new, without a process. */
import { constants } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Of the end of the file: some four hundred moves. */
const tailBytes = 64 * 1024;

/**
 * SHAs that the HEAD of a working tree stood on since a moment, milliseconds UTC, whether git still has them or not. Null where the file does not
 * tell all of it: it is not there (reftable keeps none), goes back further than is read here, or is not as git writes it.
 */
export async function movesInFile(worktree: string, sinceMs: number): Promise<readonly string[] | null> {
  const folder = await gitFolder(join(worktree, '.git'));
  const tail = folder === null ? null : await tailOf(join(folder, 'logs', 'HEAD'));
  if (tail === null) return null;
  const shas: string[] = [];
  for (const line of tail.lines.reverse()) {
    const [, sha, seconds] = /^[0-9a-f]{40,64} ([0-9a-f]{40,64}) [^\t]*> (\d+) [+-]\d{4}(?:\t|$)/.exec(line) ?? [];
    if (sha === undefined) return null;
    if (Number(seconds) * 1000 < sinceMs) return shas;
    shas.push(sha);
  }
  return tail.isWhole ? shas : null;
}

/** Of a linked working tree `.git` is a file that names the folder. */
async function gitFolder(dotGit: string): Promise<string | null> {
  const found = await stat(dotGit).catch(() => null);
  if (found?.isDirectory() === true) return dotGit;
  const text = found === null ? '' : await readFile(dotGit, 'utf8').catch(() => '');
  const target = /^gitdir: (.+)$/m.exec(text)?.[1];
  return target === undefined ? null : resolve(dirname(dotGit), target);
}

async function tailOf(path: string): Promise<{ readonly lines: string[]; readonly isWhole: boolean } | null> {
  // Opening a pipe would wait for whoever writes to it.
  if ((await stat(path).catch(() => null))?.isFile() !== true) return null;
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const lines = buffer.toString('latin1', 0, bytesRead).split('\n');
    // What follows the last line feed is being written.
    const isWritten = lines.pop() === '';
    if (length < size) lines.shift();
    return isWritten ? { lines, isWhole: length === size } : null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
