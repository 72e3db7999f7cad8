/**
 * Contexts that were written into the cache again because it had expired. Of two requests of a thread that follow each other, what the second wrote is
 * "again" as far as the first had it cached, the second no longer found it, and more time lay between them than those entries live. `docs/advice.md` has
 * the rule and what it leaves out.
 */
import type { History, PlacedRequest } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import { canonicalNames } from '../report/filterRequests.ts';
import { promptTokens } from '../report/liveSnapshot.ts';
import { getOrAdd } from '../report/moneySum.ts';
import { cachedTokens, entriesAfter, hourLifetimeMs, noEntries, shortLifetimeMs, writtenTokens } from './cacheEntries.ts';
import type { CacheEntries } from './cacheEntries.ts';
import { isOfThread } from './contextThreads.ts';
import { oncePer } from './oncePer.ts';

/** One request that wrote again what had been cached. */
export interface ColdContext {
  readonly request: PlacedRequest;
  /** Since the thread's request before. */
  readonly gapMs: number;
  /** Tokens that were written again: never more than the request wrote, nor than was cached before. */
  readonly tokens: number;
  /** What writing them cost beyond reading them; null when the model has no price. */
  readonly nanodollars: number | null;
  /** Whether a prompt of the user ended the gap; else a call, subagents or a question that waited for its answer took so long. */
  readonly afterPause: boolean;
}

/** The smallest prefix that most models cache (Anthropic, "Prompt caching"); smaller differences are the edges of breakpoints. */
const leastTokens = 1024;

/**
 * A prompt that is smaller than so much of what was cached is another one: rewound, or compacted without a record. Smaller by less it is where thinking of
 * earlier turns is left out.
 */
const sameContext = 0.9;

interface Thread {
  readonly last: PlacedRequest;
  readonly model: string;
  readonly entries: CacheEntries;
  /** What its first request had cached: the most that other sessions can keep warm for it. */
  readonly shared: number;
}

type ColdHistory = Pick<History, 'requests' | 'compactions' | 'turns'>;

/** Of a whole history, in order of time: a history of one repository lacks requests between others of a thread. */
export function coldContexts(history: ColdHistory, rate: Rate): readonly ColdContext[] {
  return coldAt(rate)(history);
}

const coldAt = oncePer((rate: Rate) => oncePer((history: ColdHistory) => allCold(history, rate)));

function allCold(history: ColdHistory, rate: Rate): readonly ColdContext[] {
  const nameOf = canonicalNames();
  const threads = new Map<string, Thread>();
  const compactions = new Map<string, { readonly atMs: number }[]>();
  for (const compaction of history.compactions) getOrAdd(compactions, compaction.sessionId, () => []).push(compaction);
  const cold: ColdContext[] = [];
  for (const request of history.requests) {
    if (!isOfThread(request)) continue;
    const key = `${request.sessionId} ${request.agentId}`;
    const model = nameOf(request.model);
    const thread = threads.get(key);
    // Each model has a cache of its own, and fast mode too: what is written after a switch was never there.
    const same = thread?.model === model && thread.last.fast === request.fast;
    const entries = same ? thread.entries : noEntries;
    const gapMs = thread === undefined ? 0 : request.atMs - thread.last.atMs;
    const tokens = same ? writtenAgain(thread, request, gapMs) : 0;
    const inGap = ({ atMs }: { readonly atMs: number }): boolean => atMs > request.atMs - gapMs && atMs <= request.atMs;
    if (tokens >= leastTokens && !compactions.get(request.sessionId)?.some(inGap)) {
      const afterPause = request.agentId === '' && (history.turns.get(request.sessionId)?.some(inGap) ?? false);
      cold.push({ request, gapMs, tokens, nanodollars: priceOfWritingAgain(request, tokens, rate), afterPause });
    }
    const after = entriesAfter(entries, request.tokens, gapMs);
    threads.set(key, { last: request, model, entries: after, shared: thread?.shared ?? cachedTokens(after) });
  }
  return cold;
}

/** How many tokens of the thread's last prompt a request of the same model wrote again because they had expired. */
function writtenAgain({ entries, shared }: Thread, { tokens }: PlacedRequest, gapMs: number): number {
  if (gapMs <= shortLifetimeMs) return 0;
  const cached = cachedTokens(entries);
  if (promptTokens(tokens) < sameContext * cached) return 0;
  const allExpired = gapMs > hourLifetimeMs;
  const expired = allExpired ? cached : entries.short;
  const lasting = cached - expired;
  // What lives for an hour and was lost within it was lost for another reason, and all behind it too.
  if (!allExpired && entries.hour > 0 && tokens.cacheRead < lasting) return 0;
  // More than others can have kept: the thread's own entries were still there, and what is missing was changed.
  if (tokens.cacheRead > Math.max(shared, lasting)) return 0;
  return Math.max(0, Math.min(writtenTokens(tokens), cached - tokens.cacheRead, expired));
}

/** What a request cost as it was, beyond what it had cost with `tokens` of its writes read. Those of an hour were written first. */
function priceOfWritingAgain(request: PlacedRequest, tokens: number, rate: Rate): number | null {
  const { cacheRead, cacheWrite5m, cacheWrite1h } = request.tokens;
  const ofHour = Math.min(tokens, cacheWrite1h);
  const written = rate(request);
  const read = rate({
    ...request,
    tokens: {
      ...request.tokens,
      cacheRead: cacheRead + tokens,
      cacheWrite1h: cacheWrite1h - ofHour,
      cacheWrite5m: cacheWrite5m - (tokens - ofHour),
    },
  });
  return written.priced && read.priced ? written.cost.total - read.cost.total : null;
}
