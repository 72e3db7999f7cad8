import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Advice } from '../../../src/core/advice/advice.ts';
import { coldContextAdvice } from '../../../src/core/advice/coldContext.ts';
import type { PlacedRequest } from '../../../src/core/attribution/history.ts';
import { anInput, aStep, minuteMs } from '../../support/contextHistories.ts';
import { hourMs, noon } from '../../support/histories.ts';
import type { Tokens } from '../../../src/core/transcript/facts.ts';

function adviceOf(...parameters: Parameters<typeof anInput>): Advice | undefined {
  const [advice, ...others] = coldContextAdvice(anInput(...parameters));
  assert.deepEqual(others, []);
  return advice;
}

/** Two requests of a session `gap` minutes apart, of which the second writes the context again. */
function pause(gap: number, tokens: Partial<Tokens>, some: Parameters<typeof aStep>[2] = {}, from = 0): readonly PlacedRequest[] {
  return [aStep(from, tokens, some), aStep(from + gap, tokens, some)];
}

const short = { cacheWrite5m: 50_000 };
const promptAt = (minutes: number) => ({
  turns: new Map([['session-1', [{ atMs: noon + minutes * minuteMs, promptId: '', textHash: '', command: false, mode: '' }]]]),
});

describe('advice on cold contexts', () => {
  it('says how often, how much and what share, with the sessions, the dearest first', () => {
    const dear = pause(90, { cacheWrite1h: 100_000 }, { sessionId: 'dear' }, 300);
    const advice = adviceOf([...pause(6, short), ...dear, ...pause(6, short, {}, 600)]);
    // 50,000 three times, once after many hours; 100,000 of an hour's.
    assert.deepEqual(advice, {
      rule: 'coldContext',
      id: 'coldContext 2026-W48',
      sentence:
        '4 times a context was written again because its cache had expired: 250k tokens, $1.45 more than reading them, 56% of what was spent.',
      action:
        'Before a pause of more than an hour, /compact while the cache is still warm, or begin what comes after it with /clear: a small context costs little to write again.',
      stake: { low: 1_450_000_000, high: 1_450_000_000, what: 'written again' },
      sample: null,
      evidence: [
        { text: 'Session of 22 November 20:30: once, 100k tokens, $0.76', reference: { kind: 'session', sessionId: 'dear' } },
        { text: 'Session of 22 November 14:06: 3 times, 150k tokens, $0.69', reference: { kind: 'session', sessionId: 'session-1' } },
      ],
      source: 'cold-context',
    });
  });

  it('is another piece of advice in a repository than in all', () => {
    const requests = pause(6, short).map((request) => ({ ...request, repository: '/loom' }));
    assert.equal(adviceOf(requests, { repository: '/loom' })?.id, 'coldContext 2026-W48 /loom');
  });

  it('is silent where nothing was written again', () => {
    assert.equal(adviceOf([]), undefined);
    assert.equal(adviceOf(pause(4, short)), undefined);
  });

  it('is silent below a hundredth of what was spent', () => {
    const cold = pause(6, { cacheWrite5m: 10_000 }); // $0.046 of $0.10, and what else was spent
    const spent = (output: number) => aStep(0, { output }, { sessionId: 'other' });
    assert.equal(adviceOf([...cold, spent(240_000)]), undefined);
    assert.ok(adviceOf([...cold, spent(220_000)]));
  });

  it('counts a period only, and of the requests before it what they had cached', () => {
    const question = { fromMs: noon + minuteMs, toMs: noon + hourMs, nowMs: noon + hourMs, timezone: 'UTC' };
    assert.ok(adviceOf(pause(6, short), { question })?.sentence.startsWith('Once '));
    assert.equal(adviceOf(pause(6, short), { question: { ...question, toMs: noon + 6 * minuteMs } }), undefined);
    assert.equal(adviceOf(pause(6, short), { question: { ...question, fromMs: noon + 7 * minuteMs } }), undefined);
  });

  it('of one repository sees the whole thread, also what was done elsewhere', () => {
    const elsewhere = { repository: '/home/ada/quill' };
    const steps = [aStep(0, short), aStep(4, { cacheRead: 50_000 }, elsewhere), aStep(8, { cacheWrite5m: 51_000 })];
    assert.equal(adviceOf(steps, { repository: '/home/ada/loom' }), undefined);
    const cold = [aStep(0, short), aStep(6, { cacheWrite5m: 51_000 }, elsewhere)];
    assert.equal(adviceOf(cold, { repository: '/home/ada/loom' }), undefined);
    assert.ok(adviceOf(cold, { repository: '/home/ada/quill' }));
  });

  it('says what is not known whole', () => {
    const unknown = pause(6, short, { model: 'claude-next-9' });
    const alone = adviceOf(unknown);
    assert.equal(
      alone?.sentence,
      'Once a context was written again because its cache had expired: 50k tokens, of a model that has no price yet.',
    );
    assert.equal(alone.stake, null);
    const known = pause(6, short, { sessionId: 's2' });
    assert.equal(
      adviceOf([...unknown, ...known])?.sentence,
      '2 times a context was written again because its cache had expired: 100k tokens, at least $0.23 more than reading them.',
    );
    assert.match(
      adviceOf([...known, aStep(0, {}, { lowerBound: true })])?.sentence ?? '',
      /\$0\.23 more than reading them, at most 46% of/,
    );
  });

  it('advises by what most of it was', () => {
    const actionOf = (gap: number, tokens: Partial<Tokens>, some: Parameters<typeof aStep>[2] = {}, history = {}): string =>
      adviceOf(pause(gap, tokens, some), { history })?.action ?? '';
    const hour = { cacheWrite1h: 50_000 };
    assert.match(actionOf(10, short, {}, promptAt(9)), /^Where pauses of more than five minutes are usual, promptCacheTtl: "1h" in/);
    assert.match(actionOf(90, hour, {}, promptAt(89)), /^Before a pause of more than an hour/);
    assert.match(actionOf(90, hour), /^Before a pause of more than an hour/); // a question that waited for its answer
    assert.match(actionOf(10, short), /^Most of it was within a turn, .* waited: promptCacheTtl/);
    assert.match(actionOf(10, short, { agentId: 'a1' }), /^Most of it was within a turn, .* waited: subagentPromptCacheTtl/);
  });
});
