/** Work that is done at once and then again and again, never twice at a time; what fails is told and tried again. */
export interface Schedule {
  /** Does the work now, or waits for the run that is under way. */
  now(): Promise<void>;
  /** No further run begins; resolves when the last is over. */
  stop(): Promise<void>;
}

/** Runs `work` every so many milliseconds. */
export function schedule(work: () => Promise<void>, everyMs: number, onError: (error: unknown) => void): Schedule {
  let running: Promise<void> | null = null;
  let stopped = false;
  const now = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    running ??= work()
      .catch(onError)
      .finally(() => {
        running = null;
      });
    return running;
  };
  const timer = setInterval(() => void now(), everyMs);
  timer.unref();
  return {
    now,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
