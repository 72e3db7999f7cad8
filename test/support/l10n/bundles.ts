/** The files of translations: messages of the code in `l10n`, texts of the manifest beside it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './extract.ts';

/** The languages that are complete, as VS Code names them. */
export const languages = ['de', 'ja', 'zh-cn'] as const;
export type Language = (typeof languages)[number];

export type Texts = Readonly<Record<string, string>>;

/** Where a language's messages are; of English, what the code says. */
export function bundleFile(language?: Language): string {
  return path.join(root, 'l10n', `bundle.l10n.${language === undefined ? '' : `${language}.`}json`);
}

/** Where a language's texts of the manifest are. */
export function manifestFile(language?: Language): string {
  return path.join(root, `package.nls.${language === undefined ? '' : `${language}.`}json`);
}

/** What such a file holds; nothing where there is none yet. */
export function readTexts(file: string): Texts {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Texts) : {};
}
