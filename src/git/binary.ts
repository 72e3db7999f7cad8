/**
 * Which git is run. Found here and named in full, because Windows looks for a program in the folder it is started in before it looks at the
 * PATH, and that folder is the repository.
 */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import type { GitState } from '../core/report/doctor/facts.ts';
import { hardenedEnvironment } from './hardening.ts';
import { GitFailure } from './problem.ts';
import type { GitOptions } from './types.ts';

/** 2.31 is the first that takes configuration from variables, which switches filters of any name off. */
const oldest = [2, 31] as const;
const versionTimeoutMs = 10_000;

/** macOS has a git that only asks to install one; these are the real ones behind it. */
const behindTheStub = ['/Library/Developer/CommandLineTools/usr/bin/git', '/Applications/Xcode.app/Contents/Developer/usr/bin/git'];

const known = new Map<string, string>();

/** Path of a git that is new enough. */
export async function gitBinary(options: GitOptions): Promise<string> {
  const search = Object.entries(options.environment).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const before = known.get(search);
  if (before !== undefined && (await isFile(before))) return before;
  const found = await findBinary(search);
  if (found === null) throw new GitFailure('missing');
  if (!isNewEnough(await versionOf(found, options))) throw new GitFailure('tooOld');
  known.set(search, found);
  return found;
}

/** Which git there is, also one that is too old to be run for anything else. */
export async function findGit(options: GitOptions): Promise<GitState> {
  const search = Object.entries(options.environment).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const found = await findBinary(search);
  if (found === null) return { state: 'missing' };
  const text = await versionOf(found, options);
  const version = /\d+(?:\.\d+)+/.exec(text)?.[0] ?? '';
  return { state: isNewEnough(text) ? 'found' : 'tooOld', version };
}

async function findBinary(search: string): Promise<string | null> {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const folder of search.split(delimiter)) {
    const path = join(folder, name);
    if (!isAbsolute(folder) || !(await isFile(path))) continue;
    if (process.platform !== 'darwin' || path !== '/usr/bin/git') return path;
    for (const real of behindTheStub) if (await isFile(real)) return real;
  }
  return null;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function versionOf(binary: string, options: GitOptions): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(binary, ['--version'], {
      env: hardenedEnvironment(options.environment),
      timeout: versionTimeoutMs,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    return stdout;
  } catch {
    throw new GitFailure(options.signal?.aborted === true ? 'cancelled' : 'missing');
  }
}

function isNewEnough(text: string): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
  const difference = Number(major) - oldest[0] || Number(minor) - oldest[1];
  return difference >= 0;
}
