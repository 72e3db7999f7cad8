/**
 * `npm run l10n`: writes every message of the sources into l10n/bundle.l10n.json, takes out of the other languages what is no longer said, and tells what
 * each of them lacks. `npm run l10n -- de` prints the lacking messages of one language as JSON, by the
 * file that says them, to be translated into the bundle of that language.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { bundleFile, languages, manifestFile, readTexts } from './bundles.ts';
import type { Texts } from './bundles.ts';
import { extractAll } from './extract.ts';

const asked = process.argv[2];
const { messages, files, problems } = extractAll();
const english: Texts = Object.fromEntries(messages.map((message) => [message, message]));
const manifest = readTexts(manifestFile());

function write(file: string, texts: Texts): void {
  writeFileSync(file, `${JSON.stringify(texts, null, 2)}\n`);
}

/** The texts of a language in the order of the English ones, without those that are gone. */
function kept(wanted: Texts, known: Texts): Texts {
  return Object.fromEntries(Object.keys(wanted).flatMap((key) => (known[key] === undefined ? [] : [[key, known[key]]])));
}

function byFile(lacking: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const grouped: Record<string, string[]> = {};
  for (const message of lacking) (grouped[files.get(message) ?? ''] ??= []).push(message);
  return grouped;
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
write(bundleFile(), english);
if (asked === undefined) console.log(`${String(messages.length)} messages, ${String(Object.keys(manifest).length)} texts of the manifest.`);
for (const language of languages) {
  const pairs = [
    { wanted: english, file: bundleFile(language) },
    { wanted: manifest, file: manifestFile(language) },
  ];
  const lacking = pairs.map(({ wanted, file }) => {
    const texts = kept(wanted, readTexts(file));
    if (existsSync(file)) write(file, texts);
    return Object.fromEntries(Object.entries(wanted).filter(([key]) => texts[key] === undefined));
  });
  const [ofCode = {}, ofManifest = {}] = lacking;
  if (asked === language) console.log(JSON.stringify({ messages: byFile(Object.keys(ofCode)), manifest: ofManifest }, null, 2));
  else if (asked === undefined)
    console.log(
      `${language} lacks ${String(Object.keys(ofCode).length)} messages and ${String(Object.keys(ofManifest).length)} texts of the manifest.`,
    );
}
