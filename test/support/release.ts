/**
 * Everything of a release but its publication: `npm run release -- FOLDER [TAG]` packs what is built into the folder as a VSIX, with its bill of
 * materials, its notes and the digests of all of them. A tag has to be that of the manifest's version, with a section of its own in the changelog.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readManifest } from './bundledPackages.ts';
import { packageExtension } from './packageExtension.ts';
import { softwareBill } from './sbom.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Writes a release's files into `folder`; their names. Without a tag the notes are those of what is not released yet. Throws a sentence. */
export async function makeRelease(folder: string, tag: string | null): Promise<readonly string[]> {
  const version = String((await readManifest('.')).version);
  if (tag !== null && tag !== `v${version}`)
    throw new Error(`The tag is ${tag}, and package.json has version ${version}: they have to agree.`);
  const changelog = await readFile(path.join(root, 'CHANGELOG.md'), 'utf8');
  const notes = sectionOf(changelog, tag === null ? 'Unreleased' : version);
  await mkdir(folder, { recursive: true });
  const names = [`payoff-${version}.vsix`, `payoff-${version}.cdx.json`, 'NOTES.md'] as const;
  const [vsix, bill, text] = names.map((name) => path.join(folder, name)) as [string, string, string];
  await packageExtension(vsix);
  await writeFile(bill, await softwareBill());
  await writeFile(text, notes);
  const digests = await Promise.all(
    [vsix, bill].map(
      async (file) =>
        `${createHash('sha256')
          .update(await readFile(file))
          .digest('hex')}  ${path.basename(file)}\n`,
    ),
  );
  await writeFile(path.join(folder, 'SHA256SUMS'), digests.join(''));
  return [...names, 'SHA256SUMS'];
}

/** The text of a version's section. Throws where there is none, or nothing in it. */
export function sectionOf(changelog: string, version: string): string {
  const section = changelog.split(/^## /m).find((each) => each.startsWith(`[${version}]`));
  const text = section?.slice(section.indexOf('\n')).trim() ?? '';
  if (text === '') throw new Error(`CHANGELOG.md says nothing of ${version}: write what changed first.`);
  return `${text}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const [folder = 'release', tag = null] = process.argv.slice(2);
  try {
    for (const name of await makeRelease(path.resolve(folder), tag)) console.log(path.join(folder, name));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
