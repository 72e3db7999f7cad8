import { BackOff } from '../shared/backOff.ts';
import type { SessionListRow } from '../../src/core/report/sessionPage.ts';
import type { PanelContract } from '../../src/protocol/panel.ts';
import type { Caller } from '../../src/protocol/rpc.ts';

/** Titles are read from transcripts, so only where the user stays. */
const restMs = 120;
const mostAtOnce = 200;

interface Known {
  /** Null where the transcript has none. */
  readonly title: string | null;
  /** How the session was, and in which showing, when it was asked. */
  readonly endedAtMs: number;
  readonly showing: number;
}

/** The titles of sessions for as long as they are shown; kept nowhere. */
export class SessionTitles {
  readonly #host: Caller<PanelContract>;
  readonly #changed: () => void;
  readonly #known = new Map<string, Known>();
  readonly #asked = new Set<string>();
  readonly #backOff: BackOff;
  #showing = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(host: Caller<PanelContract>, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    this.#backOff = new BackOff(changed);
  }

  /** Null where the transcript has none, undefined while it is not known. */
  of(sessionId: string): string | null | undefined {
    return this.#known.get(sessionId)?.title;
  }

  /** They are shown again: those that had no title may have one by now. */
  shownAgain(): void {
    this.#showing += 1;
    this.#backOff.wake();
  }

  /** Makes sure that the titles of these rows are there or on their way. */
  want(rows: readonly SessionListRow[]): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fetch(rows), restMs);
  }

  async #fetch(rows: readonly SessionListRow[]): Promise<void> {
    if (this.#backOff.resting) return;
    const wanted = rows.filter((row) => this.#isWanted(row)).slice(0, mostAtOnce);
    if (wanted.length === 0) return;
    const showing = this.#showing;
    for (const { sessionId } of wanted) this.#asked.add(sessionId);
    const answer = await this.#host.call('titles', { sessionIds: wanted.map(({ sessionId }) => sessionId) });
    for (const [index, { sessionId, endedAtMs }] of wanted.entries()) {
      this.#asked.delete(sessionId);
      if (answer.ok) this.#known.set(sessionId, { title: answer.value[index] ?? null, endedAtMs, showing });
    }
    if (!answer.ok) {
      this.#backOff.failed();
      return;
    }
    this.#backOff.succeeded();
    this.#changed();
  }

  /** A session without a title is asked for it again once it went on, and whenever it is shown again. */
  #isWanted({ sessionId, endedAtMs }: SessionListRow): boolean {
    if (this.#asked.has(sessionId)) return false;
    const known = this.#known.get(sessionId);
    return known === undefined || (known.title === null && (known.endedAtMs !== endedAtMs || known.showing !== this.#showing));
  }
}
