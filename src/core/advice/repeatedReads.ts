/** Advice on large files that were read whole again and again into one context. It counts what happened, and estimates what that cost. */
import type { LargeRead } from '../attribution/repetition.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import { plural, t } from '../l10n/message.ts';
import type { Cost, Rate } from '../pricing/rating.ts';
import { formatTime } from '../report/durations.ts';
import { formatCount, formatTokens } from '../report/money.ts';
import { getOrAdd } from '../report/moneySum.ts';
import { lastName } from '../report/words.ts';
import type { Tokens } from '../transcript/facts.ts';
import type { Advice, AdviceEvidence, AdviceStake } from './advice.ts';
import type { ContextInput } from './contextInput.ts';
import { isAskedFor } from './contextInput.ts';
import { ThreadSpans, threadKey } from './threadSpans.ts';
import type { Thread } from './threadSpans.ts';

/** From so many whole reads of a file on, in one context and without an edit of it between. */
export const fewestReads = 3;

/** How many characters a token has: text of code between three and five, by the client's own rule of thumb four. */
export const charactersOfToken = { fewest: 3, most: 5 };

const mostEvidence = 5;

/** A file that was read again and again while its text was in the context. */
export interface RepeatedRead extends Thread {
  readonly path: string;
  readonly file: string;
  /** All of them, the first included, in order of time. */
  readonly reads: readonly LargeRead[];
  /** When the context was made anew; null when it was not. */
  readonly untilMs: number | null;
}

/** Every one of the history, in order of the last read. */
export function repeatedReads({ repetition, edits, compactions }: History): readonly RepeatedRead[] {
  const groups = new Map<string, LargeRead[]>();
  for (const read of repetition.largeReads) if (read.whole) getOrAdd(groups, `${threadKey(read)}\0${read.path}`, () => []).push(read);
  const candidates = [...groups.values()].filter(({ length }) => length >= fewestReads);
  if (candidates.length === 0) return [];
  const sessions = new Set(candidates.map(([first]) => first?.sessionId));
  const edited = new Map<string, number[]>();
  for (const { sessionId, path, atMs } of edits)
    if (sessions.has(sessionId)) getOrAdd(edited, `${sessionId}\0${path}`, () => []).push(atMs);
  const compacted = new Map<string, number[]>();
  for (const { sessionId, atMs } of compactions) if (sessions.has(sessionId)) getOrAdd(compacted, sessionId, () => []).push(atMs);
  return candidates
    .flatMap((reads) => {
      const [first] = reads;
      if (first === undefined) return [];
      const { sessionId, agentId, path, file } = first;
      const compactedMs = compacted.get(sessionId) ?? [];
      return split(reads, [...compactedMs, ...(edited.get(`${sessionId}\0${path}`) ?? [])])
        .filter(({ length }) => length >= fewestReads)
        .map((same): RepeatedRead => ({ sessionId, agentId, path, file, reads: same, untilMs: firstAfter(compactedMs, lastMs(same)) }));
    })
    .sort((left, right) => lastMs(left.reads) - lastMs(right.reads) || (left.path < right.path ? -1 : 1));
}

function lastMs(reads: readonly LargeRead[]): number {
  return reads.at(-1)?.atMs ?? 0;
}

function firstAfter(moments: readonly number[], afterMs: number): number | null {
  return moments.filter((atMs) => atMs > afterMs).reduce<number | null>((first, atMs) => Math.min(first ?? atMs, atMs), null);
}

/** Reads without one of the moments between them. */
function split(reads: readonly LargeRead[], moments: readonly number[]): readonly (readonly LargeRead[])[] {
  const parts: LargeRead[][] = [];
  let before: number | null = null;
  for (const read of reads) {
    const from = before;
    if (from === null || moments.some((atMs) => atMs > from && atMs <= read.atMs)) parts.push([]);
    parts.at(-1)?.push(read);
    before = read.atMs;
  }
  return parts;
}

/** One piece of advice for a period, or none. */
export function repeatedReadsAdvice(input: ContextInput): readonly Advice[] {
  const { fromMs, toMs, nowMs, timezone } = input.question;
  const ended = repeatedReads(input.history).filter(({ reads }) => lastMs(reads) >= fromMs && lastMs(reads) < toMs);
  const spans = new ThreadSpans(input.history.requests, ended);
  const isAsked = isAskedFor(input);
  const counted = { least: new CountedTokens(), most: new CountedTokens(), reading: new CountedTokens() };
  const found = ended
    .filter((repeated) => spans.between(repeated, repeated.reads[0]?.atMs ?? 0, lastMs(repeated.reads)).some(isAsked))
    .map((repeated) => ({ repeated, stake: stakeOf(repeated, spans, input, counted) }));
  const newest = found.at(-1)?.repeated;
  if (newest === undefined) return [];
  const again = found.flatMap(({ repeated }) => repeated.reads.slice(1));
  const tokens = tokensOf(again.reduce((sum, { characters }) => sum + characters, 0));
  return [
    {
      rule: 'repeatedReads',
      // Of the newest: what is dismissed is said again once it happens again.
      id: `repeatedReads ${newest.sessionId} ${String(lastMs(newest.reads))}`,
      sentence: plural(
        found.length,
        'A large file was read again {1} times while its text was in the context: some {2} to {3} tokens.',
        '{0} large files were read again {1} times while their text was in the context: some {2} to {3} tokens.',
        formatCount(found.length),
        formatCount(again.length),
        formatTokens(tokens.low),
        formatTokens(tokens.high),
      ),
      action: t(
        'Ask for the part of the file that matters, or let a subagent read it and say what it found. A file that is read again and again is one that a short note in CLAUDE.md, or smaller files, would save.',
      ),
      stake: together(found.map(({ stake }) => stake)),
      sample: null,
      evidence: [...found]
        .sort((left, right) => (right.stake?.high ?? 0) - (left.stake?.high ?? 0))
        .slice(0, mostEvidence)
        .map(({ repeated }) => evidenceOf(repeated, nowMs, timezone)),
      source: 'files-read-again',
    },
  ];
}

function tokensOf(characters: number): { readonly low: number; readonly high: number } {
  return { low: Math.floor(characters / charactersOfToken.most), high: Math.ceil(characters / charactersOfToken.fewest) };
}

/**
 * What reading again cost: at least that its tokens were written into the context once more, at the price that the next request paid for what was new in it; at
 * most that more of them were, and were read from the cache by every request until the context was made anew. What was paid outside the period and the repository asked for is left out. Null where a request has no price.
 * @param counted what other reads were given already of the same requests
 */
function stakeOf(repeated: RepeatedRead, spans: ThreadSpans, input: ContextInput, counted: Counted): Range | null {
  const isAsked = isAskedFor(input);
  const { rate } = input;
  let [low, high] = [0, 0];
  for (const { atMs, characters } of repeated.reads.slice(1)) {
    const [first, ...later] = spans.between(repeated, atMs, repeated.untilMs ?? Number.MAX_SAFE_INTEGER);
    if (first === undefined) continue;
    const tokens = tokensOf(characters);
    const written = isAsked(first) ? newOf(first, rate) : nothing;
    if (written === null) return null;
    low += part(written, counted.least.take(first, written.tokens, tokens.low));
    high += part(written, counted.most.take(first, written.tokens, tokens.high));
    for (const request of later.filter(isAsked)) {
      const rating = rate(request);
      if (!rating.priced) return null;
      const read = { cost: rating.cost.cacheRead, tokens: request.tokens.cacheRead };
      high += part(read, counted.reading.take(request, read.tokens, tokens.high));
    }
  }
  return { low: Math.round(low), high: Math.round(high) };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Classes of what is new in a prompt. */
const newClasses = ['cacheWrite1h', 'cacheWrite5m', 'input'] as const satisfies readonly (keyof Tokens & keyof Cost)[];

/** The class that most of what was new in a request's prompt was in. */
function newOf(request: PlacedRequest, rate: Rate): Paid | null {
  const rating = rate(request);
  if (!rating.priced) return null;
  const { tokens } = request;
  const most = newClasses.reduce((best, each) => (tokens[each] > tokens[best] ? each : best));
  return { cost: rating.cost[most], tokens: tokens[most] };
}

interface Paid {
  readonly cost: number;
  readonly tokens: number;
}

const nothing: Paid = { cost: 0, tokens: 0 };

function part({ cost, tokens }: Paid, count: number): number {
  return tokens === 0 ? 0 : (cost * count) / tokens;
}

/** Tokens of requests that are counted already: reads whose results one request answered share what it paid. */
class CountedTokens {
  private readonly taken = new Map<PlacedRequest, number>();

  /** As many of `wanted` as a request has left of `all`. */
  take(request: PlacedRequest, all: number, wanted: number): number {
    const before = this.taken.get(request) ?? 0;
    const count = Math.min(wanted, all - before);
    this.taken.set(request, before + count);
    return count;
  }
}

interface Counted {
  readonly least: CountedTokens;
  readonly most: CountedTokens;
  readonly reading: CountedTokens;
}

function together(stakes: readonly (Range | null)[]): AdviceStake | null {
  let [low, high] = [0, 0];
  for (const stake of stakes) {
    if (stake === null) return null;
    low += stake.low;
    high += stake.high;
  }
  return { low, high, what: t('writing and reading the same text again') };
}

function evidenceOf({ sessionId, path, file, reads }: RepeatedRead, nowMs: number, timezone: string): AdviceEvidence {
  const text = t(
    'Session of {0}: {1} was read {2} times',
    formatTime(lastMs(reads), nowMs, timezone),
    file === '' ? lastName(path) : file,
    formatCount(reads.length),
  );
  return { text, reference: { kind: 'session', sessionId } };
}
