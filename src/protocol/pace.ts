/**
 * Lets something change at most once in an interval: the first change after a quiet interval at once, what comes sooner when the interval
 * ends. A look that finds nothing changed does not count, so that it cannot hold up the change after it.
 */

export interface Clock {
  now(): number;
  /** Calls back once after `ms`; the result calls it off. */
  after(ms: number, callback: () => void): () => void;
}

export interface Pace {
  /** Something may have changed; calls before the next look are one. */
  ask(): void;
  stop(): void;
}

export interface PaceOptions {
  /** Between two changes. */
  readonly intervalMs: number;
  /** Between a look that found nothing and the next one. */
  readonly restMs: number;
  /** Looks, and resolves to whether something changed. Never rejects; never runs twice at the same time. */
  readonly look: () => Promise<boolean>;
  readonly clock: Clock;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    // A longer time than a timer can hold would fire at once; whoever waits for it asks again when it has come.
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

export function createPace({ intervalMs, restMs, look, clock }: PaceOptions): Pace {
  let nextMs = Number.NEGATIVE_INFINITY;
  let callOff: (() => void) | null = null;
  let looking = false;
  let asked = false;
  let stopped = false;

  const run = async (): Promise<void> => {
    callOff = null;
    looking = true;
    const beganMs = clock.now();
    const changed = await look();
    // An interval that has begun is not cut short by a look that found nothing.
    nextMs = Math.max(nextMs, beganMs + (changed ? intervalMs : restMs));
    looking = false;
    if (askedMeanwhile()) ask();
  };
  const askedMeanwhile = (): boolean => {
    const before = asked;
    asked = false;
    return before;
  };
  const ask = (): void => {
    if (stopped || callOff !== null) return;
    if (looking) {
      asked = true;
      return;
    }
    // A longer wait than there is one is a clock that was set back.
    if (nextMs - clock.now() > Math.max(intervalMs, restMs)) nextMs = Number.NEGATIVE_INFINITY;
    const waitMs = nextMs - clock.now();
    if (waitMs <= 0) void run();
    else callOff = clock.after(waitMs, () => void run());
  };
  return {
    ask,
    stop() {
      stopped = true;
      callOff?.();
      callOff = null;
    },
  };
}
