/**
 * What of a thread's prompt lies in the cache, by how long it lives. Entries live for five minutes or an hour, as they were written, and each reading begins
 * their time anew (Anthropic, "Prompt caching"). A prompt is cached from its beginning on; those of an hour come before those of five minutes.
 */
import type { Tokens } from '../transcript/facts.ts';

const minuteMs = 60_000;

export const shortLifetimeMs = 5 * minuteMs;
export const hourLifetimeMs = 60 * minuteMs;

/** Tokens of the last prompt that are in the cache, in their order in the prompt. */
export interface CacheEntries {
  /** Read by the thread and never seen written by it, such as a system prompt that another session wrote: nothing says how long they live. */
  readonly unknown: number;
  readonly hour: number;
  readonly short: number;
}

export const noEntries: CacheEntries = { unknown: 0, hour: 0, short: 0 };

export function cachedTokens({ unknown, hour, short }: CacheEntries): number {
  return unknown + hour + short;
}

/** Tokens that a request wrote into the cache, for either time. */
export function writtenTokens({ cacheWrite5m, cacheWrite1h }: Tokens): number {
  return cacheWrite5m + cacheWrite1h;
}

/** What lies in the cache after a request that came `gapMs` after the thread's last one, whose entries are given. */
export function entriesAfter(entries: CacheEntries, tokens: Tokens, gapMs: number): CacheEntries {
  // What can still be read after an hour was kept by others, who may have written it for either time.
  const before = gapMs > hourLifetimeMs ? { ...noEntries, unknown: cachedTokens(entries) } : entries;
  const more = Math.max(0, tokens.cacheRead - cachedTokens(before));
  const known = tokens.cacheRead - more;
  const unknown = Math.min(before.unknown, known);
  const hour = Math.min(before.hour, known - unknown);
  return { unknown: unknown + more, hour: hour + tokens.cacheWrite1h, short: known - unknown - hour + tokens.cacheWrite5m };
}
