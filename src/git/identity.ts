/**
 * Which repository a folder belongs to, from the files that git leaves on disk alone: no process is run, so that it is safe in a
 * folder nobody has trusted yet. All worktrees of a clone are one repository, known by its common folder.
 */
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';

export interface RepositoryIdentity {
  /** Main working tree, or the bare repository; `''` when the folder is in none. */
  readonly repository: string;
  /** Root of the working tree that the folder lies in. */
  readonly worktree: string;
}

const none: RepositoryIdentity = { repository: '', worktree: '' };

/** The repository of `folder`; where the folder is gone, of the nearest parent that is still there. */
export async function repositoryOf(folder: string): Promise<RepositoryIdentity> {
  for (let at = await nearestExisting(folder); at !== ''; at = at === dirname(at) ? '' : dirname(at)) {
    const common = await commonFolder(join(at, '.git'));
    if (common !== null) return { repository: await nameOf(common), worktree: at };
    if (await isBare(at)) return { repository: await nameOf(at), worktree: '' };
  }
  return none;
}

/** The folder that a repository is called by, the same from all of its working trees: its main one where it has one. */
async function nameOf(common: string): Promise<string> {
  if (basename(common) === '.git') return dirname(common);
  // `.bare` beside the working trees, or the settings of a submodule: only a folder that leads back here is theirs.
  const configured = /^[^\S\n]*worktree[^\S\n]*=[^\S\n]*(?:"([^"\n]*)"|([^\n]*?))[^\S\n]*$/m.exec(await textOf(join(common, 'config')));
  const main = configured?.[1] ?? configured?.[2] ?? '';
  for (const folder of [dirname(common), ...(main === '' ? [] : [resolve(common, main)])])
    if ((await commonFolder(join(folder, '.git'))) === common) return folder;
  return common;
}

async function nearestExisting(folder: string): Promise<string> {
  // A path of another system is no path here, and must not be taken for one below this process's folder.
  if (!isAbsolute(folder)) return '';
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      return await realpath(at);
    } catch {
      if (at === dirname(at)) return '';
    }
  }
}

/** The common folder that `.git` leads to, null when there is none. */
async function commonFolder(dotGit: string): Promise<string | null> {
  const kind = await kindOf(dotGit);
  if (kind === 'folder') return (await kindOf(join(dotGit, 'HEAD'))) === null ? null : dotGit;
  if (kind === null) return null;
  const target = /^gitdir: (.+)$/m.exec(await textOf(dotGit))?.[1];
  if (target === undefined) return null;
  const gitFolder = resolve(dirname(dotGit), target.trim());
  const common = (await textOf(join(gitFolder, 'commondir'))).trim();
  if (common !== '') return realpath(resolve(gitFolder, common)).catch(() => resolve(gitFolder, common));
  // A worktree whose entry was pruned still says where it was; a submodule is a repository of its own.
  if (basename(dirname(gitFolder)) === 'worktrees') return dirname(dirname(gitFolder));
  // What is gone altogether is still known by its working tree.
  return (await kindOf(join(gitFolder, 'HEAD'))) === null ? join(dirname(dotGit), '.git') : realpath(gitFolder);
}

async function isBare(folder: string): Promise<boolean> {
  if (!folder.endsWith('.git')) return false;
  return (await kindOf(join(folder, 'HEAD'))) === 'file' && (await kindOf(join(folder, 'objects'))) === 'folder';
}

async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : null;
  } catch {
    return null;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
