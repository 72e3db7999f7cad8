/** The packages that are in what is shipped, as the bundler says. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { buildOptions, bundles, collectorBundle } from '../../esbuild.mjs';

const root = path.resolve(import.meta.dirname, '../..');

export interface BundledPackage {
  /** From the root of the repository. */
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** What the collector's container holds. */
export const collectorBundles = [collectorBundle, ...bundles.filter(({ name }) => name === 'team')];

/** Every package of which one of these bundles (else the extension's) holds anything, by its folder. */
export async function bundledPackages(of = bundles): Promise<readonly BundledPackage[]> {
  const folders = new Set<string>();
  for (const bundle of of) {
    const { metafile } = await build({ ...buildOptions(bundle), write: false });
    for (const input of Object.keys(metafile?.inputs ?? {})) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  return Promise.all([...folders].sort().map(async (folder) => ({ folder, manifest: await readManifest(folder) })));
}

/** `package.json` of a folder, from the root of the repository. */
export async function readManifest(folder: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8')) as Record<string, unknown>;
}
