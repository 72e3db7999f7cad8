/** docs/payoff-json.md and the schema say what the parser reads. */
import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSettings } from '../../../src/core/outcomes/parseSettings.ts';
import { defaultSettings } from '../../../src/core/outcomes/repositorySettings.ts';
import { knownKeys } from '../../../src/core/outcomes/settingsShape.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const document = readFileSync(path.join(root, 'docs/payoff-json.md'), 'utf8');
const schema = JSON.parse(readFileSync(path.join(root, 'schemas/payoff.schema.json'), 'utf8')) as {
  readonly properties: Readonly<Record<string, { readonly default?: unknown; readonly markdownDescription?: string }>>;
};

describe('The description of .payoff.json', () => {
  it('names every key once, and no other', () => {
    const rows = [...document.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
    assert.deepEqual(rows.sort(), [...knownKeys].filter((key) => key !== '$schema').sort());
  });

  it('has an example that is right, with every key', () => {
    const [, example = ''] = /```jsonc\n([^]*?)```/.exec(document) ?? [];
    assert.deepEqual(parseSettings(example).problems, []);
    for (const key of knownKeys) assert.ok(key === '$schema' || example.includes(`"${key}":`), key);
  });

  it('is in the schema too, with the defaults that hold', () => {
    const { properties } = schema;
    for (const key of knownKeys) assert.ok(key === '$schema' || (properties[key]?.markdownDescription ?? '') !== '', key);
    const defaults = Object.fromEntries(
      Object.entries(properties).flatMap(([key, { default: value }]) => (value === undefined ? [] : [[key, value]])),
    );
    assert.deepEqual(parseSettings(JSON.stringify(defaults)), { settings: defaultSettings, problems: [] });
    assert.deepEqual(
      Object.keys(properties).filter((key) => !(key in defaults)),
      ['$schema', 'shippedRef'],
    );
  });
});
