/** The table of settings in docs/editor.md, from the manifest. Run as a script it writes the table. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Setting {
  readonly default: unknown;
  readonly order: number;
  readonly scope: string;
  readonly enum?: readonly string[];
  readonly markdownDescription: string;
}

const root = path.resolve(import.meta.dirname, '../..');
export const settingsPath = path.join(root, 'docs/editor.md');
const block = /(<!-- settings: [^>]*-->\n)([\s\S]*?)(<!-- end of settings -->)/;

/** The page with its table of settings made anew. */
export function withSettings(page: string): string {
  if (!block.test(page)) throw new Error('docs/editor.md has no place for the settings.');
  return page.replace(block, (_, begin: string, __, end: string) => `${begin}${settingsTable()}${end}`);
}

function settingsTable(): string {
  const manifest = readJson('package.json') as { contributes: { configuration: { properties: Record<string, Setting> } } };
  const texts = readJson('package.nls.json') as Record<string, string>;
  const rows = Object.entries(manifest.contributes.configuration.properties)
    .sort(([, one], [, other]) => one.order - other.order)
    .map(([name, setting]) => {
      const key = setting.markdownDescription.slice(1, -1);
      const text = (texts[key] ?? key)
        .replaceAll(/`#([^#]+)#`/g, '`$1`')
        .replaceAll('\n', ' ')
        .replaceAll('|', '\\|');
      const choices = setting.enum === undefined ? '' : ` One of ${setting.enum.map((value) => `\`${value}\``).join(', ')}.`;
      return `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${text}${choices} |\n`;
    });
  return `| setting | default | meaning |\n| --- | --- | --- |\n${rows.join('')}`;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(path.join(root, name), 'utf8'));
}

if (process.argv[1] === import.meta.filename) writeFileSync(settingsPath, withSettings(readFileSync(settingsPath, 'utf8')));
