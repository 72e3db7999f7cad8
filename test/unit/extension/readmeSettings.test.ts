import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readmePath, readmeWithSettings } from '../../support/settingsTable.ts';

describe('the README', () => {
  it('lists the settings as the manifest has them (node test/support/settingsTable.ts writes them)', () => {
    const readme = readFileSync(readmePath, 'utf8');
    assert.equal(readme, readmeWithSettings(readme));
  });
});
