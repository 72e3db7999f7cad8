/** What lies where transcripts lie and is not read: looked for by the doctor alone. */
import type { Dirent } from 'node:fs';
import { access, constants, lstat, readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { SurveyFacts } from '../../core/report/doctor/facts.ts';

/** Below a project's folder lie sessions' folders, and in them `subagents`. */
const deepest = 6;

type Survey = { [Name in keyof SurveyFacts]: string[] };

export async function survey(projects: readonly string[], signal: AbortSignal): Promise<SurveyFacts> {
  const found: Survey = { unreadable: [], folders: [], names: [], notRegular: [], loops: [] };
  for (const folder of projects) await visit(folder, 0, found, signal);
  return found;
}

async function visit(folder: string, depth: number, found: Survey, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let entries: readonly Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (!isMissing(error)) found.folders.push(folder);
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (await isMisnamed(entry.name, path)) found.names.push(path);
    else if (entry.isDirectory()) {
      if (depth > 0 && entry.name.endsWith('.jsonl')) found.notRegular.push(path);
      else if (depth < deepest && entry.name !== 'tool-results') await visit(path, depth + 1, found, signal);
    } else if (entry.isSymbolicLink()) await lookAtLink(path, folder, found);
    else if (entry.name.endsWith('.jsonl')) {
      if (!entry.isFile()) found.notRegular.push(path);
      else if (!(await mayRead(path))) found.unreadable.push(path);
    }
  }
}

/** A name that is no UTF-8 comes with replacement characters, and by that name there is nothing. */
async function isMisnamed(name: string, path: string): Promise<boolean> {
  return name.includes('\ufffd') && (await lstat(path).catch(() => null)) === null;
}

async function lookAtLink(path: string, folder: string, found: Survey): Promise<void> {
  try {
    const target = await stat(path);
    // A link to a folder that it lies in itself.
    for (let above = folder; ; above = above.slice(0, above.lastIndexOf(sep))) {
      const here = await stat(above === '' ? sep : above);
      if (here.dev === target.dev && here.ino === target.ino) {
        found.loops.push(path);
        return;
      }
      if (above === '') break;
    }
    if (path.endsWith('.jsonl') && !target.isFile()) found.notRegular.push(path);
    else if (path.endsWith('.jsonl') && !(await mayRead(path))) found.unreadable.push(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') found.loops.push(path);
    else if (!isMissing(error)) found.unreadable.push(path);
  }
}

async function mayRead(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch (error) {
    return isMissing(error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
