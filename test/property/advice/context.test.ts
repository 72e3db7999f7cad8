import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { coldContextAdvice } from '../../../src/core/advice/coldContext.ts';
import { coldContexts } from '../../../src/core/advice/coldContexts.ts';
import { contextBloatAdvice } from '../../../src/core/advice/contextBloat.ts';
import { usualContext } from '../../../src/core/advice/usualContext.ts';
import { contextSection } from '../../../src/core/report/advice/contextSection.ts';
import type { ColdSum } from '../../../src/core/advice/coldContext.ts';
import type { PlacedRequest } from '../../../src/core/attribution/history.ts';
import { anInput, aStep, minuteMs } from '../../support/contextHistories.ts';
import { testRate, tokens } from '../../support/rows.ts';

const gap = fc.constantFrom(0.1, 1, 4, 5, 5.01, 7, 30, 55, 60, 60.01, 90, 600);
const amount = fc.oneof(fc.constant(0), fc.nat(3000), fc.nat(200_000));

/** Any counts in any order of threads, models and speeds: what a client never wrote may be read all the same. */
const anyRequests = fc
  .array(
    fc.record({
      gap,
      tokens: fc.record({ input: amount, cacheRead: amount, cacheWrite5m: amount, cacheWrite1h: amount }),
      sessionId: fc.constantFrom('s1', 's2'),
      agentId: fc.constantFrom('', '', 'a1', 'inline'),
      model: fc.constantFrom('claude-opus-5-5', 'claude-opus-5-5', 'claude-haiku-5-5', 'claude-next-9'),
      fast: fc.constantFrom(false, false, false, true),
      repository: fc.constantFrom('/a', '/b'),
    }),
    { maxLength: 30 },
  )
  .map((steps) => {
    let minutes = 0;
    return steps.map(({ gap: more, tokens: used, ...some }) => aStep((minutes += more), used, some));
  });

/** One turn of a thread whose cache is played: its new tokens, and whether something at the beginning of its prompt changed. */
interface Turn {
  readonly gap: number;
  readonly more: number;
  readonly changed: boolean;
}

interface Played {
  readonly request: PlacedRequest;
  /** Tokens that were cached and had expired by then. */
  readonly expired: number;
}

/**
 * A thread as a cache of blocks would answer it: each block lives for as long as it was written for since it was last used, and what is behind one that is
 * gone is gone too. `hour` is how much of the first prompt is written for an hour; all else is written for an hour or for five minutes.
 */
function play(turns: readonly Turn[], { hour, restMinutes }: { readonly hour: number; readonly restMinutes: 5 | 60 }): readonly Played[] {
  const blocks: { tokens: number; minutes: 5 | 60; cached: boolean }[] = hour === 0 ? [] : [{ tokens: hour, minutes: 60, cached: false }];
  let now = 0;
  return turns.map((turn) => {
    now += turn.gap;
    const isAlive = ({ cached, minutes }: (typeof blocks)[number]): boolean => cached && turn.gap <= minutes;
    const expired = sum(blocks.filter((block) => block.cached && !isAlive(block)));
    const firstGone = turn.changed ? 0 : blocks.findIndex((block) => !isAlive(block));
    const read = blocks.slice(0, firstGone === -1 ? blocks.length : firstGone);
    const written = [...blocks.slice(read.length), { tokens: turn.more, minutes: restMinutes, cached: false }];
    blocks.splice(0, blocks.length, ...read, ...written.map((block) => ({ ...block, cached: true })));
    const of = (minutes: 5 | 60): number => sum(written.filter((block) => block.minutes === minutes));
    return { request: aStep(now, { cacheRead: sum(read), cacheWrite5m: of(5), cacheWrite1h: of(60) }), expired };
  });
}

function sum(blocks: readonly { readonly tokens: number }[]): number {
  return blocks.reduce((total, block) => total + block.tokens, 0);
}

const lives = fc.record({ hour: fc.constantFrom(0, 18_000), restMinutes: fc.constantFrom<5 | 60>(5, 60) });
const turnsOf = (changed: fc.Arbitrary<boolean>) =>
  fc.array(fc.record({ gap, more: fc.integer({ min: 1100, max: 60_000 }), changed }), { maxLength: 12 });

describe('cold contexts of anything', () => {
  it('are never more than was written, nor than the thread had cached before, and never without a gap', () => {
    fc.assert(
      fc.property(anyRequests, (requests) => {
        const { history } = anInput(requests);
        for (const { request, gapMs, tokens: again, nanodollars } of coldContexts(history, testRate)) {
          const of = ({ sessionId, agentId }: PlacedRequest): string => `${sessionId} ${agentId}`;
          const before = history.requests.slice(0, history.requests.indexOf(request)).findLast((one) => of(one) === of(request));
          assert.ok(before !== undefined && request.agentId !== 'inline');
          assert.equal(gapMs, request.atMs - before.atMs);
          assert.ok(gapMs > 5 * minuteMs);
          assert.ok(before.model === request.model && before.fast === request.fast);
          const { cacheRead, cacheWrite5m, cacheWrite1h } = request.tokens;
          const cached = before.tokens.cacheRead + before.tokens.cacheWrite5m + before.tokens.cacheWrite1h;
          assert.ok(again >= 1024 && again <= cacheWrite5m + cacheWrite1h && again <= cached - cacheRead);
          if (gapMs <= 60 * minuteMs) assert.ok(again <= cached - before.tokens.cacheWrite1h);
          const writes = testRate({ ...request, tokens: tokens({ ...request.tokens, input: 0, output: 0, cacheRead: 0 }) });
          if (nanodollars === null) assert.equal(writes.priced, false);
          // A shorter prompt may be of a cheaper tier: what is compared is the cost within the whole.
          else assert.ok(nanodollars >= 0 && nanodollars <= (request.nanodollars ?? 0));
        }
      }),
    );
  });

  it('are what a cache would have lost by expiring, and nothing where nothing else happened', () => {
    fc.assert(
      fc.property(turnsOf(fc.constant(false)), lives, (turns, life) => {
        const played = play(turns, life);
        const found = coldContexts(anInput(played.map(({ request }) => request)).history, testRate);
        assert.deepEqual(
          found.map(({ request, tokens: again }) => [request.messageId, again]),
          played.filter(({ expired }) => expired > 0).map(({ request, expired }) => [request.messageId, expired]),
        );
      }),
    );
  });

  it('are never more than had expired where prompts also change', () => {
    fc.assert(
      fc.property(turnsOf(fc.boolean()), lives, (turns, life) => {
        const played = play(turns, life);
        const expired = new Map(played.map((one) => [one.request.messageId, one.expired]));
        for (const { request, tokens: again } of coldContexts(anInput(played.map(({ request }) => request)).history, testRate))
          assert.ok(again <= (expired.get(request.messageId) ?? 0));
      }),
    );
  });
});

describe('advice on contexts of anything', () => {
  it('never speaks of a cold context without a gap of five minutes', () => {
    fc.assert(
      fc.property(anyRequests, (requests) => {
        const times = new Map(requests.map(({ messageId }, index) => [messageId, index]));
        const close = requests.map((request) => ({
          ...request,
          atMs: (requests[0]?.atMs ?? 0) + 4 * minuteMs * (times.get(request.messageId) ?? 0),
        }));
        const alone = close.map((request) => ({ ...request, sessionId: 's1', agentId: '' }));
        assert.deepEqual(coldContextAdvice(anInput(alone)), []);
      }),
    );
  });

  it('never speaks of large contexts below twenty sessions, and never of more than reading cost', () => {
    const sessions = fc.array(fc.record({ largest: fc.nat(400_000), requests: fc.constantFrom(9, 10, 12) }), { maxLength: 28 });
    fc.assert(
      fc.property(sessions, (given) => {
        const requests = given.flatMap(({ largest, requests: count }, session) =>
          Array.from({ length: count }, (_, index) =>
            aStep(index, { cacheRead: Math.round((largest * (index + 1)) / count) }, { sessionId: String(session) }),
          ),
        );
        const input = anInput(requests);
        const [advice] = contextBloatAdvice(input);
        const long = given.filter(({ requests: count }) => count >= 10).length;
        assert.equal(usualContext(input).sessions, long);
        if (advice === undefined) return;
        assert.ok(long >= 20 && advice.sample?.counted === long);
        const { low, high } = advice.stake ?? { low: NaN, high: NaN };
        const read = requests.reduce((total, request) => total + 400 * request.tokens.cacheRead, 0);
        assert.ok(low > 0 && low <= high && high <= read);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the section on contexts of anything', () => {
  it('adds up: weeks, sessions and models to the totals, repositories to all', () => {
    const add = (sums: readonly ColdSum[]) =>
      sums.reduce(
        (total, { count, tokens: more, money }) => ({
          count: total.count + count,
          tokens: total.tokens + more,
          nanodollars: total.nanodollars + money.nanodollars,
          unpriced: total.unpriced + money.unpricedRequests,
        }),
        { count: 0, tokens: 0, nanodollars: 0, unpriced: 0 },
      );
    fc.assert(
      fc.property(anyRequests, (requests) => {
        const section = contextSection(anInput(requests));
        const whole = add([section.totals.cold]);
        assert.deepEqual(add(section.weeks.map(({ cold }) => cold)), whole);
        assert.deepEqual(add([...section.coldSessions, section.otherColdSessions]), whole);
        const parts = ['/a', '/b'].map((repository) => contextSection(anInput(requests, { repository })));
        assert.deepEqual(add(parts.map(({ totals }) => totals.cold)), whole);
        const spend = requests.reduce((total, { nanodollars }) => total + (nanodollars ?? 0), 0);
        assert.deepEqual(
          [section.totals.spend.nanodollars, section.weeks.reduce((total, week) => total + week.spend.nanodollars, 0)],
          [spend, spend],
        );
        const { models, totals } = section.cache;
        for (const key of ['requests', 'readTokens', 'written5mTokens', 'written1hTokens', 'uncachedTokens', 'netNanodollars'] as const)
          assert.equal(
            models.reduce((total, model) => total + model[key], 0),
            totals[key],
          );
      }),
    );
  });
});
