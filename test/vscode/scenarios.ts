import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runOrFail } from '../support/runCommand.ts';

/** One way to open a window; its tests lie in `suite/<name>` and share that window. */
export interface Scenario {
  readonly name: string;
  readonly trusted: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Added to the environment of VS Code; `root` is an empty folder beside what is opened. */
  readonly environment?: (root: string) => Promise<Readonly<Record<string, string>>>;
  /** Makes what is opened, below an empty folder; resolves to the folder or `.code-workspace` file. */
  readonly prepare: (root: string) => Promise<string>;
}

const folder = async (root: string): Promise<string> => makeRepository(path.join(root, 'work'));

export const scenarios: readonly Scenario[] = [
  { name: 'folder', trusted: true, settings: {}, prepare: folder },
  { name: 'commits', trusted: true, settings: {}, prepare: folder },
  { name: 'restricted', trusted: false, settings: {}, prepare: folder, environment: notedGit },
  {
    name: 'multiRoot',
    trusted: true,
    settings: {},
    prepare: async (root) => {
      const folders = [await makeRepository(path.join(root, 'first')), await makeRepository(path.join(root, 'second'))];
      const file = path.join(root, 'both.code-workspace');
      await writeFile(file, JSON.stringify({ folders: folders.map((each) => ({ path: each })) }));
      return file;
    },
  },
];

async function makeRepository(place: string): Promise<string> {
  await mkdir(place, { recursive: true });
  await runOrFail('git', ['init', '-q', '-b', 'main', place]);
  const identity = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.invalid'];
  await runOrFail('git', ['-C', place, ...identity, 'commit', '-q', '--allow-empty', '-m', 'Begin']);
  return place;
}

/** A `git` before the real one on the PATH, which notes every call in the file named by PAYOFF_TEST_GIT_CALLS. */
async function notedGit(root: string): Promise<Readonly<Record<string, string>>> {
  const programs = path.join(root, 'programs');
  const calls = path.join(root, 'gitCalls');
  const real = process.env.PATH ?? '';
  await mkdir(programs);
  await writeFile(path.join(programs, 'git'), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${calls}'\nPATH='${real}' exec git "$@"\n`);
  await chmod(path.join(programs, 'git'), 0o755);
  // Started from a shell, VS Code takes the environment as it is; else a login shell would set the PATH anew.
  return { VSCODE_CLI: '1', PATH: `${programs}${path.delimiter}${real}`, PAYOFF_TEST_PATH: real, PAYOFF_TEST_GIT_CALLS: calls };
}
