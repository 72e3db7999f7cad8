import { existsSync } from 'node:fs';
import { isAbsolute, parse, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { repositoryOf } from '../git/identity.ts';
import { isWithin } from '../ingest/discover.ts';
import type { FolderIdentity } from '../ledger/batch.ts';
import { readFolderIdentities, readFolders } from '../ledger/contexts.ts';
import type { ForgottenPlace } from '../ledger/forget.ts';

/** The path as facts have it. Throws a sentence for anything but the whole path of a folder: everything lies in a root, and in no name at all. */
export function pathToForget(folder: string): string {
  const path = resolve(folder);
  if (!isAbsolute(folder) || path === parse(path).root) throw new Error('Nothing was forgotten: this is not the whole path of a folder.');
  return path;
}

/** The folder with what it belongs to: where the disk has it no more, as it was recorded, for its parents may lie in another repository. */
export async function placeToForget(database: DatabaseSync, folder: string): Promise<ForgottenPlace> {
  const recorded = existsSync(folder) ? null : recordedIdentity(database, folder);
  return { folder, ...(recorded ?? (await repositoryOf(folder))) };
}

function recordedIdentity(database: DatabaseSync, folder: string): FolderIdentity | null {
  const identities = readFolderIdentities(database);
  const own = identities.get(folder);
  if (own !== undefined && own.repository !== '') return own;
  return [...identities.values()].some(({ repository }) => repository === folder) ? { repository: folder, worktree: '' } : null;
}

/** A folder in no repository stands for itself and what lies in it; one in a repository has what no other repository has. */
export function foldersToForget(database: DatabaseSync, { folder, repository }: ForgottenPlace): readonly string[] {
  const belongs = ([cwd, recorded]: readonly [string, string]): boolean =>
    repository === '' ? isWithin(cwd, folder) : recorded === repository || (recorded === '' && isWithin(cwd, repository));
  return [...readFolders(database)].filter(belongs).map(([cwd]) => cwd);
}
