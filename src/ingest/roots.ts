/** Where Claude Code keeps its transcripts on this machine (TRANSCRIPTS section 1). */
import { t } from '../core/l10n/message.ts';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

export interface Root {
  /** Folder whose sub-folders are projects, with symbolic links resolved. */
  readonly projects: string;
  /** The configuration folder it lies in, as it is named. */
  readonly configuration: string;
}

export interface RootSearch {
  readonly found: readonly Root[];
  /** Folders of projects that were looked for and are not there, or may not be read. */
  readonly missing: readonly { readonly path: string; readonly problem: string | null }[];
}

export interface RootOptions {
  readonly claudeDirectories: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Finds the roots, each once however many symbolic links lead to it. */
export async function findRoots(options: RootOptions): Promise<RootSearch> {
  const found = new Map<string, Root>();
  const missing: { path: string; problem: string | null }[] = [];
  for (const candidate of await candidates(options)) {
    const result = await openRoot(candidate);
    if ('problem' in result) missing.push(result);
    else if (!found.has(result.projects)) found.set(result.projects, result);
  }
  return { found: [...found.values()], missing };
}

async function candidates({ claudeDirectories, environment, home }: RootOptions): Promise<readonly string[]> {
  if (claudeDirectories.length > 0) return claudeDirectories.map((path) => resolve(expandHome(path, home)));
  const configured = environment.CLAUDE_CONFIG_DIR ?? '';
  if (configured !== '') {
    // The client takes a comma as part of one folder's name, other tools as a list: what exists decides.
    const paths = (await isFolder(configured))
      ? [configured]
      : configured
          .split(',')
          .map((path) => path.trim())
          .filter((path) => path !== '');
    return paths.map((path) => resolve(expandHome(path, home)));
  }
  const xdg = environment.XDG_CONFIG_HOME || join(home, '.config');
  return [join(home, '.claude'), join(xdg, 'claude')];
}

async function openRoot(asked: string): Promise<Root | { path: string; problem: string | null }> {
  const isProjects = basename(asked) === 'projects' && !(await isFolder(join(asked, 'projects')));
  const path = isProjects ? asked : join(asked, 'projects');
  try {
    const projects = await realpath(path);
    // The folder as it is named, not its target: the client looks for its account file beside the name.
    return { projects, configuration: isProjects ? dirname(asked) : asked };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return {
      path,
      problem:
        code === 'ENOENT' || code === 'ENOTDIR'
          ? null
          : t('It may not be read ({0}). Give yourself the permission to read it.', String(code)),
    };
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function expandHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
}
