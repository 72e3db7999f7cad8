// The notices of all packages that are bundled: node test/support/thirdPartyNotices.ts writes THIRD-PARTY-NOTICES.txt, the extension's and the collector's.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getOrAdd } from '../../src/core/report/moneySum.ts';
import { bundledPackages, collectorBundles } from './bundledPackages.ts';
import type { BundledPackage } from './bundledPackages.ts';
import { mitText, postgresText } from './licenceTexts.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The file of each, from the root of the repository, and its text for what the bundles hold now. */
export const noticesFiles: readonly { readonly file: string; readonly text: () => Promise<string> }[] = [
  { file: 'THIRD-PARTY-NOTICES.txt', text: async () => notices('Payoff', await bundledPackages()) },
  { file: 'deploy/THIRD-PARTY-NOTICES.txt', text: async () => notices('Payoff’s collector', await bundledPackages(collectorBundles)) },
];

/** Each package with its version under its own licence, those with the same text together. */
async function notices(product: string, packages: readonly BundledPackage[]): Promise<string> {
  const names = new Map<string, string[]>();
  for (const bundled of packages) {
    const { name, version, license } = bundled.manifest;
    getOrAdd(names, await licenceText(bundled), () => []).push(`${String(name)} ${String(version)} (${String(license)})`);
    if (name === '@electric-sql/pglite') getOrAdd(names, postgresText, () => []).push(`PostgreSQL, as it is in ${name} ${String(version)}`);
  }
  const parts = [...names].map(([text, of]) => `${[...new Set(of)].join('\n')}\n\n${text}\n`);
  return [`${product} is distributed with the following packages.\n`, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

async function licenceText({ folder, manifest }: BundledPackage): Promise<string> {
  const license = (await readdir(path.join(root, folder))).find((name) => /^licen[cs]e/i.test(name));
  if (license !== undefined) return (await readFile(path.join(root, folder, license), 'utf8')).trim();
  const holder = holderOf(manifest.author);
  if (manifest.license !== 'MIT' || holder === null) throw new Error(`${String(manifest.name)} has no licence file.`);
  return mitText(holder);
}

/** Who has the rights to a package that names its licence without carrying its text. */
function holderOf(author: unknown): string | null {
  const name = typeof author === 'object' && author !== null && 'name' in author ? author.name : author;
  if (typeof name !== 'string') return null;
  return name === 'Microsoft' ? 'Microsoft Corporation' : name.replace(/\s*<.*$/, '');
}

if (process.argv[1] === import.meta.filename)
  for (const { file, text } of noticesFiles) await writeFile(path.join(root, file), await text());
