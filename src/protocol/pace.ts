/** Runs a task at most once in an interval: the first call after a quiet interval at once, what comes sooner when the interval ends. */

export interface Clock {
  now(): number;
  /** Calls back once after `ms`; the result calls it off. */
  after(ms: number, callback: () => void): () => void;
}

export interface Pace {
  /** The task shall run; calls before it does are one. */
  ask(): void;
  stop(): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    // A longer time than a timer can hold would fire at once; whoever waits for it asks again when it has come.
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

/** The task never runs twice at the same time; what is asked while it runs is done after it, again no sooner than the interval allows. */
export function createPace(intervalMs: number, task: () => void | Promise<void>, clock: Clock = systemClock): Pace {
  let lastMs = Number.NEGATIVE_INFINITY;
  let callOff: (() => void) | null = null;
  let running = false;
  let again = false;
  let stopped = false;

  const askedMeanwhile = (): boolean => {
    const asked = again;
    again = false;
    return asked;
  };
  const run = async (): Promise<void> => {
    callOff = null;
    running = true;
    lastMs = clock.now();
    try {
      await task();
    } finally {
      running = false;
      if (askedMeanwhile()) ask();
    }
  };
  const ask = (): void => {
    if (stopped || callOff !== null) return;
    if (running) {
      again = true;
      return;
    }
    const waitMs = lastMs + intervalMs - clock.now();
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
