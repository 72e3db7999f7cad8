import type { SessionListRow, SessionOrder } from '../../src/core/report/sessionPage.ts';
import type { Money } from '../../src/core/report/live.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { PanelContract } from '../../src/protocol/panel.ts';
import type { Caller } from '../../src/protocol/rpc.ts';

const chunkLength = 200;
/** Titles are read from transcripts, so only where the user stays. */
const titleRestMs = 120;

export interface SessionQuery {
  readonly filter: FilterMessage;
  readonly search: string;
  readonly order: SessionOrder;
  readonly descending: boolean;
}

/** The rows of Sessions, fetched in pieces where they are looked at, and their titles for as long as they are shown. */
export class SessionRows {
  readonly #host: Caller<PanelContract>;
  readonly #changed: () => void;
  #query: SessionQuery | null = null;
  #running = new AbortController();
  #chunks = new Map<number, readonly SessionListRow[]>();
  /** Pieces that are there or on their way, of this question and as new as the last change. */
  #asked = new Set<number>();
  #key = '';
  #titles = new Map<string, string | null>();
  #titleTimer: ReturnType<typeof setTimeout> | null = null;
  /** Null until the first answer. */
  total: number | null = null;
  money: Money | null = null;
  problem: string | null = null;

  constructor(host: Caller<PanelContract>, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** Asks anew. Rows that are there stay until newer ones have come; those of another question go with its first answer. */
  ask(query: SessionQuery, around: number): void {
    this.#running.abort();
    this.#running = new AbortController();
    const key = JSON.stringify(query);
    const other = key !== this.#key;
    this.#key = key;
    this.#query = query;
    this.#asked = new Set();
    this.problem = null;
    void this.#fetch(other ? 0 : Math.floor(around / chunkLength), other);
  }

  get asked(): boolean {
    return this.#query !== null;
  }

  row(index: number): SessionListRow | null {
    return this.#chunks.get(Math.floor(index / chunkLength))?.[index % chunkLength] ?? null;
  }

  /** Null where the transcript has none, undefined while it is not known. */
  title(sessionId: string): string | null | undefined {
    return this.#titles.get(sessionId);
  }

  /** Makes sure that the rows `from` to `to` are there or on their way, with their titles. */
  want(from: number, to: number): void {
    for (let chunk = Math.floor(from / chunkLength); chunk <= Math.floor(Math.max(from, to - 1) / chunkLength); chunk += 1)
      if (!this.#asked.has(chunk) && this.#asked.size > 0) void this.#fetch(chunk, false);
    if (this.#titleTimer !== null) clearTimeout(this.#titleTimer);
    this.#titleTimer = setTimeout(() => void this.#fetchTitles(from, to), titleRestMs);
  }

  async #fetch(chunk: number, first: boolean): Promise<void> {
    const { signal } = this.#running;
    if (this.#query === null) return;
    this.#asked.add(chunk);
    const answer = await this.#host.call('sessionList', { ...this.#query, offset: chunk * chunkLength, limit: chunkLength }, signal);
    if (signal.aborted) return;
    if (first) this.#chunks = new Map();
    if (answer.ok) {
      this.#chunks.set(chunk, answer.value.rows);
      this.total = answer.value.total;
      this.money = answer.value.money;
    } else {
      this.#asked.delete(chunk);
      this.problem = answer.error.sentence;
    }
    this.#changed();
  }

  async #fetchTitles(from: number, to: number): Promise<void> {
    const wanted: string[] = [];
    for (let index = from; index < to && wanted.length < chunkLength; index += 1) {
      const row = this.row(index);
      if (row !== null && !this.#titles.has(row.sessionId)) wanted.push(row.sessionId);
    }
    if (wanted.length === 0) return;
    for (const sessionId of wanted) this.#titles.set(sessionId, null);
    const answer = await this.#host.call('titles', { sessionIds: wanted });
    for (const [index, sessionId] of wanted.entries()) {
      if (answer.ok) this.#titles.set(sessionId, answer.value[index] ?? null);
      else this.#titles.delete(sessionId);
    }
    if (answer.ok) this.#changed();
  }
}
