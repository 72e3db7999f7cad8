/** A zone in which it is about noon now, so that no day, week or month ends while a test runs. */
export function noonZone(nowMs = Date.now()): string {
  const hours = 12 - new Date(nowMs).getUTCHours();
  // The names of these zones have the sign of what has to be added for UTC.
  return `Etc/GMT${hours > 0 ? '-' : '+'}${String(Math.abs(hours))}`;
}
