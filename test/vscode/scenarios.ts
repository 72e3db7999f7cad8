import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runOrFail } from '../support/runCommand.ts';

/** One way to open a window; its tests lie in `suite/<name>` and share that window. */
export interface Scenario {
  readonly name: string;
  readonly trusted: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Makes what is opened, below an empty folder; resolves to the folder or `.code-workspace` file. */
  readonly prepare: (root: string) => Promise<string>;
}

const folder = async (root: string): Promise<string> => makeRepository(path.join(root, 'work'));

export const scenarios: readonly Scenario[] = [
  { name: 'folder', trusted: true, settings: {}, prepare: folder },
  { name: 'restricted', trusted: false, settings: {}, prepare: folder },
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
