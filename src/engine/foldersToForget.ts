import { isAbsolute, parse, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { isWithin } from '../ingest/discover.ts';
import { readFolders } from '../ledger/contexts.ts';

/** Throws a sentence for anything but the whole path of a folder: everything lies in a root, and in no name at all. */
export function refuseNoFolder(folder: string): void {
  if (!isAbsolute(folder) || resolve(folder) === parse(resolve(folder)).root)
    throw new Error('Nothing was forgotten: this is not the whole path of a folder.');
}

/** A folder in no repository stands for itself and what lies in it; one in a repository has what no other repository has. */
export function foldersToForget(database: DatabaseSync, folder: string, repository: string): readonly string[] {
  const belongs = ([cwd, recorded]: readonly [string, string]): boolean =>
    repository === '' ? isWithin(cwd, folder) : recorded === repository || (recorded === '' && isWithin(cwd, repository));
  return [...readFolders(database)].filter(belongs).map(([cwd]) => cwd);
}
