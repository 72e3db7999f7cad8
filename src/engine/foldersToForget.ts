/** What goes when a repository or folder is forgotten: what sessions did in it, what sessions elsewhere did to it, and the names it had elsewhere. */
import { existsSync } from 'node:fs';
import { isAbsolute, parse, resolve, win32 } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { repositoryOf } from '../git/identity.ts';
import type { FolderIdentity } from '../ledger/batch.ts';
import { readFolderIdentities, readFolders, readNamedPaths } from '../ledger/contexts.ts';
import type { Forgettings, ForgottenPlace } from '../ledger/forget.ts';
import { liesIn } from '../ledger/forgotten.ts';
import { namesBefore } from './mappings.ts';
import type { Places } from './places.ts';
import type { PathMapping } from './types.ts';

/** The path as facts have it. Throws a sentence for anything but the whole path of a folder: everything lies in a root, and in no name at all. */
export function pathToForget(folder: string): string {
  const path = isForeign(folder) ? win32.resolve(folder) : resolve(folder);
  const { root } = isForeign(folder) ? win32.parse(path) : parse(path);
  if (!(isAbsolute(folder) || isForeign(folder)) || path === root)
    throw new Error('Nothing was forgotten: this is not the whole path of a folder.');
  return path;
}

/** A path of Windows on another system: an imported ledger has such. */
function isForeign(folder: string): boolean {
  return !isAbsolute(folder) && /^(?:[A-Za-z]:[/\\]|\\\\)/.test(folder);
}

/** The folder with what it belongs to: where the disk has it no more, as it was recorded, for its parents may lie in another repository. */
export async function placeToForget(database: DatabaseSync, folder: string): Promise<ForgottenPlace> {
  if (existsSync(folder)) return { folder, ...(await repositoryOf(folder)) };
  const recorded = recordedIdentity(readFolderIdentities(database), folder);
  return { folder, ...(recorded ?? (isForeign(folder) ? nowhere : await repositoryOf(folder))) };
}

const nowhere: FolderIdentity = { repository: '', worktree: '' };

function recordedIdentity(identities: ReadonlyMap<string, FolderIdentity>, folder: string): FolderIdentity | null {
  const own = identities.get(folder);
  if (own !== undefined && own.repository !== '') return own;
  return [...identities.values()].some(({ repository }) => repository === folder) ? { repository: folder, worktree: '' } : null;
}

/**
 * A folder in no repository stands for itself and what lies in it; one in a repository has what no other repository has.
 * @param places prepared for the ledger as it is
 */
export function whatToForget(
  database: DatabaseSync,
  place: ForgottenPlace,
  { places, mappings }: { readonly places: Places; readonly mappings: readonly PathMapping[] },
): Forgettings {
  const { folder, repository } = place;
  const isOfPlace = (path: string, of: string): boolean =>
    repository === '' ? liesIn(path, folder) : of === repository || (of === '' && liesIn(path, repository));
  const cwds = [...readFolders(database)].filter(([cwd, recorded]) => {
    const placed = places.ofFolder(cwd);
    // What was recorded here holds, also where the disk says another thing by now.
    return isOfPlace(placed.cwd, placed.cwd === cwd && recorded !== '' ? recorded : placed.repository);
  });
  const paths = readNamedPaths(database).filter((path) => {
    const placed = places.ofFile(path);
    return isOfPlace(placed.path, placed.repository);
  });
  const identities = readFolderIdentities(database);
  // What is read later has the names that mappings know it and its parts by.
  const names = namesBefore(repository === '' ? folder : repository, mappings).filter((name) => {
    const placed = places.ofFolder(name);
    return isOfPlace(placed.cwd, placed.repository);
  });
  const elsewhere = names.map((name): ForgottenPlace => ({ folder: name, ...(recordedIdentity(identities, name) ?? nowhere) }));
  return { places: [place, ...elsewhere], cwds: cwds.map(([cwd]) => cwd), paths };
}
