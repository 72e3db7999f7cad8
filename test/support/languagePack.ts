/** A language pack without a word: VS Code is shown in that language, its own texts stay English, and extensions find their own. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Makes a server whose data is in `data` know `language`, which windows then ask for. */
export async function addLanguagePack(data: string, language: string): Promise<void> {
  const userData = path.join(data, 'data');
  await mkdir(userData, { recursive: true });
  const translations = path.join(userData, 'translations.json');
  await writeFile(translations, JSON.stringify({ contents: {} }));
  const pack = {
    hash: language,
    label: language,
    extensions: [{ extensionIdentifier: { id: 'payoff.language' }, version: '1.0.0' }],
    translations: { vscode: translations },
  };
  await writeFile(path.join(userData, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}
