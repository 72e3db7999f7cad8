/** How long is waited before something is tried again: exponential with full jitter, so that a team's machines do not come back all at once. */

const baseMs = 30_000;
/** After a month offline the first try comes at the latest so long after the network is back. */
export const backoffCapMs = 3_600_000;
/** A collector that asks to wait for longer is asked again all the same. */
export const askedWaitCapMs = 24 * 3_600_000;

/** Milliseconds to wait after so many tries in a row (1 and more) that failed; `chance` is in [0, 1). */
export function backoffMs(failures: number, chance: number): number {
  return Math.round(chance * Math.min(backoffCapMs, baseMs * 2 ** Math.min(failures, 20)));
}

/** Milliseconds that a `Retry-After` asks for, in seconds or as a date; null where there is none that can be understood. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const asked = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(asked) ? null : Math.min(Math.max(asked, 0), askedWaitCapMs);
}

/** Whether a moment has come. One that lies further off than anything is ever put off is of a clock that was set back, and has come. */
export function isDue(atMs: number, nowMs: number): boolean {
  return atMs <= nowMs || atMs > nowMs + 2 * askedWaitCapMs;
}
