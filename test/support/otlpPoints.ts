import type { OtlpExport, OtlpMetric, OtlpPoint } from '../../src/core/team/otlp/otlpExport.ts';

/** A data point as a test writes it; what is left out is what the client usually sends. */
export interface WrittenPoint {
  readonly value: number;
  readonly timeMs: number;
  readonly startMs?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface WrittenMetric {
  readonly name: string;
  readonly cumulative?: boolean;
  readonly points: readonly WrittenPoint[];
}

export interface WrittenExport {
  readonly resource?: Readonly<Record<string, string>>;
  readonly metrics: readonly WrittenMetric[];
}

/** The export as the core reads it. */
export function exportFrom({ resource = {}, metrics }: WrittenExport): OtlpExport {
  return [{ attributes: readerOf(resource), metrics: metrics.map(metricFrom) }];
}

function metricFrom({ name, cumulative = false, points }: WrittenMetric): OtlpMetric {
  return { name, shape: 'counter', temporality: cumulative ? 'cumulative' : 'delta', points: points.map(pointFrom) };
}

function pointFrom({ value, timeMs, startMs = timeMs - 100, attributes = {} }: WrittenPoint): OtlpPoint {
  return { startUs: startMs * 1000, timeUs: timeMs * 1000, value, attributes: readerOf(attributes) };
}

const readerOf = (attributes: Readonly<Record<string, string>>) => (wanted: ReadonlySet<string>) =>
  new Map(Object.entries(attributes).filter(([name]) => wanted.has(name)));

/** The export as a client writes it in OTLP's JSON encoding. */
export function jsonFrom({ resource = {}, metrics }: WrittenExport): object {
  return {
    resourceMetrics: [
      {
        resource: { attributes: listOf(resource), droppedAttributesCount: 0 },
        scopeMetrics: [
          {
            scope: { name: 'com.anthropic.claude_code', version: '2.1.330' },
            metrics: metrics.map(({ name, cumulative = false, points }) => ({
              name,
              description: '',
              unit: '',
              sum: {
                aggregationTemporality: cumulative ? 2 : 1,
                isMonotonic: true,
                dataPoints: points.map(({ value, timeMs, startMs = timeMs - 100, attributes = {} }) => ({
                  attributes: listOf(attributes),
                  startTimeUnixNano: `${startMs}000000`,
                  timeUnixNano: `${timeMs}000000`,
                  asDouble: value,
                })),
              },
            })),
          },
        ],
      },
    ],
  };
}

const listOf = (attributes: Readonly<Record<string, string>>): object[] =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
