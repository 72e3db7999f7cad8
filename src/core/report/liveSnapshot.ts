import { cachedTokens, entriesAfter, hourLifetimeMs, noEntries, shortLifetimeMs } from '../advice/cacheEntries.ts';
import type { CacheEntries } from '../advice/cacheEntries.ts';
import { isOfMainThread } from '../advice/contextThreads.ts';
import { canonicalModel } from '../pricing/modelName.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Tokens } from '../transcript/facts.ts';
import type { CacheState, LiveSession, LiveSnapshot, ModelShare, PlanReading, Reading, RepositoryShare, RestingSession } from './live.ts';
import { getOrAdd, MoneySum } from './moneySum.ts';
import type { RequestRow } from './rows.ts';
import { dayKey } from './time.ts';

const minuteMs = 60_000;

/** A session is live for this long after a request, and as long as its client says that it is busy. */
export const liveForMs = 5 * minuteMs;

export interface SnapshotInput {
  readonly nowMs: number;
  readonly timezone: string;
  /** In any order: all requests of today, and all of `liveSessionIds` and `recentSessionIds` since they began. */
  readonly requests: Iterable<RequestRow>;
  /** Live sessions of the asked scope: a request within `liveForMs`, or busy. */
  readonly liveSessionIds: ReadonlySet<string>;
  /** Others of that scope with a request within the hour for which a cache can live; none when left out. */
  readonly recentSessionIds?: ReadonlySet<string>;
  readonly rate: Rate;
  /** Tokens that fit into a model's context, null where that is not known. */
  readonly contextWindow: (model: string) => number | null;
  readonly plan: PlanReading | null;
  readonly reading: Reading | null;
  /** Whether no transcript was ever seen. */
  readonly empty: boolean;
}

/** What is running at `nowMs` and what today has cost until then, on this machine. */
export function buildLiveSnapshot(input: SnapshotInput): LiveSnapshot {
  const { nowMs, timezone, rate, liveSessionIds, recentSessionIds } = input;
  const day = dayKey(nowMs, timezone);
  const today = new MoneySum();
  const repositories = new Map<string, { readonly row: RequestRow; readonly sum: MoneySum }>();
  const sessions = new Map<string, SessionSum>();

  for (const row of input.requests) {
    const rating = rate(row);
    const nanodollars = rating.priced ? rating.cost.total : null;
    if (dayKey(row.atMs, timezone) === day) {
      today.add(nanodollars, row.lowerBound);
      // Folders that belong to no repository stand for themselves.
      const place = row.repository === '' ? row.cwd : row.repository;
      getOrAdd(repositories, place, () => ({ row, sum: new MoneySum() })).sum.add(nanodollars, row.lowerBound);
    }
    const wanted = liveSessionIds.has(row.sessionId) || recentSessionIds?.has(row.sessionId) === true;
    if (wanted) getOrAdd(sessions, row.sessionId, () => new SessionSum(row)).add(row, nanodollars);
  }

  const all = [...sessions]
    .map(([id, session]) => session.session(id, input))
    .sort((left, right) => right.lastRequestAtMs - left.lastRequestAtMs);
  return {
    atMs: nowMs,
    timezone,
    live: all.filter(({ sessionId }) => liveSessionIds.has(sessionId)),
    resting: all.filter(({ sessionId }) => !liveSessionIds.has(sessionId)).flatMap((session) => restingSession(session, nowMs)),
    today: today.money(),
    todayByRepository: [...repositories.values()]
      .map(({ row, sum }): RepositoryShare => ({ repository: row.repository, cwd: row.cwd, money: sum.money() }))
      .sort((left, right) => right.money.nanodollars - left.money.nanodollars),
    reading: input.reading,
    plan: input.plan,
    empty: input.empty,
  };
}

/** What may still be gone on with cheaply. */
function restingSession({ sessionId, branch, cwd, repository, cache }: LiveSession, nowMs: number): readonly RestingSession[] {
  return cache === null || cache.warmUntilMs <= nowMs ? [] : [{ sessionId, branch, cwd, repository, cache }];
}

class SessionSum {
  readonly #total = new MoneySum();
  readonly #models = new Map<string, MoneySum>();
  #first: RequestRow;
  #last: RequestRow;
  /** Of the main thread. */
  readonly #main: RequestRow[] = [];

  constructor(row: RequestRow) {
    this.#first = row;
    this.#last = row;
  }

  add(row: RequestRow, nanodollars: number | null): void {
    this.#total.add(nanodollars, row.lowerBound);
    getOrAdd(this.#models, canonicalModel(row.model), () => new MoneySum()).add(nanodollars, row.lowerBound);
    if (row.atMs < this.#first.atMs) this.#first = row;
    if (row.atMs >= this.#last.atMs) this.#last = row;
    if (isOfMainThread(row)) this.#main.push(row);
  }

  session(sessionId: string, { rate, contextWindow, nowMs }: SnapshotInput): LiveSession {
    this.#main.sort((left, right) => left.atMs - right.atMs);
    const main = this.#main.at(-1) ?? null;
    const place = main ?? this.#last;
    return {
      sessionId,
      money: this.#total.money(),
      startedAtMs: this.#first.atMs,
      lastRequestAtMs: this.#last.atMs,
      models: [...this.#models]
        .map(([model, sum]): ModelShare => ({ model, money: sum.money() }))
        .sort((left, right) => right.money.nanodollars - left.money.nanodollars),
      contextTokens: main === null ? 0 : promptTokens(main.tokens),
      contextWindow: main === null ? null : contextWindow(main.longContext ? `${canonicalModel(main.model)}[1m]` : main.model),
      branch: place.branch,
      cwd: place.cwd,
      repository: place.repository,
      cache: main === null ? null : cacheState(this.#main, main, rate, nowMs),
    };
  }
}

/**
 * Until when the context of `last`, the newest request of a thread, stays cached, and what reading it or writing it again costs. Where some of it lives for
 * five minutes and some for an hour the shorter decides, since the next turn needs the whole; what lives on is read then, until it has expired too.
 */
function cacheState(thread: readonly RequestRow[], last: RequestRow, rate: Rate, nowMs: number): CacheState | null {
  const entries = entriesOf(thread);
  if (cachedTokens(entries) === 0) return null;
  const context = promptTokens(last.tokens);
  const cost = (tokens: Partial<Tokens>): number | null => {
    const rating = rate({ ...last, atMs: nowMs, tokens: { ...noTokens, ...tokens } });
    return rating.priced ? rating.cost.total : null;
  };
  const isOfHour = entries.hour > 0 && entries.short === 0;
  const lasting = entries.hour === 0 ? 0 : entries.unknown + entries.hour;
  const rest = { cacheWrite5m: context - lasting };
  const warm = cost({ cacheRead: context });
  const cold = cost(
    isOfHour
      ? { cacheWrite1h: context }
      : nowMs - last.atMs > hourLifetimeMs
        ? { ...rest, cacheWrite1h: lasting }
        : { ...rest, cacheRead: lasting },
  );
  if (warm === null || cold === null) return null;
  const lifetime = isOfHour ? hourLifetimeMs : shortLifetimeMs;
  return { warmUntilMs: last.atMs + lifetime, nextTurnWarmNanodollars: warm, nextTurnColdNanodollars: cold };
}

/** What lies in the cache after the requests of a thread, in order of time. Each model has a cache of its own, and fast mode too. */
function entriesOf(thread: readonly RequestRow[]): CacheEntries {
  let entries = noEntries;
  let last: RequestRow | null = null;
  for (const row of thread) {
    const same = last !== null && canonicalModel(last.model) === canonicalModel(row.model) && last.fast === row.fast;
    entries = entriesAfter(same ? entries : noEntries, row.tokens, last === null ? 0 : row.atMs - last.atMs);
    last = row;
  }
  return entries;
}

const noTokens: Tokens = { input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };

/** Tokens of the prompt, from the cache or not. */
export function promptTokens(tokens: Tokens): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
}
