import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A text that differs once something was committed, fetched or switched in a repository, or its settings were changed, from the times of
 * git's own files and those: no process is run. Null where that cannot be told (a submodule, another layout): then only git knows.
 */
export async function gitStamp(repository: string): Promise<string | null> {
  const folder = await gitFolder(repository);
  if (folder === null) return null;
  const places = [folder, ...(await namesIn(join(folder, 'worktrees'))).map((name) => join(folder, 'worktrees', name))];
  const stamps = await Promise.all([
    ...places.map((place) => placeStamp(place, folder)),
    ...['packed-refs', 'FETCH_HEAD', 'reftable/tables.list'].map((file) => fileStamp(join(folder, file))),
    ...['.payoff.json', '.gitattributes'].map((file) => fileStamp(join(repository, file))),
  ]);
  return stamps.join(' ');
}

/** A working tree's place in git: its head, what that was before, and the branch it is on. */
async function placeStamp(place: string, folder: string): Promise<string> {
  const head = await readFile(join(place, 'HEAD'), 'utf8').catch(() => '');
  const branch = /^ref: (refs\/\S+)/.exec(head)?.[1];
  const files = [join(place, 'logs', 'HEAD'), ...(branch === undefined ? [] : [join(folder, branch)])];
  return [head.trim(), ...(await Promise.all(files.map(fileStamp)))].join(' ');
}

async function gitFolder(repository: string): Promise<string | null> {
  for (const folder of [join(repository, '.git'), repository]) {
    const found = await stat(join(folder, 'HEAD')).catch(() => null);
    if (found?.isFile() === true) return folder;
  }
  return null;
}

async function fileStamp(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found === null ? '-' : `${found.mtimeMs}:${found.size}`;
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
