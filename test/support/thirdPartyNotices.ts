// The notices of all packages that are bundled: node test/support/thirdPartyNotices.ts writes THIRD-PARTY-NOTICES.txt.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getOrAdd } from '../../src/core/report/moneySum.ts';
import { bundledPackages } from './bundledPackages.ts';
import type { BundledPackage } from './bundledPackages.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Text of THIRD-PARTY-NOTICES.txt for what the bundles hold now: each package with its version under its own licence, those with the same text together. */
export async function thirdPartyNotices(): Promise<string> {
  const names = new Map<string, string[]>();
  for (const bundled of await bundledPackages()) {
    const { name, version, license } = bundled.manifest;
    getOrAdd(names, await licenceText(bundled), () => []).push(`${String(name)} ${String(version)} (${String(license)})`);
  }
  const parts = [...names].map(([text, packages]) => `${[...new Set(packages)].join('\n')}\n\n${text}\n`);
  return ['Payoff is distributed with the following packages.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

async function licenceText({ folder, manifest }: BundledPackage): Promise<string> {
  const license = (await readdir(path.join(root, folder))).find((name) => /^licen[cs]e/i.test(name));
  return (license === undefined ? licenseOf(manifest) : await readFile(path.join(root, folder, license), 'utf8')).trim();
}

/** The text of a licence that a package names without carrying it: of Microsoft's packages under the MIT licence. */
function licenseOf(manifest: Readonly<Record<string, unknown>>): string {
  const author: unknown =
    typeof manifest.author === 'object' && manifest.author !== null && 'name' in manifest.author ? manifest.author.name : '';
  if (manifest.license !== 'MIT' || author !== 'Microsoft') throw new Error(`${String(manifest.name)} has no licence file.`);
  return [
    'MIT License',
    'Copyright (c) Microsoft Corporation. All rights reserved.',
    `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:`,
    `The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.`,
    `THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  ].join('\n\n');
}

if (process.argv[1] === import.meta.filename) await writeFile(path.join(root, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices());
