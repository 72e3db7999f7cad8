import assert from 'node:assert/strict';
import { adviceArguments } from '../../../src/cli/adviceArguments.ts';
import { shellWord } from '../../../src/cli/shellWord.ts';

describe('the words behind payoff advice', () => {
  it('show, dismiss and restore', () => {
    assert.deepEqual(adviceArguments([], undefined), { action: 'show', dismissal: null });
    assert.deepEqual(adviceArguments(['dismiss', ' x:1 '], undefined), { action: 'dismiss', dismissal: { kind: 'advice', id: 'x:1' } });
    assert.deepEqual(adviceArguments(['dismiss'], 'modelMix'), { action: 'dismiss', dismissal: { kind: 'rule', rule: 'modelMix' } });
    assert.deepEqual(adviceArguments(['restore', 'x'], undefined), { action: 'restore', dismissal: { kind: 'advice', id: 'x' } });
    assert.deepEqual(adviceArguments(['restore'], 'modelMix'), { action: 'restore', dismissal: { kind: 'rule', rule: 'modelMix' } });
    assert.deepEqual(adviceArguments(['restore'], undefined), { action: 'restore', dismissal: null });
  });

  for (const [given, rule, sentence] of [
    [['dismiss'], undefined, /needs the id/],
    [['dismiss', ' '], undefined, /needs the id/],
    [['forget'], undefined, /does not know "forget"/],
    [['dismiss', 'x', 'y'], undefined, /takes no "y"/],
    [['dismiss', 'x'], 'modelMix', /one of them/],
    [['restore'], 'everything', /"everything" is not a rule: give one of modelMismatch,/],
    [[], 'modelMix', /for payoff advice dismiss and restore/],
  ] as const)
    it(`are refused in a sentence: ${given.join(' ')}${rule === undefined ? '' : ` --rule ${rule}`}`, () => {
      const refused = adviceArguments(given, rule);
      assert.ok('problem' in refused);
      assert.match(refused.problem, sentence);
    });
});

describe('an id in a line for a shell', () => {
  it('is quoted where it has to be', () => {
    assert.equal(shellWord('modelMismatch:docs:claude-opus-5-5'), 'modelMismatch:docs:claude-opus-5-5');
    assert.equal(shellWord('coldContext 2026-W47'), "'coldContext 2026-W47'");
    assert.equal(shellWord("it's $HOME"), "'it'\\''s $HOME'");
    assert.equal(shellWord(''), "''");
  });
});
