import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Advice } from '../../../src/core/advice/advice.ts';
import { contextBloatAdvice, largeContexts } from '../../../src/core/advice/contextBloat.ts';
import { usualContext } from '../../../src/core/advice/usualContext.ts';
import type { PlacedRequest } from '../../../src/core/attribution/history.ts';
import { anInput, aStep, minuteMs } from '../../support/contextHistories.ts';
import { dayMs, noon } from '../../support/histories.ts';

const dayMinutes = dayMs / minuteMs;

/** A session whose context grows evenly to `largest` tokens, all of it read, in ten requests on a day before noon. */
function aSession(
  name: string,
  largest: number,
  some: Parameters<typeof aStep>[2] & { readonly day?: number; readonly requests?: number } = {},
): readonly PlacedRequest[] {
  const { day = -1, requests = 10, ...rest } = some;
  return Array.from({ length: requests }, (_, index) =>
    aStep(day * dayMinutes + index, { cacheRead: Math.round((largest * (index + 1)) / requests), output: 0 }, { sessionId: name, ...rest }),
  );
}

/** So many sessions that become 100,000 tokens large. */
function usual(count: number, some: Parameters<typeof aSession>[2] = {}): readonly PlacedRequest[] {
  return Array.from({ length: count }, (_, index) => aSession(`usual-${String(index)}`, 100_000, some)).flat();
}

function adviceOf(...parameters: Parameters<typeof anInput>): Advice | undefined {
  const [advice, ...others] = contextBloatAdvice(anInput(...parameters));
  assert.deepEqual(others, []);
  return advice;
}

describe('the usual context', () => {
  it('is of the largest prompt of each session, with quartiles, from twenty sessions on', () => {
    assert.deepEqual(usualContext(anInput(usual(19))), { sessions: 19, needed: 20, quartiles: null });
    const { quartiles } = usualContext(anInput([...usual(19), ...aSession('large', 400_000)]));
    assert.deepEqual(quartiles, { count: 20, firstQuartile: 100_000, median: 100_000, thirdQuartile: 100_000 });
  });

  it('counts conversations of ten requests of the main thread, of the last twelve weeks, in any repository', () => {
    const sessionsOf = (requests: readonly PlacedRequest[]): number =>
      usualContext(anInput(requests, { repository: '/elsewhere' })).sessions;
    assert.equal(sessionsOf(usual(3)), 3);
    assert.equal(sessionsOf(usual(3, { requests: 9 })), 0);
    assert.equal(sessionsOf(usual(3, { agentId: 'a1' })), 0);
    assert.equal(sessionsOf(usual(3, { day: -78 })), 0);
    assert.equal(sessionsOf(usual(3, { day: -76 })), 3);
  });
});

describe('advice on large contexts', () => {
  const large = aSession('large', 500_000);

  it('says what reading above the usual context cost, between what is usual for three quarters and for half', () => {
    const some = [...usual(16), ...[150, 150, 150, 150].flatMap((size, index) => aSession(`more-${String(index)}`, size * 1000))];
    const advice = adviceOf([...some, ...large], {
      history: { compactions: [{ sessionId: 'large', atMs: noon, tokensBefore: 160_000 }] },
    });
    // Of 21 sessions the median is 100k and the third quartile 100k (the sixteenth); above it: 150k four times, and 500k.
    const above = (largest: number): number =>
      Array.from({ length: 10 }, (_, index) => Math.max(0, (largest * (index + 1)) / 10 - 100_000)).reduce((sum, each) => sum + each, 0);
    const high = 400 * (above(500_000) + 4 * above(150_000));
    assert.deepEqual(advice, {
      rule: 'contextBloat',
      id: 'contextBloat 2026-W48',
      sentence:
        '5 sessions went above your usual context of 100k tokens: reading what was above it cost $0.90, up to 15% of what was spent.',
      action: advice?.action,
      stake: { low: high, high, what: 'reading context above your usual size' },
      sample: { of: 'sessions', counted: 21, needed: 20 },
      evidence: [
        { text: 'Session of 21 November 14:02: up to 500k tokens, $0.72', reference: { kind: 'session', sessionId: 'large' } },
        ...[0, 1, 2, 3].map((index) => ({
          text: 'Session of 21 November 14:06: up to 150k tokens, $0.04',
          reference: { kind: 'session', sessionId: `more-${String(index)}` },
        })),
        { text: 'One compaction, of a context of 160k tokens', reference: null },
      ],
      source: 'context-bloat',
    });
  });

  it('is a range where quarters differ', () => {
    const sizes = Array.from({ length: 20 }, (_, index) => 50_000 + 10_000 * index);
    const { stake, sentence } = adviceOf([...sizes.flatMap((size, index) => aSession(`s${String(index)}`, size)), ...large]) ?? {};
    assert.match(sentence ?? '', /above it cost \$0\.47 to \$0\.92, up to/);
    assert.ok(stake !== null && stake !== undefined && stake.low > 0 && stake.low < stake.high);
  });

  it('is silent below twenty sessions, where none is above, and below a twentieth of what was spent', () => {
    assert.equal(adviceOf([...usual(18), ...large]), undefined);
    assert.ok(adviceOf([...usual(19), ...large]));
    assert.equal(adviceOf(usual(30)), undefined);
    const spent = aStep(0, { output: 1_000_000 });
    assert.equal(adviceOf([...usual(19), ...large, spent]), undefined);
  });

  it('counts the requests of the period and the repository alone', () => {
    const input = anInput([...usual(19), ...large], { repository: '/home/ada/quill' });
    assert.deepEqual(largeContexts(input), []);
    const later = { fromMs: noon, toMs: noon + dayMs, nowMs: noon + dayMs, timezone: 'UTC' };
    assert.deepEqual(largeContexts(anInput([...usual(19), ...large], { question: later })), []);
  });

  it('says where some of it has no price', () => {
    const unpriced = aSession('unpriced', 300_000, { model: 'claude-next-9' });
    const advice = adviceOf([...usual(19), ...large, ...unpriced]);
    assert.equal(advice?.evidence[1]?.text, 'Session of 21 November 14:03: up to 300k tokens, no price yet');
    assert.match(advice.sentence, /^2 sessions .* cost at least \$0\.72; some of it has no price yet\.$/);
  });
});
