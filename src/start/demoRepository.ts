/** The demo's repositories on disk, made by git: a bare one as the remote, and a clone of it with what was fetched last. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';
import { author, mainBranch } from './demoHistory.ts';
import type { DemoHistory } from './demoHistory.ts';

export interface RepositoryPlace {
  /** Where the clone is made; it must not be there yet. */
  readonly folder: string;
  /** Where the remote is made. */
  readonly remote: string;
  readonly checkedOut: string;
  /** When the clone last heard of its remote. */
  readonly fetchedAtMs: number;
}

/** Makes the repository; without git on this machine only the folder with its open files, so that the demo shows cost alone. */
export function makeRepository(history: DemoHistory, { folder, remote, checkedOut, fetchedAtMs }: RepositoryPlace): void {
  try {
    const git = (input: string | undefined, ...given: readonly string[]): void => runGit(given, input, fetchedAtMs);
    git(undefined, 'init', '--quiet', '--bare', '--template=', `--initial-branch=${mainBranch}`, '--object-format=sha1', remote);
    git(history.stream, '-C', remote, 'fast-import', '--quiet');
    git(undefined, 'clone', '--quiet', '--template=', '--branch', checkedOut, remote, folder);
    for (const [key, value] of [
      ['user.name', author.name],
      ['user.email', author.email],
    ] as const)
      git(undefined, '-C', folder, 'config', key, value);
    git(undefined, '-C', folder, 'fetch', '--quiet');
    utimesSync(path.join(folder, '.git', 'FETCH_HEAD'), fetchedAtMs / 1000, fetchedAtMs / 1000);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  for (const [file, content] of history.openFiles(checkedOut)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Runs git with no settings but the repository's own: hooks, templates, signing and formats of this machine stay out of the demo. */
function runGit(given: readonly string[], input: string | undefined, atMs: number): void {
  const { PATH, SystemRoot } = process.env;
  const isolated = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull, GIT_TERMINAL_PROMPT: '0' };
  const at = `${String(Math.floor(atMs / 1000))} +0000`; // what the clone's log says of when it was made
  execFileSync('git', [...given], {
    env: { PATH, SystemRoot, ...isolated, GIT_COMMITTER_NAME: author.name, GIT_COMMITTER_EMAIL: author.email, GIT_COMMITTER_DATE: at },
    input,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}
