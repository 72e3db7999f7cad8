import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { leftOut } from '../../../src/core/attribution/generatedFiles.ts';
import { generatedGlobs } from '../../../src/core/outcomes/gitAttributes.ts';
import { defaultSettings } from '../../../src/core/outcomes/repositorySettings.ts';
import { storedSettings } from '../../../src/core/outcomes/storedSettings.ts';

describe('what .gitattributes marks as generated or vendored', () => {
  it('is left out, and what it takes back is counted', () => {
    const globs = generatedGlobs(
      [
        '# linguist-generated',
        '*.txt text eol=lf',
        'api/*.ts linguist-generated',
        '/lib/** linguist-vendored=true text\r',
        '"my files/*" linguist-generated',
        'dist/** -linguist-generated',
        'vendor/fork/** linguist-vendored=false',
        'a.ts !linguist-generated',
        '[abc].ts linguist-generated',
        '[attr]mine linguist-generated',
        'x\\*.ts linguist-generated',
        'linguist-generated',
        '',
      ].join('\n'),
    );
    assert.deepEqual(globs, ['api/*.ts', '/lib/**', 'my files/*', '!dist/**', '!vendor/fork/**']);
    const isLeftOut = leftOut({ exclude: globs });
    for (const path of ['api/a.ts', 'lib/x/y.c', 'vendor/a.c', 'package-lock.json']) assert.ok(isLeftOut(path), path);
    for (const path of ['dist/a.ts', 'vendor/fork/a.c', 'src/api/a.ts', 'a.txt', 'a.ts']) assert.ok(!isLeftOut(path), path);
  });

  it('is decided by names alone where there are no settings', () => {
    assert.ok(leftOut(undefined)('vendor/a.c'));
    assert.ok(!leftOut(undefined)('src/a.c'));
  });
});

describe('settings in a ledger', () => {
  it('come back as they were', () => {
    const settings = { ...defaultSettings, team: 'payments', from: 'workingTree' as const };
    assert.deepEqual(storedSettings(JSON.stringify(settings)), settings);
    // In one order: what is compared as text is not taken for changed.
    assert.equal(JSON.stringify(storedSettings(JSON.stringify(settings))), JSON.stringify(settings));
  });

  it('of an older Payoff have defaults for what they lack, and what is none is none', () => {
    assert.deepEqual(storedSettings('{"team":"a"}'), { ...defaultSettings, team: 'a' });
    for (const text of ['', 'x', 'null', '7', '{"windows":[]}', '{"windows":[{"days":3}]}', '{"cordon":[7]}'])
      assert.equal(storedSettings(text), null);
  });
});
