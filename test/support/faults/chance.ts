/** Chance with a seed, so that a run that failed can be run again: `PAYOFF_FAULT_SEED`. */
export class Chance {
  readonly seed: number;
  #state: number;

  constructor(seed = Number(process.env.PAYOFF_FAULT_SEED ?? 20261122)) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, and without, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  }
}

/** How often a test repeats itself: few times in CI, more when the environment variable `name` says so. */
export function roundsOf(name: string, usual: number): number {
  return Number(process.env[name] ?? usual);
}
