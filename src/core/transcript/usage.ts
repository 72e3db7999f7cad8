import type { Tokens } from './facts.ts';
import { asAnyCount, asCount, asFields, asList, asName, mostSearches } from './fields.ts';
import type { Fields } from './fields.ts';

/** One bill in a `usage` object: the response's own, or an advisor's. */
export interface UsageReading {
  readonly tokens: Tokens;
  readonly fast: boolean;
  readonly geography: string;
}

export interface AdvisorReading extends UsageReading {
  readonly model: string;
}

/**
 * Tokens of one `usage` object by class, null when a count is not a whole number from 0 on, or larger than there can be.
 *
 * `input_tokens` excludes everything cached; writes of both lifetimes add up to `cache_creation_input_tokens`, and where the
 * split is missing they were five-minute ones, the only kind there was (TRANSCRIPTS section 4).
 */
export function readUsage(usage: Fields, countOf: typeof asCount = asCount): UsageReading | null {
  const split = asFields(usage.cache_creation);
  const input = countOf(usage.input_tokens);
  const output = countOf(usage.output_tokens);
  const cacheRead = countOf(usage.cache_read_input_tokens);
  const written = countOf(usage.cache_creation_input_tokens);
  const oneHour = countOf(split?.ephemeral_1h_input_tokens);
  const fiveMinutes = countOf(split?.ephemeral_5m_input_tokens);
  const webSearches = countOf(asFields(usage.server_tool_use)?.web_search_requests, mostSearches);
  if (input === null || output === null || cacheRead === null || written === null) return null;
  if (oneHour === null || fiveMinutes === null || webSearches === null) return null;
  return {
    tokens: { input, output, cacheWrite5m: Math.max(written - oneHour, fiveMinutes), cacheWrite1h: oneHour, cacheRead, webSearches },
    fast: usage.speed === 'fast',
    geography: asName(usage.inference_geo),
  };
}

/**
 * The advisor's responses inside one response. They have a model of their own and are not in the top-level counts, while an
 * iteration of type `message` repeats those and is never added (TRANSCRIPTS section 4.4). Null when one cannot be read.
 */
export function readAdvisors(usage: Fields, countOf: typeof asCount = asCount): readonly AdvisorReading[] | null {
  const advisors: AdvisorReading[] = [];
  for (const item of asList(usage.iterations)) {
    const iteration = asFields(item);
    if (iteration?.type !== 'advisor_message') continue;
    const reading = readUsage(iteration, countOf);
    if (reading === null) return null;
    advisors.push({ ...reading, model: asName(iteration.model) });
  }
  return advisors;
}

/** Why a `usage` object cannot be read: its counts are none, or only too large. */
export function whyUnread(usage: Fields): 'usage' | 'usage-large' {
  return readUsage(usage, asAnyCount) === null || readAdvisors(usage, asAnyCount) === null ? 'usage' : 'usage-large';
}

/**
 * Whether a response's recorded output is implausibly small: no line of it was final and the visible text alone needs at least
 * twice as many tokens, at 4.5 characters a token (TRANSCRIPTS section 4.1). Such a cost is a lower bound.
 */
export function isLowerBound(response: {
  readonly stopped: boolean;
  readonly visibleCharacters: number;
  readonly output: number;
}): boolean {
  return !response.stopped && response.visibleCharacters / 4.5 > 2 * response.output;
}
