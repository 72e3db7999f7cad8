import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runOrFail } from './runCommand.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Makes the VSIX of what is built in dist, as `npm run package` does, at `file`. */
export async function packageExtension(file: string): Promise<void> {
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { scripts: { package: string } };
  const [, , ...options] = scripts.package.slice(scripts.package.lastIndexOf('vsce ')).split(' ');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  await runOrFail(process.execPath, [vsce, 'package', ...options, '--out', file], { cwd: root, limitMs: 120_000 });
}
