import type { Outcome } from '../../src/protocol/rpc.ts';

/** Something asked of the host: what is known of it now. While it is asked for anew the old value stays. */
export interface Resource<Value> {
  readonly value: Value | null;
  readonly loading: boolean;
  /** Why the last question failed, in a sentence; stays while it is asked again, until an answer comes. */
  readonly problem: string | null;
}

/** Asks, and drops the answer of every question but the last. */
export class Loader<Value> {
  #state: Resource<Value> = { value: null, loading: false, problem: null };
  #running: AbortController | null = null;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get state(): Resource<Value> {
    return this.#state;
  }

  /** Asks anew, and calls back when it is asked and when it is answered. `clear` forgets the old value at once: it is of something else. */
  async load(ask: (signal: AbortSignal) => Promise<Outcome<Value>>, clear = false): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#state = { value: clear ? null : this.#state.value, loading: true, problem: clear ? null : this.#state.problem };
    this.#changed();
    const answer = await ask(running.signal);
    if (this.#running !== running) return;
    this.#running = null;
    this.#state = answer.ok
      ? { value: answer.value, loading: false, problem: null }
      : { value: this.#state.value, loading: false, problem: answer.error.sentence };
    this.#changed();
  }

  forget(): void {
    this.#running?.abort();
    this.#running = null;
    this.#state = { value: null, loading: false, problem: null };
  }
}
