import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Advice } from '../../../src/core/advice/advice.ts';
import { fewestReads, repeatedReads, repeatedReadsAdvice } from '../../../src/core/advice/repeatedReads.ts';
import type { History, PlacedRequest } from '../../../src/core/attribution/history.ts';
import { noRepetition } from '../../../src/core/attribution/repetition.ts';
import type { LargeRead } from '../../../src/core/attribution/repetition.ts';
import { aStep, minuteMs } from '../../support/contextHistories.ts';
import { aHistory, anEdit, loom, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';

function aRead(minute: number, some: Partial<LargeRead> = {}): LargeRead {
  const file = some.file ?? 'src/weave.ts';
  const where = { path: `${loom}/${file}`, repository: loom, file };
  return { sessionId: 'session-1', agentId: '', atMs: noon + minute * minuteMs, ...where, characters: 60_000, whole: true, ...some };
}

function adviceOf(
  reads: readonly LargeRead[],
  requests: readonly PlacedRequest[] = steps,
  some: Partial<Omit<History, 'requests' | 'repositories'>> = {},
  period: { readonly fromMs?: number; readonly toMs?: number } = {},
): Advice | undefined {
  const history = aHistory({ requests, ...some, repetition: { ...noRepetition, largeReads: reads } });
  const nowMs = noon + 60 * minuteMs;
  const question = { fromMs: noon, toMs: nowMs + 1, nowMs, timezone: 'Europe/Berlin', ...period };
  const [advice, ...others] = repeatedReadsAdvice({ history, repository: null, question, rate: testRate });
  assert.deepEqual(others, []);
  return advice;
}

/** A request half a minute after each minute, with 100,000 tokens read and 15,000 written. */
const steps = Array.from({ length: 10 }, (_, minute) => aStep(minute + 0.5, { cacheRead: 100_000, cacheWrite5m: 15_000 }));
const three = [1, 2, 3].map((minute) => aRead(minute));

describe('advice on files read again', () => {
  it('says how often, how many tokens that was, and what they cost at least and at most', () => {
    // Twice again, 12,000 to 20,000 tokens each, of which the next request wrote 15,000 at the most: at $5 a million, $0.40 to be read again.
    const low = 2 * 12_000 * 5000;
    const high = 2 * 15_000 * 5000 + (7 + 6) * 20_000 * 400;
    assert.deepEqual(adviceOf(three), {
      rule: 'repeatedReads',
      id: `repeatedReads session-1 ${String(noon + 3 * minuteMs)}`,
      sentence: 'A large file was read again 2 times while its text was in the context: some 24k to 40k tokens.',
      action:
        'Ask for the part of the file that matters, or let a subagent read it and say what it found. A file that is read again and again is one that a short note in CLAUDE.md, or smaller files, would save.',
      stake: { low, high, what: 'writing and reading the same text again' },
      sample: null,
      evidence: [{ text: 'Session of 14:03: src/weave.ts was read 3 times', reference: { kind: 'session', sessionId: 'session-1' } }],
      source: 'files-read-again',
    });
  });

  it('is silent on two reads, on parts, other files, threads and sessions', () => {
    assert.equal(adviceOf(three.slice(1)), undefined);
    for (const other of [{ whole: false }, { path: `${loom}/b` }, { agentId: 'a1' }, { sessionId: 'session-2' }])
      assert.equal(adviceOf(three.map((read, index) => (index === 1 ? { ...read, ...other } : read))), undefined);
  });

  it('is silent where the context was made anew or the file edited between', () => {
    const atMs = noon + 2.5 * minuteMs;
    assert.equal(adviceOf(three, steps, { compactions: [{ sessionId: 'session-1', atMs, tokensBefore: 1 }] }), undefined);
    assert.equal(adviceOf(three, steps, { edits: [anEdit({ atMs })] }), undefined);
    assert.ok(adviceOf(three, steps, { edits: [anEdit({ atMs, path: `${loom}/b.ts` })] }));
  });

  it('counts what was read from the cache up to where the context was made anew', () => {
    const compactions = [{ sessionId: 'session-1', atMs: noon + 5 * minuteMs, tokensBefore: 1 }];
    assert.equal(adviceOf(three, steps, { compactions })?.stake?.high, 2 * 15_000 * 5000 + (2 + 1) * 20_000 * 400);
  });

  it('never names more than requests paid, however many reads one of them answered', () => {
    // Read again twice in one answer, and another file thrice: what the one request after wrote, and what later ones read, is paid once.
    const [first, ...again] = ['src/weave.ts', 'src/warp.ts'].flatMap((file) => [1, 2.1, 2.2].map((minute) => aRead(minute, { file })));
    const reads = [first ?? aRead(1), ...again].sort((left, right) => left.atMs - right.atMs);
    const requests = [aStep(1.5, { cacheWrite5m: 50_000 }), aStep(2.5, { cacheWrite5m: 30_000 }), aStep(3.5, { cacheRead: 50_000 })];
    const stake = adviceOf(reads, requests)?.stake;
    assert.equal(stake?.low, 30_000 * 5000);
    assert.equal(stake.high, 30_000 * 5000 + 50_000 * 400);
  });

  it('counts what was paid in the period alone', () => {
    const until = { toMs: noon + 5 * minuteMs };
    assert.equal(adviceOf(three, steps, {}, until)?.stake?.high, 2 * 15_000 * 5000 + (2 + 1) * 20_000 * 400);
    const since = { fromMs: noon + 3 * minuteMs };
    assert.deepEqual(adviceOf([...three, aRead(4)], steps, {}, since)?.stake, {
      low: 2 * 12_000 * 5000,
      high: 2 * 15_000 * 5000 + (7 + 6 + 5) * 20_000 * 400,
      what: 'writing and reading the same text again',
    });
    const unpriced = steps.map((step, minute) => (minute > 4 ? { ...step, model: 'claude-next-9' } : step));
    assert.ok(adviceOf(three, unpriced, {}, until)?.stake);
  });

  it('names no stake where a request has no price, and takes the price of what most was written as', () => {
    assert.equal(
      adviceOf(
        three,
        steps.map((step) => ({ ...step, model: 'claude-next-9' })),
      )?.stake,
      null,
    );
    const hour = steps.map((_, minute) => aStep(minute + 0.5, { cacheRead: 100_000, cacheWrite1h: 30_000 }));
    assert.equal(adviceOf(three, hour)?.stake?.low, 2 * 12_000 * 8000);
  });

  it('never speaks on too little', () => {
    const read = fc.record({
      minute: fc.integer({ min: 0, max: 20 }),
      file: fc.constantFrom('a', 'b'),
      agentId: fc.constantFrom('', 'a1'),
      whole: fc.constantFrom(true, true, false),
    });
    const moment = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(fc.array(read), fc.array(moment), fc.array(moment), (reads, compacted, edited) => {
        const largeReads = reads.map(({ minute, ...some }) => aRead(minute, some)).sort((one, other) => one.atMs - other.atMs);
        const compactions = compacted.map((minute) => ({
          sessionId: 'session-1',
          atMs: noon + (minute + 0.5) * minuteMs,
          tokensBefore: 1,
        }));
        const edits = edited.map((minute) => anEdit({ atMs: noon + (minute + 0.5) * minuteMs, path: `${loom}/a`, file: 'a' }));
        const history = aHistory({ compactions, edits, repetition: { ...noRepetition, largeReads } });
        for (const { reads: same, path } of repeatedReads(history)) {
          const [first = 0, last = 0] = [same[0]?.atMs, same.at(-1)?.atMs];
          const inside = ({ atMs }: { readonly atMs: number }): boolean => atMs > first && atMs < last;
          assert.ok(
            same.length >= fewestReads && same.every((each) => each.path === path && each.whole && each.agentId === same[0]?.agentId),
          );
          assert.ok(!compactions.some(inside) && !edits.some((edit) => edit.path === path && inside(edit)));
        }
      }),
    );
  });
});
