import { canonicalModel } from '../pricing/modelName.ts';
import type { Rate } from '../pricing/rating.ts';
import type { Tokens } from '../transcript/facts.ts';
import type { CacheState, LiveSession, LiveSnapshot, ModelShare, PlanReading, Reading, RepositoryShare } from './live.ts';
import { getOrAdd, MoneySum } from './moneySum.ts';
import type { RequestRow } from './rows.ts';
import { dayKey } from './time.ts';

const minuteMs = 60_000;

/** A session is live for this long after a request, and as long as its client says that it is busy. */
export const liveForMs = 5 * minuteMs;

export interface SnapshotInput {
  readonly nowMs: number;
  readonly timezone: string;
  /** In any order: all requests of today, and all of `liveSessionIds` since they began. */
  readonly requests: Iterable<RequestRow>;
  /** Live sessions of the asked scope: a request within `liveForMs`, or busy. */
  readonly liveSessionIds: ReadonlySet<string>;
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
  const { nowMs, timezone, rate } = input;
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
    if (input.liveSessionIds.has(row.sessionId)) getOrAdd(sessions, row.sessionId, () => new SessionSum(row)).add(row, nanodollars);
  }

  return {
    atMs: nowMs,
    timezone,
    live: [...sessions]
      .map(([id, session]) => session.session(id, input))
      .sort((left, right) => right.lastRequestAtMs - left.lastRequestAtMs),
    today: today.money(),
    todayByRepository: [...repositories.values()]
      .map(({ row, sum }): RepositoryShare => ({ repository: row.repository, cwd: row.cwd, money: sum.money() }))
      .sort((left, right) => right.money.nanodollars - left.money.nanodollars),
    reading: input.reading,
    plan: input.plan,
    empty: input.empty,
  };
}

class SessionSum {
  readonly #total = new MoneySum();
  readonly #models = new Map<string, MoneySum>();
  #first: RequestRow;
  #last: RequestRow;
  /** Newest request of the main thread, and the newest of them that wrote to the cache. */
  #lastMain: RequestRow | null = null;
  #lastWrite: RequestRow | null = null;

  constructor(row: RequestRow) {
    this.#first = row;
    this.#last = row;
  }

  add(row: RequestRow, nanodollars: number | null): void {
    this.#total.add(nanodollars, row.lowerBound);
    getOrAdd(this.#models, canonicalModel(row.model), () => new MoneySum()).add(nanodollars, row.lowerBound);
    if (row.atMs < this.#first.atMs) this.#first = row;
    if (row.atMs >= this.#last.atMs) this.#last = row;
    if (row.agentId !== '') return;
    this.#lastMain = newer(this.#lastMain, row);
    if (row.tokens.cacheWrite5m + row.tokens.cacheWrite1h > 0) this.#lastWrite = newer(this.#lastWrite, row);
  }

  session(sessionId: string, { rate, contextWindow, nowMs }: SnapshotInput): LiveSession {
    const main = this.#lastMain;
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
      cache: main === null ? null : cacheState(main, this.#lastWrite, rate, nowMs),
    };
  }
}

/**
 * Until when the context of `last` stays cached, and what reading it or writing it again costs. Reading an entry renews it for the
 * lifetime it was written with; where a request wrote both lifetimes the shorter decides, since the next turn needs the whole.
 */
function cacheState(last: RequestRow, written: RequestRow | null, rate: Rate, nowMs: number): CacheState | null {
  const { cacheRead, cacheWrite5m, cacheWrite1h } = last.tokens;
  if (cacheRead + cacheWrite5m + cacheWrite1h === 0) return null;
  const hour = written !== null && written.tokens.cacheWrite1h > 0 && written.tokens.cacheWrite5m === 0;
  const context = promptTokens(last.tokens);
  const cost = (tokens: Partial<Tokens>): number | null => {
    const rating = rate({ ...last, atMs: nowMs, tokens: { ...noTokens, ...tokens } });
    return rating.priced ? rating.cost.total : null;
  };
  const warm = cost({ cacheRead: context });
  const cold = cost(hour ? { cacheWrite1h: context } : { cacheWrite5m: context });
  if (warm === null || cold === null) return null;
  const lifetime = hour ? 60 * minuteMs : 5 * minuteMs;
  return { warmUntilMs: last.atMs + lifetime, nextTurnWarmNanodollars: warm, nextTurnColdNanodollars: cold };
}

const noTokens: Tokens = { input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };

/** Tokens of the prompt, from the cache or not. */
export function promptTokens(tokens: Tokens): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
}

/** The later of two requests; of equal times the one that comes later in the ledger's order. */
function newer(left: RequestRow | null, right: RequestRow): RequestRow {
  return left !== null && left.atMs > right.atMs ? left : right;
}
