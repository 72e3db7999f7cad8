/**
 * An export of OpenTelemetry metrics as far as it is looked at, whatever encoding it came in. Attributes are not values but a reader: who asks
 * for none of them has decoded none of them.
 */

/** Returns the string values of those attributes that are asked for; an attribute of another type, or of more than `attributeLength`, is absent. */
export type AttributeReader = (wanted: ReadonlySet<string>) => ReadonlyMap<string, string>;

/** Longest attribute that is taken, in UTF-16 units: ids and names of models are far shorter. */
export const attributeLength = 256;

export interface OtlpPoint {
  /** Microseconds since 1970, UTC; null where none is given or it is no time. Nanoseconds would not fit a number, and no client counts in them. */
  readonly startUs: number | null;
  readonly timeUs: number | null;
  /** Null where there is none. It may be any number, NaN too. */
  readonly value: number | null;
  readonly attributes: AttributeReader;
}

export interface OtlpMetric {
  readonly name: string;
  /** Whether it is a monotonic sum: what counts. Gauges and histograms are `other`, with as many points as they hold. */
  readonly shape: 'counter' | 'other';
  readonly temporality: 'delta' | 'cumulative' | 'unknown';
  readonly points: readonly OtlpPoint[];
}

export interface OtlpResource {
  readonly attributes: AttributeReader;
  readonly metrics: readonly OtlpMetric[];
}

export type OtlpExport = readonly OtlpResource[];
