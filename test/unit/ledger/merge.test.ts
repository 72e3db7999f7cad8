import assert from 'node:assert/strict';
import type { RequestFact } from '../../../src/core/transcript/facts.ts';
import { mergeRequests, outranks } from '../../../src/ledger/merge.ts';
import type { OwnerRank } from '../../../src/ledger/merge.ts';
import { tokens } from '../../support/rows.ts';

function line(some: Partial<RequestFact> & { readonly output?: number } = {}): RequestFact {
  return {
    kind: 'request',
    messageId: 'msg_01',
    atMs: 100,
    lineOffset: 0,
    model: 'claude-opus-5-5',
    fast: false,
    geography: '',
    stopReason: '',
    stopped: false,
    visibleCharacters: 0,
    sidechain: false,
    longContext: false,
    requested: false,
    context: { cwd: '', branch: '', entrypoint: '', version: '' },
    ...some,
    tokens: some.tokens ?? tokens({ output: some.output ?? 1 }),
  };
}

describe('two passes over one response', () => {
  it('keep the line with the most output, whichever comes first', () => {
    const [small, large] = [line({ output: 1, model: 'a' }), line({ output: 2, model: 'b' })];
    for (const merged of [mergeRequests(small, large), mergeRequests(large, small)])
      assert.deepEqual([merged.tokens.output, merged.model], [2, 'b']);
  });

  it('keep the last line of equals, whichever comes first', () => {
    const [first, last] = [line({ lineOffset: 5, model: 'a' }), line({ lineOffset: 9, model: 'b' })];
    for (const merged of [mergeRequests(first, last), mergeRequests(last, first)]) assert.equal(merged.model, 'b');
  });

  it('keep the same of two different lines at one place, whichever comes first', () => {
    const [one, other] = [line({ model: 'a' }), line({ model: 'b' })];
    assert.equal(mergeRequests(one, other).model, mergeRequests(other, one).model);
  });

  it('keep the earliest time, any stop, and the most that was visible', () => {
    const merged = mergeRequests(line({ atMs: 200, stopped: true, visibleCharacters: 7 }), line({ atMs: 100, visibleCharacters: 9 }));
    assert.deepEqual([merged.atMs, merged.stopped, merged.visibleCharacters], [100, true, 9]);
  });
});

describe('the owner of what several files repeat', () => {
  const rank = (some: Partial<OwnerRank> = {}): OwnerRank => ({
    requested: false,
    firstRecordMs: 5,
    birthMs: 5,
    sessionId: 'm',
    path: '/m',
    ...some,
  });
  for (const [what, first, second] of [
    ['asked for it', rank({ requested: true, firstRecordMs: 9, birthMs: 9, sessionId: 'z' }), rank()],
    ['has the earlier first record', rank({ firstRecordMs: 4, birthMs: 9, sessionId: 'z' }), rank()],
    ['is older', rank({ birthMs: 4, sessionId: 'z' }), rank()],
    ['has the smaller session id', rank({ sessionId: 'a', path: '/z' }), rank()],
    ['has the smaller path', rank({ path: '/a' }), rank()],
  ] as const)
    it(`is the file that ${what}`, () => {
      assert.ok(outranks(first, second));
      assert.ok(!outranks(second, first));
    });

  it('does not change between equals', () => {
    assert.ok(!outranks(rank(), rank()));
  });
});
