import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Which of the texts lie in any file below a folder, byte for byte. */
export async function textsInFiles(folder: string, texts: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(path.join(entry.parentPath, entry.name));
    for (const text of texts) if (bytes.includes(text)) found.add(text);
  }
  return [...found];
}
