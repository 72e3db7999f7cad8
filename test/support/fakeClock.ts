import type { Clock } from '../../src/protocol/pace.ts';

/** A clock that stands still until it is told. */
export class FakeClock implements Clock {
  #nowMs: number;
  readonly #timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Times of the timers that are set, as milliseconds from now, soonest first. */
  waits(): readonly number[] {
    return [...this.#timers].map(({ atMs }) => atMs - this.#nowMs).sort((left, right) => left - right);
  }

  /** Lets time pass; each timer rings at its own moment, and what it began has a chance to end. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const next = [...this.#timers].filter(({ atMs }) => atMs <= endMs).sort((left, right) => left.atMs - right.atMs)[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.callback();
      await settled();
    }
    this.#nowMs = endMs;
    await settled();
  }
}

/** Resolves after everything that waits for nothing but promises is done. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
