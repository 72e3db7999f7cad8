/** Notices that this machine's clock was set back: a clock that only goes on runs beside it. */
export class WallClock {
  private readonly startedMs = Date.now();
  private readonly startedOnMs = performance.now();

  /**
   * By how much the clock is behind what went by since, milliseconds; 0 where it is not. That it is ahead says nothing: the one that only
   * goes on stands still while a machine sleeps.
   */
  setBackMs(nowMs = Date.now(), onMs = performance.now()): number {
    return Math.max(0, onMs - this.startedOnMs - (nowMs - this.startedMs));
  }
}
