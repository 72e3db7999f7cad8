// The notices of all packages that are bundled: node test/support/thirdPartyNotices.ts writes THIRD-PARTY-NOTICES.txt.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundledPackages } from './bundledPackages.ts';
import type { BundledPackage } from './bundledPackages.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Text of THIRD-PARTY-NOTICES.txt for what the bundles hold now: each package with its version and its own licence. */
export async function thirdPartyNotices(): Promise<string> {
  const parts = await Promise.all((await bundledPackages()).map(notice));
  return ['Payoff is distributed with the following packages.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

async function notice({ folder, manifest }: BundledPackage): Promise<string> {
  const license = (await readdir(path.join(root, folder))).find((name) => /^licen[cs]e/i.test(name));
  const text = license === undefined ? licenseOf(manifest) : await readFile(path.join(root, folder, license), 'utf8');
  return `${String(manifest.name)} ${String(manifest.version)} (${String(manifest.license)})\n\n${text.trim()}\n`;
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
