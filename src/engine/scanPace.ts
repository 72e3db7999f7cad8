/**
 * When every file is looked at again. Each such scan costs one `stat` a file, so it comes rarely while nothing happens and the watch can be
 * relied on; what a watch misses is found within `rarestScanMs` at the latest.
 */

/** After something happened, and always where files are not watched or the watch has been seen to miss a change. */
const soonMs = 60_000;

/** While nothing happens; the last for as long as that lasts. */
const quietMs = [5 * 60_000, 10 * 60_000] as const;
export const rarestScanMs = quietMs[1];

/** Ticks come every second at least: with so much time between two of them the machine slept, or its clock was set. */
const sleptMs = 30_000;

/** Times are milliseconds of a clock that is never set back, except where the time of day is named. */
export class ScanPace {
  private dueAtMs = 0;
  /** How many scans have begun since something happened. */
  private quiet = 0;
  /** Whether the watch was there when the last scan began. */
  private watched = false;
  /** Whether one was there when the scan before that began too: all that is new since is the watch's to name. */
  private covered = false;
  /** Whether the watch has named a change since the last scan began. */
  private heard = false;
  /** Whether a scan found what the watch had not named, and it has named nothing since. */
  private missed = false;
  private tickMs: { readonly now: number; readonly timeOfDay: number } | null = null;

  isDue(nowMs: number): boolean {
    return nowMs >= this.dueAtMs;
  }

  /** The next scan is to come at once: nothing is known of the files, or somebody asked. */
  askNow(): void {
    this.dueAtMs = 0;
  }

  /** The next scan is to come at this time at the latest. */
  askBy(atMs: number): void {
    this.dueAtMs = Math.min(this.dueAtMs, atMs);
  }

  /** To be called often: notices by either clock that the machine slept, while which nothing is watched. */
  tick(nowMs: number, timeOfDayMs: number): void {
    const last = this.tickMs;
    this.tickMs = { now: nowMs, timeOfDay: timeOfDayMs };
    if (last !== null && Math.max(nowMs - last.now, timeOfDayMs - last.timeOfDay) >= sleptMs) this.askNow();
  }

  /** A new watch is in place: what changed before it is found by one more scan. */
  watchBegan(): void {
    this.covered = false;
    this.watched = false;
    this.missed = false;
    this.askNow();
  }

  /** From now on not all that happens is watched. */
  losesWatch(nowMs: number): void {
    this.watched = false;
    this.askBy(nowMs + soonMs);
  }

  /** The watch named a change. */
  hear(nowMs: number): void {
    this.heard = true;
    this.missed = false;
    this.stir(nowMs);
  }

  /** @param watched whether all that happens is watched, as far as is known */
  begin(nowMs: number, watched: boolean): void {
    this.covered = this.watched && watched;
    this.watched = watched;
    this.heard = false;
    const waitMs = watched && !this.missed ? (quietMs[this.quiet] ?? rarestScanMs) : soonMs;
    this.quiet += 1;
    this.dueAtMs = nowMs + waitMs;
  }

  /** @param bytesRead of what had changed; a file that cannot be read is no change, however often it is tried */
  end(nowMs: number, bytesRead: number): void {
    if (bytesRead === 0) return;
    // A change that comes in the middle of a scan may be read by it first and named right after, which makes up for it.
    this.missed = this.covered && !this.heard;
    this.stir(nowMs);
  }

  private stir(nowMs: number): void {
    this.quiet = 0;
    this.askBy(nowMs + soonMs);
  }
}
