import { BackOff } from '../shared/backOff.ts';
import { SessionTitles } from './sessionTitles.ts';
import type { SessionListRow, SessionOrder } from '../../src/core/report/sessionPage.ts';
import type { Money } from '../../src/core/report/live.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { PanelContract } from '../../src/protocol/panel.ts';
import type { Caller } from '../../src/protocol/rpc.ts';

const chunkLength = 200;

export interface SessionQuery {
  readonly filter: FilterMessage;
  readonly search: string;
  readonly order: SessionOrder;
  readonly descending: boolean;
}

/** The rows of Sessions, fetched in pieces where they are looked at. */
export class SessionRows {
  readonly titles: SessionTitles;
  readonly #host: Caller<PanelContract>;
  readonly #changed: () => void;
  readonly #backOff: BackOff;
  #query: SessionQuery | null = null;
  #running = new AbortController();
  #chunks = new Map<number, readonly SessionListRow[]>();
  /** Pieces that are there or on their way, of this question and as new as the last change. */
  #asked = new Set<number>();
  #key = '';
  /** Null until the first answer. */
  total: number | null = null;
  money: Money | null = null;
  /** Why the last question failed; stays until an answer comes. */
  problem: string | null = null;

  constructor(host: Caller<PanelContract>, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    this.#backOff = new BackOff(changed);
    this.titles = new SessionTitles(host, changed);
  }

  /**
   * Asks anew, and ends with the first answer. Rows that are there stay until newer ones have come; those of another question go with its
   * first answer.
   */
  async ask(query: SessionQuery, around: number): Promise<void> {
    this.#running.abort();
    this.#running = new AbortController();
    const key = JSON.stringify(query);
    const other = key !== this.#key;
    this.#key = key;
    this.#query = query;
    this.#asked = new Set();
    this.#backOff.wake();
    await this.#fetch(other ? 0 : Math.floor(around / chunkLength), other);
  }

  row(index: number): SessionListRow | null {
    return this.#chunks.get(Math.floor(index / chunkLength))?.[index % chunkLength] ?? null;
  }

  /** Makes sure that the rows `from` to `to` are there or on their way, with their titles. */
  want(from: number, to: number): void {
    for (let chunk = Math.floor(from / chunkLength); chunk <= Math.floor(Math.max(from, to - 1) / chunkLength); chunk += 1)
      if (!this.#asked.has(chunk) && this.#query !== null && !this.#backOff.resting) void this.#fetch(chunk, false);
    const rows: SessionListRow[] = [];
    for (let index = from; index < to; index += 1) {
      const row = this.row(index);
      if (row !== null) rows.push(row);
    }
    this.titles.want(rows);
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
      this.problem = null;
      this.#backOff.succeeded();
    } else {
      if (first) this.total = this.money = null;
      this.#asked.delete(chunk);
      this.problem = answer.error.sentence;
      this.#backOff.failed();
    }
    this.#changed();
  }
}
