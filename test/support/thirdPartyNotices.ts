// The notices of all packages that are bundled: node test/support/thirdPartyNotices.ts writes THIRD-PARTY-NOTICES.txt.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { buildOptions, bundles } from '../../esbuild.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** Text of THIRD-PARTY-NOTICES.txt for what the bundles hold now: each package with its version and its own licence. */
export async function thirdPartyNotices(): Promise<string> {
  const folders = new Set<string>();
  for (const bundle of bundles) {
    const { metafile } = await build({ ...buildOptions(bundle), write: false });
    for (const input of Object.keys(metafile?.inputs ?? {})) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  const parts = await Promise.all([...folders].sort().map(notice));
  return ['Payoff is distributed with the following packages.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

async function notice(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const license = (await readdir(path.join(root, folder))).find((name) => /^licen[cs]e/i.test(name));
  if (license === undefined) throw new Error(`${folder} has no licence file.`);
  const text = await readFile(path.join(root, folder, license), 'utf8');
  return `${String(manifest.name)} ${String(manifest.version)} (${String(manifest.license)})\n\n${text.trim()}\n`;
}

if (process.argv[1] === import.meta.filename) await writeFile(path.join(root, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices());
