import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isGenerated } from '../../../src/core/attribution/generatedFiles.ts';
import { trivialLines } from '../../../src/core/attribution/trivialLines.ts';
import { normalizeLine } from '../../../src/core/transcript/hashedLine.ts';

describe('what programs write', () => {
  it('is known by its name, in any folder and spelling', () => {
    for (const path of [
      'package-lock.json',
      'web/Cargo.lock',
      'vendor/a/b.go',
      'web/dist/index.js',
      'a/app.min.js',
      'api/user.pb.go',
      'X/__Generated__/a.ts',
    ])
      assert.ok(isGenerated(path), path);
    for (const path of ['src/lock.ts', 'dist.ts', 'vendor.go', 'src/map.ts', 'package.json', 'locks/readme.md'])
      assert.ok(!isGenerated(path), path);
  });
});

describe('lines that prove nothing', () => {
  it('are each once, and as lines are hashed', () => {
    assert.equal(new Set(trivialLines).size, trivialLines.length);
    for (const line of trivialLines) assert.equal(normalizeLine(line), line);
    for (const line of ['}', '});', '} else {', 'return;', '*/']) assert.ok(trivialLines.includes(normalizeLine(line)), line);
  });
});
