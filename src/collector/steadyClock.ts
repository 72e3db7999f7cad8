const toleranceMs = 5 * 60_000;

/**
 * Whether the clock of this machine has kept step, since this was asked last, with one that only counts (`performance.now`) and that nobody can set. After
 * a jump nothing that cannot be undone is done, publishing and deleting, until the clock has kept step from one time to the next: a machine that starts with
 * the year 2036 is set right by then, and one that was asleep is only an hour late.
 */
export function clockWatch(nowMs: () => number, steadyMs: () => number): () => boolean {
  let difference = nowMs() - steadyMs();
  return () => {
    const before = difference;
    difference = nowMs() - steadyMs();
    return Math.abs(difference - before) <= toleranceMs;
  };
}
