/** What an answer of a collector means for what was asked. */
import * as v from 'valibot';
import { teamWeekSchemaName } from '../core/team/teamWeek.ts';
import type { CollectorResponse } from './callCollector.ts';
import { retryAfterMs } from './backoff.ts';

export type Verdict<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  /** The collector itself says that it will not, ever: its status, and its own sentence. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string }
  /** Another time: `trouble` is a status or a code, `waitMs` what the collector asked for; `isOurs`: it may be about this one report alone. */
  | { readonly kind: 'later'; readonly trouble: string; readonly waitMs: number | null; readonly isOurs: boolean };

const refusal = v.object({
  error: v.object({ code: v.pipe(v.string(), v.maxLength(100)), message: v.pipe(v.string(), v.maxLength(1000)) }),
});

/** Statuses that are final, if the collector itself says so: a proxy's or a portal's page in between is not its word. */
const finalStatuses: ReadonlySet<number> = new Set([400, 401, 403, 410, 413, 422]);

export const futureWeek = 'week-in-future';

const storedAnswer = v.union([
  v.object({ stored: v.literal(true) }),
  v.object({ stored: v.literal(false), sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
]);
export type StoredAnswer = v.InferOutput<typeof storedAnswer>;

const deletedAnswer = v.object({ deleted: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

const salt = v.pipe(v.string(), v.minLength(8), v.maxLength(200));
const teamAnswer = v.object({
  team: v.pipe(v.string(), v.maxLength(63)),
  name: v.pipe(v.string(), v.maxLength(200)),
  k: v.pipe(v.number(), v.safeInteger(), v.minValue(3)),
  salt,
  schema: v.literal(teamWeekSchemaName),
  token: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{16,200}$/))),
});
export type TeamSays = v.InferOutput<typeof teamAnswer>;

export function storedVerdict(response: CollectorResponse, nowMs: number): Verdict<StoredAnswer> {
  return verdict(response, storedAnswer, nowMs);
}

export function deletedVerdict(response: CollectorResponse, nowMs: number): Verdict<{ readonly deleted: number }> {
  return verdict(response, deletedAnswer, nowMs);
}

export function teamVerdict(response: CollectorResponse, nowMs: number): Verdict<TeamSays> {
  return verdict(response, teamAnswer, nowMs);
}

function verdict<Schema extends v.GenericSchema>(
  response: CollectorResponse,
  schema: Schema,
  nowMs: number,
): Verdict<v.InferOutput<Schema>> {
  if (response.kind === 'failed') return { kind: 'later', trouble: response.code, waitMs: null, isOurs: false };
  const { status, json } = response;
  if (status === 200 || status === 201) {
    const parsed = v.safeParse(schema, json);
    if (parsed.success) return { kind: 'done', result: parsed.output };
    return { kind: 'later', trouble: 'odd-answer', waitMs: null, isOurs: false };
  }
  const said = v.safeParse(refusal, json);
  // Of two clocks one is wrong; the same bytes will be taken when the week has come.
  if (said.success && said.output.error.code === futureWeek) return { kind: 'later', trouble: futureWeek, waitMs: null, isOurs: true };
  if (said.success && finalStatuses.has(status)) return { kind: 'refused', status, ...said.output.error };
  const waitMs = status === 429 || status === 503 ? retryAfterMs(response.retryAfter, nowMs) : null;
  return { kind: 'later', trouble: String(status), waitMs, isOurs: status === 500 };
}
