import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeFolder } from './removeFolder.ts';
import { runOrFail } from './runCommand.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What is not copied: tests with all that they installed and write, and what the packager itself passes over. */
const beside = ['.git', 'node_modules', '.vscode-test', 'test'].map((name) => path.join(root, name));

/**
 * Makes the VSIX of what is built in dist, as `npm run package` does, at `file`: from a copy, because the packager looks at every file of its folder before
 * it leaves them out, and below our tests lie whole editors.
 */
export async function packageExtension(file: string): Promise<void> {
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { scripts: { package: string } };
  const [, , ...options] = scripts.package.slice(scripts.package.lastIndexOf('vsce ')).split(' ');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const copy = await mkdtemp(path.join(tmpdir(), 'payoff-package-'));
  try {
    await cp(root, copy, { recursive: true, preserveTimestamps: true, filter: (source) => !beside.includes(source) });
    await runOrFail(process.execPath, [vsce, 'package', ...options, '--out', file], { cwd: copy, limitMs: 120_000 });
  } finally {
    await removeFolder(copy);
  }
}
