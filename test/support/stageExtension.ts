import { globSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Copies what the editor needs of the built extension into `folder`, and resolves to it: VS Code treats everything below the root of an
 * extension in development as part of it, and below ours lie VS Code's own servers, whose themes then do not load as they should.
 */
export async function stageExtension(folder: string): Promise<string> {
  const names = globSync(['package.json', 'package.nls*.json', 'l10n', 'media', 'schemas', 'docs/advice.md', 'dist/*.{cjs,js,css}'], {
    cwd: root,
  });
  await Promise.all(names.map((name) => cp(path.join(root, name), path.join(folder, name), { recursive: true })));
  return folder;
}
