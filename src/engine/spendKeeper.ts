/** What the last weeks cost by quarters of an hour, kept by transcript: a change of the ledger costs reading the transcripts that changed. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { quarterMs } from '../core/marks/spend.ts';
import type { SpendBucket } from '../core/marks/spend.ts';
import type { Rate } from '../core/pricing/rating.ts';
import { getOrAdd, MoneySum } from '../core/report/moneySum.ts';
import type { RequestRow } from '../core/report/rows.ts';
import { Changes } from '../ledger/changes.ts';
import { firstRequestMs, heldRequests } from '../ledger/requestRows.ts';
import { readTranscriptStamps } from '../ledger/transcriptFacts.ts';
import type { Places } from './places.ts';

const dayMs = 24 * 60 * 60_000;
/** The eight weeks of a rhythm and the longest month, each with days to spare. */
const keptDays = 64;

export interface SpendKeeperOptions {
  readonly database: DatabaseSync;
  readonly places: Places;
  readonly rate: Rate;
}

/** A transcript's spend, as last read. */
interface Kept {
  readonly changed: number;
  readonly buckets: readonly SpendBucket[];
}

export interface KeptSpend {
  readonly buckets: readonly SpendBucket[];
  /** When anything was first seen; null for an empty ledger. */
  readonly firstMs: number | null;
  /** Another number whenever something of another day than the last seen changed. */
  readonly pastVersion: number;
}

export class SpendKeeper {
  private readonly options: SpendKeeperOptions;
  private readonly changes: Changes;
  private kept = new Map<number, Kept>();
  private revision: number | null = null;
  private placesVersion = -1;
  private sinceMs = 0;
  private pastVersion = 0;
  private all: readonly SpendBucket[] = [];
  private firstMs: number | null = null;
  private reading: Promise<KeptSpend> | null = null;
  private filled = false;

  constructor(options: SpendKeeperOptions) {
    this.options = options;
    this.changes = new Changes(options.database);
  }

  /** Whether all of it was read once: then reading costs little. */
  get isFilled(): boolean {
    return this.filled;
  }

  /** The spend as the ledger has it now; `todayMs` is the beginning of today. */
  read(todayMs: number): Promise<KeptSpend> {
    this.reading ??= this.readNow(todayMs).finally(() => (this.reading = null));
    return this.reading;
  }

  private async readNow(todayMs: number): Promise<KeptSpend> {
    const { database, places } = this.options;
    await places.prepare(database);
    const revision = this.changes.revision();
    if (this.placesVersion !== places.version || todayMs < this.sinceMs) this.filled = false;
    if (!this.filled) await this.fill(todayMs);
    else if (revision !== this.revision) this.readChanged(todayMs);
    this.placesVersion = places.version;
    this.revision = revision;
    return { buckets: this.all, firstMs: this.firstMs, pastVersion: this.pastVersion };
  }

  /** Everything, a day at a time: whoever waits for the bar meanwhile is let in between. */
  private async fill(todayMs: number): Promise<void> {
    const { database } = this.options;
    this.sinceMs = todayMs - keptDays * dayMs;
    const stamps = readTranscriptStamps(database);
    const sums = new Map<number, Sums>(stamps.map(({ id }) => [id, new Sums(this.options)]));
    for (let fromMs = this.sinceMs; fromMs < todayMs + 2 * dayMs; fromMs += dayMs) {
      // What is dated in the future is a mistake of a clock, and counted with the last day.
      const untilMs = fromMs + dayMs < todayMs + 2 * dayMs ? fromMs + dayMs : Number.MAX_SAFE_INTEGER;
      for (const { transcript, request } of heldRequests(database, fromMs, untilMs, null)) sums.get(transcript)?.add(request);
      await nextTurn();
    }
    this.kept = new Map(stamps.map(({ id, changed }) => [id, { changed, buckets: sums.get(id)?.buckets() ?? [] }]));
    this.pastVersion += 1;
    this.filled = true;
    this.join();
  }

  private readChanged(todayMs: number): void {
    const { database } = this.options;
    const stamps = readTranscriptStamps(database);
    const before = this.kept;
    this.kept = new Map();
    let past = false;
    for (const { id, changed } of stamps) {
      const known = before.get(id);
      before.delete(id);
      if (known?.changed === changed) {
        this.kept.set(id, known);
        continue;
      }
      const sums = new Sums(this.options);
      for (const { request } of heldRequests(database, this.sinceMs, Number.MAX_SAFE_INTEGER, id)) sums.add(request);
      const buckets = sums.buckets();
      past ||= isPastOther(known?.buckets ?? [], buckets, todayMs);
      this.kept.set(id, { changed, buckets });
    }
    // What is left was forgotten.
    for (const { buckets } of before.values()) past ||= isPastOther(buckets, [], todayMs);
    if (past) this.pastVersion += 1;
    this.join();
  }

  private join(): void {
    this.all = [...this.kept.values()].flatMap(({ buckets }) => buckets);
    this.firstMs = firstRequestMs(this.options.database);
  }
}

class Sums {
  private readonly options: SpendKeeperOptions;
  private readonly sums = new Map<string, { readonly place: Omit<SpendBucket, 'money'>; readonly sum: MoneySum }>();

  constructor(options: SpendKeeperOptions) {
    this.options = options;
  }

  add(row: RequestRow): void {
    const { places, rate } = this.options;
    const { repository, branch, atMs: exactMs } = places.apply(row);
    const atMs = Math.floor(exactMs / quarterMs) * quarterMs;
    const rating = rate(row);
    const key = `${String(atMs)}\0${repository}\0${branch}`;
    const { sum } = getOrAdd(this.sums, key, () => ({ place: { atMs, repository, branch }, sum: new MoneySum() }));
    sum.add(rating.priced ? rating.cost.total : null, row.lowerBound);
  }

  buckets(): readonly SpendBucket[] {
    return [...this.sums.values()].map(({ place, sum }) => ({ ...place, money: sum.money() }));
  }
}

/** Whether two readings of a transcript differ before today. */
function isPastOther(first: readonly SpendBucket[], second: readonly SpendBucket[], todayMs: number): boolean {
  const past = (buckets: readonly SpendBucket[]): string => JSON.stringify(buckets.filter(({ atMs }) => atMs < todayMs));
  return past(first) !== past(second);
}
