/**
 * An OpenTelemetry collector in the place of Payoff's own: a report that would be put there is sent as metrics. What can be asked of a collector of ours
 * beyond that (deleting) cannot be asked of it.
 */
import * as v from 'valibot';
import { otlpEndpoint } from '../../core/team/openTelemetry.ts';
import { teamWeekSchema } from '../../core/team/teamWeek.ts';
import type { TeamWeek } from '../../core/team/teamWeek.ts';
import type { CallCollector, CollectorResponse } from '../callCollector.ts';
import { otlpVariable } from '../words.ts';
import { exportWeek } from './exportWeek.ts';
import { otlpSettings } from './otlpSettings.ts';

export interface OtlpCallerOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The body of a week as it was last taken; null where it was not. */
  readonly delivered: (week: string) => string | null;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

/** `call` for every address but that of OpenTelemetry. */
export function withOtlp(call: CallCollector, options: OtlpCallerOptions): CallCollector {
  return (given) => (given.url.startsWith(`${otlpEndpoint}/`) ? sendMetrics(given.body, options) : call(given));
}

async function sendMetrics(body: string | null, { environment, delivered, now }: OtlpCallerOptions): Promise<CollectorResponse> {
  const week = weekOf(body);
  if (week === null) return { kind: 'failed', code: 'not-possible' };
  const settings = otlpSettings(environment);
  // A window that was not started with the variables leaves it to those that were.
  if ('problem' in settings) return { kind: 'failed', code: otlpVariable };
  const problem = await exportWeek(settings, { week, before: weekOf(delivered(week.week)), nowMs: now() });
  if (problem !== undefined) return { kind: 'failed', code: codeOf(problem.reason) };
  return { kind: 'answer', status: 200, json: { stored: true }, retryAfter: null };
}

function weekOf(body: string | null): TeamWeek | null {
  if (body === null) return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), teamWeekSchema), body);
  return parsed.success ? parsed.output : null;
}

/** A word of the exporter's reason: what it says beyond that may hold an address or an answer. */
function codeOf(reason: string): string {
  return /\b(?:E[A-Z]{4,20}|[A-Z]+(?:_[A-Z]+)+)\b/.exec(reason)?.[0] ?? /\b[45]\d\d\b/.exec(reason)?.[0] ?? 'export-failed';
}
