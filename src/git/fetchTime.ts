/** When a clone last heard of its remote, from the files that fetching and pushing leave behind. */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Of the end of a reflog, whose last line has a name, an address and a reason in it. */
const tailBytes = 4_096;

/** Milliseconds UTC; null when there is no trace. `refs` are remote branches whose reflogs tell of a fetch or push. */
export async function fetchedAt(commonFolder: string, refs: readonly string[]): Promise<number | null> {
  const worktrees = await readdir(join(commonFolder, 'worktrees')).catch(() => []);
  const heads = [commonFolder, ...worktrees.map((name) => join(commonFolder, 'worktrees', name))].map((folder) =>
    join(folder, 'FETCH_HEAD'),
  );
  const times = [
    ...(await Promise.all(heads.map(fetchHeadTime))),
    ...(await Promise.all(refs.map((ref) => lastEntry(join(commonFolder, 'logs', ref))))),
  ];
  const known = times.filter((each) => each !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** A fetch that failed leaves the file empty. */
async function fetchHeadTime(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found === null || found.size === 0 ? null : Math.floor(found.mtimeMs);
}

async function lastEntry(path: string): Promise<number | null> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.min(size, tailBytes)),
      0,
      Math.min(size, tailBytes),
      Math.max(0, size - tailBytes),
    );
    const lines = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n');
    const seconds = /> (\d{1,12}) [+-]\d{4}(?:\t|$)/.exec(lines.at(-1) ?? '')?.[1];
    return seconds === undefined ? null : Number(seconds) * 1000;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
