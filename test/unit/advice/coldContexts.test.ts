import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { coldContexts } from '../../../src/core/advice/coldContexts.ts';
import type { ColdContext } from '../../../src/core/advice/coldContexts.ts';
import type { History, PlacedRequest } from '../../../src/core/attribution/history.ts';
import { aStep, minuteMs } from '../../support/contextHistories.ts';
import { aHistory, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';

function coldOf(
  requests: readonly PlacedRequest[],
  history: Partial<Omit<History, 'requests' | 'repositories'>> = {},
): readonly ColdContext[] {
  return coldContexts(aHistory({ ...history, requests }), testRate);
}

function tokensOf(...parameters: Parameters<typeof coldOf>): readonly number[] {
  return coldOf(...parameters).map(({ tokens }) => tokens);
}

const short = { cacheWrite5m: 50_000 };
const hour = { cacheWrite1h: 50_000 };

describe('a cold context', () => {
  it('is what a request writes again after its cache has expired, at the price of writing beyond that of reading', () => {
    const [cold, ...others] = coldOf([aStep(0, short), aStep(6, { cacheWrite5m: 51_000 })]);
    assert.deepEqual(others, []);
    assert.deepEqual([cold?.tokens, cold?.gapMs], [50_000, 6 * minuteMs]);
    // Opus 5.5 of the tests: $5 a million tokens to write for five minutes, $0.40 to read.
    assert.equal(cold?.nanodollars, 50_000 * (5000 - 400));
  });

  it('needs a gap longer than five minutes', () => {
    assert.deepEqual(tokensOf([aStep(0, short), aStep(5, { cacheWrite5m: 51_000 })]), []);
    assert.deepEqual(tokensOf([aStep(0, short), aStep(5 + 1 / 60_000, { cacheWrite5m: 51_000 })]), [50_000]);
  });

  it('of what lives for an hour needs a gap longer than that', () => {
    assert.deepEqual(tokensOf([aStep(0, hour), aStep(60, { cacheWrite1h: 51_000 })]), []);
    const [cold] = coldOf([aStep(0, hour), aStep(61, { cacheWrite1h: 51_000 })]);
    assert.deepEqual([cold?.tokens, cold?.nanodollars], [50_000, 50_000 * (8000 - 400)]);
  });

  it('begins its time anew with each reading', () => {
    const read = { cacheRead: 50_000 };
    assert.deepEqual(tokensOf([aStep(0, short), aStep(4, read), aStep(8, read), aStep(12, { cacheWrite5m: 50_000 })]), []);
  });

  it('is of several lifetimes only the part that has expired', () => {
    const mixed = { cacheWrite1h: 20_000, cacheWrite5m: 30_000 };
    assert.deepEqual(tokensOf([aStep(0, mixed), aStep(10, { cacheRead: 20_000, cacheWrite5m: 31_000 })]), [30_000]);
    assert.deepEqual(tokensOf([aStep(0, mixed), aStep(61, { cacheWrite1h: 20_000, cacheWrite5m: 31_000 })]), [50_000]);
  });

  it('is none where what lives for an hour was lost within it: that has another cause', () => {
    const mixed = { cacheWrite1h: 20_000, cacheWrite5m: 30_000 };
    assert.deepEqual(tokensOf([aStep(0, mixed), aStep(10, { cacheWrite1h: 20_000, cacheWrite5m: 31_000 })]), []);
  });

  it('is none of what others wrote and nothing says how long it lives, before an hour has passed', () => {
    const first = { cacheRead: 15_000, cacheWrite5m: 10_000 };
    assert.deepEqual(tokensOf([aStep(0, first), aStep(10, { cacheWrite5m: 26_000 })]), [10_000]);
    assert.deepEqual(tokensOf([aStep(0, first), aStep(61, { cacheWrite5m: 26_000 })]), [25_000]);
  });

  it('is not what other sessions kept warm, and none where more than that was still there', () => {
    const grown = [aStep(0, { cacheWrite5m: 20_000 }), aStep(1, { cacheRead: 20_000, cacheWrite5m: 80_000 })];
    assert.deepEqual(tokensOf([...grown, aStep(11, { cacheRead: 15_000, cacheWrite5m: 86_000 })]), [85_000]);
    assert.deepEqual(tokensOf([...grown, aStep(11, { cacheRead: 60_000, cacheWrite5m: 41_000 })]), []);
  });

  it('is never more than was written', () => {
    assert.deepEqual(tokensOf([aStep(0, short), aStep(6, { cacheWrite5m: 2000, input: 50_000 })]), [2000]);
  });

  it('is none where little was written again', () => {
    assert.deepEqual(tokensOf([aStep(0, { cacheWrite5m: 1023 }), aStep(6, { cacheWrite5m: 5000 })]), []);
    assert.deepEqual(tokensOf([aStep(0, { cacheWrite5m: 1024 }), aStep(6, { cacheWrite5m: 5000 })]), [1024]);
  });

  it('is none after a switch of model or of speed, nor is the way back', () => {
    for (const other of [{ model: 'claude-haiku-4-5' }, { fast: true }]) {
      const there = aStep(6, { cacheWrite5m: 51_000 }, other);
      assert.deepEqual(tokensOf([aStep(0, short), there, aStep(12, { cacheWrite5m: 52_000 })]), []);
    }
    const dated = aStep(6, { cacheWrite5m: 51_000 }, { model: 'claude-opus-5-5-20260922' });
    assert.deepEqual(tokensOf([aStep(0, short), dated]), [50_000]);
  });

  it('is none where the context was compacted in between', () => {
    const steps = [aStep(0, short), aStep(10, { cacheWrite5m: 51_000 })];
    const at = (minutes: number) => ({ compactions: [{ sessionId: 'session-1', atMs: noon + minutes * minuteMs, tokensBefore: 50_000 }] });
    assert.deepEqual(tokensOf(steps, at(5)), []);
    assert.deepEqual(tokensOf(steps, at(-1)), [50_000]);
    assert.deepEqual(tokensOf(steps, { compactions: [{ sessionId: 'another', atMs: noon + minuteMs, tokensBefore: 1 }] }), [50_000]);
  });

  it('is none where the prompt has become another: rewound, or compacted without a record', () => {
    assert.deepEqual(tokensOf([aStep(0, short), aStep(10, { cacheWrite5m: 44_900 })]), []);
    assert.deepEqual(tokensOf([aStep(0, short), aStep(10, { cacheWrite5m: 45_000 })]), [45_000]);
  });

  it('is told in each thread by itself', () => {
    const of = (agentId: string, minutes: number, tokens: object) => aStep(minutes, tokens, { agentId });
    const main = [of('', 0, short), of('', 4, { cacheRead: 50_000 }), of('', 8, { cacheRead: 50_000 })];
    const [cold, ...others] = coldOf([...main, of('a1', 1, short), of('a1', 8, { cacheWrite5m: 52_000 })]);
    assert.deepEqual([cold?.tokens, cold?.request.agentId, others], [50_000, 'a1', []]);
    const sessions = [aStep(0, short, { sessionId: 's1' }), aStep(6, { cacheWrite5m: 50_000 }, { sessionId: 's2' })];
    assert.deepEqual(tokensOf(sessions), []);
  });

  it('is none of subagents that wrote into their parent’s file, and no advisor comes between', () => {
    const inline = { agentId: 'inline' };
    assert.deepEqual(tokensOf([aStep(0, short, inline), aStep(6, { cacheWrite5m: 51_000 }, inline)]), []);
    const advisor = aStep(1, { input: 900 }, { messageId: 'msg_1#advisor0', model: 'claude-haiku-4-5' });
    assert.deepEqual(tokensOf([aStep(0, short), advisor, aStep(6, { cacheWrite5m: 51_000 })]), [50_000]);
  });

  it('has no amount where the model has no price', () => {
    const model = 'claude-next-9';
    const [cold] = coldOf([aStep(0, short, { model }), aStep(6, { cacheWrite5m: 51_000 }, { model })]);
    assert.deepEqual([cold?.tokens, cold?.nanodollars], [50_000, null]);
  });

  it('is priced as a prompt of the same length', () => {
    const model = 'claude-haiku-5-5';
    const [cold] = coldOf([aStep(0, { cacheWrite5m: 150_000 }, { model }), aStep(6, { cacheWrite5m: 150_000 }, { model })]);
    assert.equal(cold?.nanodollars, 150_000 * (0.625 - 0.05) * 1000);
  });

  it('says whether a prompt ended the gap', () => {
    const steps = [aStep(0, short), aStep(10, { cacheWrite5m: 51_000 })];
    const turn = (minutes: number) => ({
      turns: new Map([['session-1', [{ atMs: noon + minutes * minuteMs, promptId: '', textHash: '', command: false, mode: '' }]]]),
    });
    assert.equal(coldOf(steps, turn(9))[0]?.afterPause, true);
    assert.equal(coldOf(steps, turn(0))[0]?.afterPause, false);
    assert.equal(coldOf(steps)[0]?.afterPause, false);
  });
});
