import type { ChangeOutcome } from '../../outcomes/outcome.ts';
import { dayKey } from '../time.ts';
import type { Cadence } from './outcomesView.ts';

const dayMs = 86_400_000;
/** Looked at: a quarter. */
const lookedAtDays = 91;
/** Below four weeks nothing can be said of a rhythm. */
const leastDays = 28;

/** How often anything ships, by anybody, in the last quarter that is known; null below four weeks of history or without a change. */
export function cadenceOf(changes: readonly ChangeOutcome[], seenUntilMs: number, timezone: string): Cadence | null {
  const shipped = changes.flatMap(({ shippedAtMs }) => (shippedAtMs === null || shippedAtMs > seenUntilMs ? [] : [shippedAtMs]));
  const [first] = [...shipped].sort((left, right) => left - right);
  if (first === undefined) return null;
  const days = Math.min(lookedAtDays, Math.floor((seenUntilMs - first) / dayMs));
  if (days < leastDays) return null;
  const shippingDays = new Set(shipped.filter((atMs) => atMs > seenUntilMs - days * dayMs).map((atMs) => dayKey(atMs, timezone))).size;
  const aWeek = (7 * shippingDays) / days;
  return { band: aWeek >= 3 ? 'daily' : aWeek >= 0.75 ? 'weekly' : aWeek >= 0.2 ? 'monthly' : 'rarer', shippingDays, days };
}
