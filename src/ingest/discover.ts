/** Lists every transcript below a root, with one `stat` each. */
import type { BigIntStats, Dirent } from 'node:fs';
import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { transcriptPlace } from '../core/transcript/place.ts';
import type { TranscriptPlace } from '../core/transcript/place.ts';
import { FoundFiles, withoutDoubles } from './foundFiles.ts';
import { isMissing, mayBeMisnamed, misnamed, unreadable } from './unreadable.ts';

export interface FoundFile extends TranscriptPlace {
  readonly path: string;
  /** Device and inode. */
  readonly identity: string;
  readonly birthMs: number;
  readonly size: number;
  readonly modifiedMs: number;
}

export interface Discovery {
  readonly files: FoundFiles;
  /** Sentences about folders and files that could not be looked at. */
  readonly problems: readonly string[];
  /** Those folders and files: what seems to be gone from them may still be there. */
  readonly unseen: readonly string[];
}

/** Folder names below a project's that hold no transcripts and can be large. */
const plainFolders = new Set(['tool-results', 'memory', 'scripts']);

/** How far below `projects` a session's folder, and what is in it, lies. */
const sessionDepth = 2;

/** How deep subagents of subagents are looked for. */
const deepest = 12;

/**
 * A `stat` takes microseconds, and waiting for one many times as long: so they are made without waiting, and the thread does what else it has to
 * do after so long.
 */
const restEveryMs = 20;

/** Every transcript below `projects`, in no particular order; `onFile` is told the bytes of each as it is found. */
export async function discover(projects: string, onFile: (bytes: number) => void = () => undefined): Promise<Discovery> {
  const files = new FoundFiles();
  const problems = new Set<string>();
  const unseen: string[] = [];
  const followed = new Set<string>();
  const missed = (kind: 'transcript' | 'folder' | 'link', path: string, error: unknown): void => {
    if (isMissing(error)) {
      if (mayBeMisnamed(path)) problems.add(misnamed(path));
      return;
    }
    problems.add(unreadable(kind, path, error));
    unseen.push(path);
  };
  const start = withSeparator(projects);
  let restedMs = performance.now();
  const visit = async (folder: string, depth: number): Promise<void> => {
    if (performance.now() - restedMs > restEveryMs) {
      await setImmediate();
      restedMs = performance.now();
    }
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      missed('folder', folder, error);
      return;
    }
    const inside = withSeparator(folder);
    for (const entry of entries) {
      const path = inside + entry.name;
      if (entry.isDirectory()) {
        if (mayHoldTranscripts(entry.name, depth)) await visit(path, depth + 1);
      } else if (entry.isSymbolicLink()) await followLink(path, depth);
      else if (entry.isFile() && entry.name.endsWith('.jsonl')) add(path);
    }
  };
  /**
   * A link to a file is the file. One to a folder is followed once, whatever leads to it, and only where projects and sessions lie: below them it
   * could lead to a whole disk.
   */
  const followLink = async (path: string, depth: number): Promise<void> => {
    try {
      const target = realpathSync(path);
      const entry = lstatSync(target);
      if (entry.isFile() && path.endsWith('.jsonl')) {
        add(path);
        return;
      }
      if (!entry.isDirectory() || depth >= sessionDepth || followed.has(target) || isWithin(target, projects)) return;
      followed.add(target);
      await visit(path, depth + 1);
    } catch (error) {
      missed('link', path, error);
    }
  };
  const add = (path: string): void => {
    if (transcriptPlace(path.slice(start.length).split(sep)) === null) return;
    try {
      const file = lookAtFile(path);
      if (file !== null) {
        files.add(path, start.length, file);
        onFile(Number(file.size));
      } else if (mayBeMisnamed(path)) problems.add(misnamed(path));
    } catch (error) {
      missed('transcript', path, error);
    }
  };
  await visit(projects, 0);
  return { files: withoutDoubles(files), problems: [...problems], unseen };
}

/** The folder as the start of the paths in it. */
export function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

/** Of a session's folder only `subagents` holds transcripts; so a link to some large folder is no walk through all of it. */
function mayHoldTranscripts(name: string, depth: number): boolean {
  return depth === sessionDepth ? name === 'subagents' : depth < deepest && !plainFolders.has(name);
}

/** The file's state now, null when it is gone or no regular file. */
export function lookAtFile(path: string): BigIntStats | null {
  try {
    const found = statSync(path, { bigint: true });
    return found.isFile() ? found : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Whether `path` is `folder` or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
