import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { settingsPath, withSettings } from '../../support/settingsTable.ts';

describe('docs/editor.md', () => {
  it('lists the settings as the manifest has them (node test/support/settingsTable.ts writes them)', () => {
    const page = readFileSync(settingsPath, 'utf8');
    assert.equal(page, withSettings(page));
  });
});
