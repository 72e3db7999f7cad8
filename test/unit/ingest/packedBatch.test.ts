import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CheckFact, Context, EditFact, RequestFact, ShellCallFact, TurnFact } from '../../../src/core/transcript/facts.ts';
import { packBatches, unpackBatches } from '../../../src/ingest/packedBatch.ts';
import type { Batch } from '../../../src/ledger/batch.ts';

const transcript: Batch['transcript'] = {
  ...{ path: '/a.jsonl', sessionId: 's', agentId: '', identity: '1:2', birthMs: 1, size: 3, modifiedMs: 2, offset: 3, digest: 'd' },
  ...{ state: '', partial: false, firstRecordMs: 1, lastRecordMs: null, recordTypes: { user: 1 }, skipped: {} },
};
const count = fc.maxSafeNat();
const context = fc.constantFrom<Context>(
  { cwd: '/a', branch: 'main', entrypoint: 'cli', version: '2.1.330' },
  { cwd: '/b', branch: '', entrypoint: '', version: '' },
);
const request = fc.record<RequestFact>({
  ...{ kind: fc.constant('request'), messageId: fc.string(), atMs: count, lineOffset: count, visibleCharacters: count, context },
  ...{ model: fc.constantFrom('claude-opus-5-5', ''), geography: fc.constantFrom('us', ''), stopReason: fc.constantFrom('end_turn', 'us') },
  tokens: fc.record({ input: count, output: count, cacheWrite5m: count, cacheWrite1h: count, cacheRead: count, webSearches: count }),
  ...{ fast: fc.boolean(), stopped: fc.boolean(), sidechain: fc.boolean(), longContext: fc.boolean(), requested: fc.boolean() },
});
const turn = fc.record<TurnFact>({
  ...{
    kind: fc.constant('turn'),
    uuid: fc.string(),
    atMs: count,
    promptId: fc.string(),
    command: fc.boolean(),
    textHash: fc.string(),
    mode: fc.constantFrom('', 'plan'),
    context,
  },
});

const edit = fc.record<EditFact>({
  ...{
    kind: fc.constant('edit'),
    toolUseId: fc.string(),
    messageId: fc.string(),
    atMs: count,
    tool: fc.string(),
    path: fc.string(),
    context,
  },
  ...{ linesAdded: count, linesRemoved: count, addedHashes: fc.uint8Array(), removedHashes: fc.uint8Array() },
});

const shellCall = fc.record<ShellCallFact>({
  ...{ kind: fc.constant('shellCall'), toolUseId: fc.string(), atMs: count, succeeded: fc.constantFrom(true, false, null), context },
  ...{ fileHashes: fc.uint8Array(), runHashes: fc.uint8Array(), commandHash: fc.uint8Array() },
});

const check = fc.record<CheckFact>({
  ...{
    kind: fc.constant('check'),
    toolUseId: fc.string(),
    index: count,
    atMs: count,
    succeeded: fc.constantFrom(true, false, null),
    context,
  },
  check: fc.constantFrom('test', 'build'),
});

describe('batches packed for another thread', () => {
  it('are the same when they are unpacked there, of each its responses, edits, shell calls and checks first', () => {
    const kinds = fc.tuple(fc.array(request), fc.array(edit), fc.array(shellCall), fc.array(check), fc.array(turn));
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 4 }), (given) => {
        const batches = given.map(([requests, edits, calls, checks, turns], index) => ({
          transcript: { ...transcript, offset: index },
          facts: [...calls, ...turns, ...checks, ...edits, ...requests],
        }));
        const expected = given.map((facts, index) => ({ transcript: { ...transcript, offset: index }, facts: facts.flat() }));
        assert.deepEqual(unpackBatches(structuredClone(packBatches(batches))), structuredClone(expected));
      }),
    );
  });
});
