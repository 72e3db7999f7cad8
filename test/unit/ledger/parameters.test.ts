import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const sources = join(import.meta.dirname, '../../../src');

describe('statements of SQL', () => {
  it('have no numbered parameters: Node 22.15 takes them for names, and finds none of their values', () => {
    const numbered = readdirSync(sources, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => /[=(, ]\?[1-9]\b/.test(readFileSync(join(sources, name), 'utf8')));
    assert.deepEqual(numbered, []);
  });
});
