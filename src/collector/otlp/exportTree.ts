import { attributeLength } from '../../core/team/otlp/otlpExport.ts';
import type { AttributeReader, OtlpExport, OtlpMetric, OtlpPoint, OtlpResource } from '../../core/team/otlp/otlpExport.ts';
import { pointsAtMost } from './limits.ts';

/** A body that is no export, or more than is taken; the message is a sentence for the sender. */
export class RefusedExport extends Error {
  readonly tooLarge: boolean;

  constructor(sentence: string, tooLarge = false) {
    super(sentence);
    this.tooLarge = tooLarge;
  }
}

/** What of an attribute's value is a string; undefined for any other type. It may throw `RefusedExport`. */
export type StringValue = (value: unknown) => string | undefined;

/**
 * An export from its JSON form, which is also what the protobuf decoder makes. Attributes stay as they are until somebody asks for one by name.
 * Throws `RefusedExport` where an array or an object should be and is not; single values of a wrong type are absent.
 */
export function exportOf(body: unknown, stringValue: StringValue): OtlpExport {
  let points = 0;

  const attributes =
    (list: readonly unknown[]): AttributeReader =>
    (wanted) => {
      const found = new Map<string, string>();
      for (const each of list) {
        const { key, value } = fieldsOf(each, 'attributes');
        if (typeof key !== 'string' || !wanted.has(key)) continue;
        const text = stringValue(value);
        if (text !== undefined && text.length <= attributeLength) found.set(key, text);
      }
      return found;
    };

  const pointOf = (each: unknown): OtlpPoint => {
    const point = fieldsOf(each, 'dataPoints');
    points += 1;
    if (points > pointsAtMost) throw new RefusedExport(`More than ${pointsAtMost} data points: send fewer at a time.`, true);
    return {
      startUs: microseconds(point.startTimeUnixNano),
      timeUs: microseconds(point.timeUnixNano),
      value: typeof point.asDouble === 'number' ? point.asDouble : integer(point.asInt),
      attributes: attributes(listOf(point.attributes, 'attributes')),
    };
  };

  const metricOf = (each: unknown): OtlpMetric => {
    const metric = fieldsOf(each, 'metrics');
    const sum = metric.sum === undefined || metric.sum === null ? null : fieldsOf(metric.sum, 'sum');
    const kinds = [metric.gauge, metric.histogram, metric.exponentialHistogram, metric.summary];
    const others = kinds.flatMap((kind) =>
      kind === undefined || kind === null ? [] : listOf(fieldsOf(kind, 'metrics').dataPoints, 'dataPoints'),
    );
    return {
      name: typeof metric.name === 'string' ? metric.name : '',
      shape: sum?.isMonotonic === true ? 'counter' : 'other',
      temporality: temporalityOf(sum?.aggregationTemporality),
      points: [...listOf(sum?.dataPoints, 'dataPoints'), ...others].map(pointOf),
    };
  };

  return listOf(fieldsOf(body, 'the body').resourceMetrics, 'resourceMetrics').map((each): OtlpResource => {
    const { resource, scopeMetrics } = fieldsOf(each, 'resourceMetrics');
    return {
      attributes: attributes(
        resource === undefined || resource === null ? [] : listOf(fieldsOf(resource, 'resource').attributes, 'attributes'),
      ),
      metrics: listOf(scopeMetrics, 'scopeMetrics').flatMap((scope) =>
        listOf(fieldsOf(scope, 'scopeMetrics').metrics, 'metrics').map(metricOf),
      ),
    };
  });
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown, place: string): Fields {
  if (!isFields(value)) throw new RefusedExport(`There is no object where ${place} should have one.`);
  return value;
}

/** OTLP leaves empty lists out. */
function listOf(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new RefusedExport(`${name} is no list.`);
  return value;
}

/** Numbers, and the names that ProtoJSON has for them. */
function temporalityOf(value: unknown): OtlpMetric['temporality'] {
  if (value === 1 || value === 'AGGREGATION_TEMPORALITY_DELTA') return 'delta';
  return value === 2 || value === 'AGGREGATION_TEMPORALITY_CUMULATIVE' ? 'cumulative' : 'unknown';
}

/** 64-bit integers are strings in JSON, and may be numbers. */
function integer(value: unknown): number | null {
  if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) return Number(value);
  return typeof value === 'number' ? value : null;
}

/** Nanoseconds as a decimal string or a number, up to the year 9999; zero stands for unknown. */
function microseconds(value: unknown): number | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{4,21}$/.test(text)) return null;
  const whole = Number(text.slice(0, -3));
  return whole > 0 && whole < lastUs ? whole : null;
}

const lastUs = Date.UTC(9999, 0) * 1000;
