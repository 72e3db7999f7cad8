import type { CommitRow, PullRequestRow } from '../../src/core/report/commits.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { PanelContract } from '../../src/protocol/panel.ts';
import type { Caller } from '../../src/protocol/rpc.ts';

const pageLength = 100;

/** The commits of Shipped, newest first, as far as they have been asked for. */
export class CommitPages {
  readonly #host: Caller<PanelContract>;
  readonly #changed: () => void;
  #filter: FilterMessage | null = null;
  #running = new AbortController();
  rows: readonly CommitRow[] = [];
  pullRequests: readonly PullRequestRow[] = [];
  /** Null until the first answer. */
  total: number | null = null;
  /** Of the total, those that carry cost of what fits the filter. */
  withCost = 0;
  loading = false;
  /** Why the last question failed; stays until an answer comes. */
  problem: string | null = null;

  constructor(host: Caller<PanelContract>, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** Asks for as many rows as are shown, at least a page; what is shown stays until they have come. Ends with the answer. */
  async ask(filter: FilterMessage): Promise<void> {
    const same = JSON.stringify(filter) === JSON.stringify(this.#filter);
    this.#filter = filter;
    this.#running.abort();
    this.#running = new AbortController();
    await this.#fetch(same ? Math.max(pageLength, this.rows.length) : pageLength, []);
  }

  /** Asks for the next page, or for all up to `upTo` rows. */
  async more(upTo = this.rows.length + pageLength): Promise<void> {
    if (!this.loading) await this.#fetch(upTo, this.rows);
  }

  async #fetch(upTo: number, before: readonly CommitRow[]): Promise<void> {
    const { signal } = this.#running;
    if (this.#filter === null) return;
    this.loading = true;
    this.#changed();
    let rows = before;
    let pullRequests = this.pullRequests;
    for (;;) {
      const limit = Math.min(pageLength, upTo - rows.length);
      const answer = await this.#host.call('commits', { filter: this.#filter, offset: rows.length, limit, subjects: true }, signal);
      if (signal.aborted) return;
      if (!answer.ok) {
        this.problem = answer.error.sentence;
        break;
      }
      this.problem = null;
      if (rows.length === 0) pullRequests = answer.value.pullRequests; // they come whole with the first rows
      rows = [...rows, ...answer.value.rows];
      const complete = rows.length >= Math.min(upTo, answer.value.total) || answer.value.rows.length === 0;
      if (!complete) continue;
      this.rows = rows;
      this.pullRequests = pullRequests;
      this.total = answer.value.total;
      this.withCost = answer.value.withCost;
      break;
    }
    this.loading = false;
    this.#changed();
  }
}
