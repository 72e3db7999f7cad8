import { t } from '../l10n/message.ts';
import { dateWords } from './dates.ts';
import type { RequestRow } from './rows.ts';
import { clockTimes, dayKey } from './time.ts';

/** From a session's first request to its last, milliseconds UTC. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The span of every session. */
export function sessionSpans(requests: Iterable<RequestRow>): ReadonlyMap<string, Span> {
  const spans = new Map<string, { startMs: number; endMs: number }>();
  for (const { sessionId, atMs } of requests) {
    const span = spans.get(sessionId);
    if (span === undefined) spans.set(sessionId, { startMs: atMs, endMs: atMs });
    else {
      if (atMs < span.startMs) span.startMs = atMs;
      if (atMs > span.endMs) span.endMs = atMs;
    }
  }
  return spans;
}

/** `14:02 to 14:31`; with the day where that is not `day`, `20 November 23:50 to 21 November 00:10`, with the year where it is another than that of `day`. */
export function spanText({ startMs, endMs }: Span, day: string, timezone: string): string {
  const firstDay = dayKey(startMs, timezone);
  const lastDay = dayKey(endMs, timezone);
  const [from, to] = clockTimes(startMs, endMs, timezone);
  const first = `${firstDay === day ? '' : `${dateWords(firstDay, day)} `}${from}`;
  if (Math.floor(startMs / 60_000) === Math.floor(endMs / 60_000)) return first;
  return t('{0} to {1}', first, lastDay === firstDay ? to : `${dateWords(lastDay, day)} ${to}`);
}
