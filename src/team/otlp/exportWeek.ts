/**
 * Sends one week to an OpenTelemetry collector with the official exporter, which reads headers, timeout, compression and certificates from the standard
 * variables itself. The packages are large and load with the first week that is sent.
 */
import type { PushMetricExporter, ResourceMetrics, SumMetricData } from '@opentelemetry/sdk-metrics';
import { getOrAdd } from '../../core/report/moneySum.ts';
import { teamWeekSchemaName } from '../../core/team/teamWeek.ts';
import type { TeamWeek } from '../../core/team/teamWeek.ts';
import { metricNames } from './metricNames.ts';
import type { MetricKey } from './metricNames.ts';
import type { OtlpSettings } from './otlpSettings.ts';
import { pointsSince, weekPoints } from './weekPoints.ts';
import type { Point } from './weekPoints.ts';

/** What came of sending: undefined when the collector took it, else the exporter's own reason. */
export type ExportProblem = { readonly reason: string } | undefined;

export interface WeekToExport {
  readonly week: TeamWeek;
  /** What was told of the week before; null: nothing. Only for sums of what was added (delta). */
  readonly before: TeamWeek | null;
  readonly nowMs: number;
}

/** Sends a week; resolves when the collector has answered. Never rejects. */
export async function exportWeek(settings: OtlpSettings, given: WeekToExport): Promise<ExportProblem> {
  try {
    const exporter = await exporterOf(settings);
    const metrics = await resourceMetrics(settings, given);
    const problem = await new Promise<ExportProblem>((resolve) => {
      exporter.export(metrics, ({ error }) => {
        resolve(error === undefined ? undefined : { reason: error.message });
      });
    });
    await exporter.shutdown();
    return problem;
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

async function exporterOf({ protocol, url }: OtlpSettings): Promise<PushMetricExporter> {
  const { OTLPMetricExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-metrics-otlp-http')
      : await import('@opentelemetry/exporter-metrics-otlp-proto');
  return new OTLPMetricExporter({ url });
}

async function resourceMetrics({ temporality }: OtlpSettings, { week, before, nowMs }: WeekToExport): Promise<ResourceMetrics> {
  const [{ resourceFromAttributes }, { AggregationTemporality, DataPointType }, { ValueType }] = await Promise.all([
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/api'),
  ]);
  const isDelta = temporality === 'delta';
  const all = weekPoints(week);
  const points = isDelta ? pointsSince(all, before === null ? [] : weekPoints(before)) : all;
  const startTime = time(startOfWeek(week.week));
  const endTime = time(nowMs);
  const byMetric = new Map<MetricKey, Point[]>();
  for (const point of points) getOrAdd(byMetric, point.metric, () => []).push(point);
  const metricOf = (key: MetricKey, own: readonly Point[]): SumMetricData => {
    const { name, unit, description } = metricNames[key];
    return {
      descriptor: { name, unit, description, valueType: ValueType.DOUBLE },
      aggregationTemporality: isDelta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.SUM,
      // A correction may take something away.
      isMonotonic: false,
      dataPoints: own.map(({ attributes, value }) => ({ startTime, endTime, attributes: { ...attributes }, value })),
    };
  };
  return {
    resource: resourceFromAttributes({
      'service.name': 'payoff',
      // What Prometheus tells series of two machines apart by: its labels job and instance.
      'service.namespace': week.team,
      'service.instance.id': week.device,
      'payoff.schema': teamWeekSchemaName,
      'payoff.team': week.team,
      'payoff.reporter': week.reporter,
      'payoff.device': week.device,
    }),
    scopeMetrics: [{ scope: { name: 'payoff' }, metrics: [...byMetric].map(([key, own]) => metricOf(key, own)) }],
  };
}

type Time = [number, number];

function time(ms: number): Time {
  return [Math.floor(ms / 1000), (ms % 1000) * 1e6];
}

/** Monday of an ISO week, milliseconds UTC: `2026-W47`. */
export function startOfWeek(week: string): number {
  const [year, number] = [Number(week.slice(0, 4)), Number(week.slice(6))];
  // The fourth of January is always in the first week.
  const fourth = Date.UTC(year, 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth + ((number - 1) * 7 - weekday) * 86_400_000;
}
