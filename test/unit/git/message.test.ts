import assert from 'node:assert/strict';
import { pullNumberOf, revertsOf, sessionsOf, trailerValues, uuidsIn } from '../../../src/git/message.ts';

const id = '6f1c0f5e-8a41-4b5c-9d2e-0a1b2c3d4e5f';
const other = '00000000-0000-4000-8000-000000000001';

describe('what a commit message names', () => {
  it('finds whole UUIDs, each once, in lower case', () => {
    assert.deepEqual(uuidsIn(`${id} x${id.toUpperCase()}/${other} 2026-03-02-${other}`), [id, other]);
    assert.deepEqual(uuidsIn(`a${id} ${id}0 ${id.slice(1)}`), []);
  });

  it('finds trailers at the beginning of a line, folded ones whole', () => {
    assert.deepEqual(trailerValues('Text\n\nKey: one\nkey:two\r\n three\n  Key: four\nMonkey: five', 'Key'), [
      'one',
      'two three Key: four',
    ]);
  });

  it('finds the sessions of a trailer, and none that is only spoken of', () => {
    assert.deepEqual(
      sessionsOf(`Claude-Session: https://claude.ai/code/${id}?from=${other}`).map(({ sessionId }) => sessionId),
      [id, other],
    );
    assert.deepEqual(sessionsOf(`* one\n\nClaude-Session: ${id}\n\n* two\n\nCo-Authored-By: Ada <ada@example.invalid>`), [
      { sessionId: id, source: 'trailer' },
    ]);
    assert.deepEqual(sessionsOf(`See Claude-Session: ${id}\nSession: ${other}\nClaude-Session: session_01AbC`), []);
  });

  it('finds what is reverted', () => {
    const sha = 'a'.repeat(40);
    assert.deepEqual(revertsOf(`This reverts commit ${sha}.`), [sha]);
    assert.deepEqual(revertsOf(`This reverts commit ${sha}, reversing\nchanges made to ${'b'.repeat(40)}.`), [sha]);
    assert.deepEqual(revertsOf('This reverts commit\nabcdef0 (Subject, 2026-03-02). This reverts commit ABCDEF0.'), ['abcdef0']);
    assert.deepEqual(revertsOf('This reverts commit abc. It reverts commit abcdef0.'), []);
  });

  it('finds the number of a pull request', () => {
    assert.equal(pullNumberOf('Merge pull request #7 from ada/topic', ''), 7);
    assert.equal(pullNumberOf('Fix #3 (#41)', 'See merge request a/b!9'), 41);
    assert.equal(pullNumberOf("Merge branch 'topic' into 'main'", 'Text\n\nSee merge request group/sub/project!12'), 12);
    assert.equal(pullNumberOf('Revert "Fix (#41)"', ''), null);
    assert.equal(pullNumberOf('Fix #3', 'Merge pull request #7\nNot: See merge request a!1'), null);
  });
});
