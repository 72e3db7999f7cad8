import { otherModel } from '../teamWeek.ts';
import { knownModel } from './knownModel.ts';
import type { Measure } from './measures.ts';
import { noModel } from './measures.ts';
import { metricRules, readAttributes } from './metricRules.ts';
import type { MetricRule } from './metricRules.ts';
import { aheadMs, closesAtMs, utcDay } from './openDays.ts';
import type { OtlpExport, OtlpMetric, OtlpPoint } from './otlpExport.ts';
import type { Rejected, Rejection } from './rejections.ts';

/** A data point that may be counted, with nothing of it but what is kept, and `user` and `telling`, which are replaced by keyed hashes at once. */
export interface MetricPoint {
  /** The client's `user.id`: one installation of it. */
  readonly user: string;
  readonly metric: string;
  /** What tells this series from others of the same user, in a text of which only a keyed hash is kept. */
  readonly telling: string;
  readonly cumulative: boolean;
  readonly measure: Measure;
  /** Canonical or `other`; empty for measures without a model. */
  readonly model: string;
  /** In the measure's unit, an integer; of a cumulative point the total since `startUs`. */
  readonly amount: number;
  readonly startUs: number;
  readonly timeUs: number;
}

export interface ReadExport {
  readonly points: readonly MetricPoint[];
  readonly rejected: Rejected;
  /** Every team that the export names; null where a point names none, neither itself nor its resource. */
  readonly tenants: ReadonlySet<string | null>;
}

/** Above what one person can do between two exports, or a process in its life: a million dollars, 10^15 tokens. Sums stay exact far below 2^53. */
const largestAmount = 1e15;

const tenantName = 'tenant.id';
const userName = 'user.id';
const ofResource: ReadonlySet<string> = new Set([tenantName, userName]);

/** What is read of a metric's points, by metric: everything else is never decoded. */
const wantedOf: ReadonlyMap<MetricRule, ReadonlySet<string>> = new Map(
  [...metricRules.values()].map((rule) => [rule, new Set([tenantName, userName, ...readAttributes(rule)])]),
);

/** Reads an export: which points may be counted at a time, and why the others may not. Of unknown metrics only the team is looked at. */
export function readPoints(exported: OtlpExport, nowMs: number): ReadExport {
  const points: MetricPoint[] = [];
  const rejected = new Map<Rejection, number>();
  const tenants = new Set<string | null>();
  for (const resource of exported) {
    const shared = resource.attributes(ofResource);
    for (const metric of resource.metrics) {
      const rule = metricRules.get(metric.name);
      for (const point of metric.points) {
        const own = point.attributes((rule === undefined ? undefined : wantedOf.get(rule)) ?? ofResource);
        const named = [shared.get(tenantName), own.get(tenantName)].filter((each) => each !== undefined);
        for (const tenant of named.length === 0 ? [null] : named) tenants.add(tenant);
        const read = rule === undefined ? 'unknown-metric' : readPoint(metric, rule, point, new Map([...shared, ...own]), nowMs);
        if (typeof read === 'string') rejected.set(read, (rejected.get(read) ?? 0) + 1);
        else points.push(read);
      }
    }
  }
  return { points, rejected, tenants };
}

function readPoint(
  metric: OtlpMetric,
  rule: MetricRule,
  point: OtlpPoint,
  attributes: ReadonlyMap<string, string>,
  nowMs: number,
): MetricPoint | Rejection {
  if (metric.shape !== 'counter' || metric.temporality === 'unknown') return 'not-a-counter';
  const { startUs, timeUs } = point;
  if (startUs === null || timeUs === null || startUs > timeUs) return 'no-time';
  const timeMs = timeUs / 1000;
  if (timeMs > nowMs + aheadMs) return 'in-the-future';
  if (nowMs >= closesAtMs(utcDay(timeMs))) return 'too-late';
  const user = attributes.get(userName);
  if (user === undefined || user === '') return 'no-user';
  const measure = typeof rule.measure === 'string' ? rule.measure : rule.measure.of.get(attributes.get(rule.measure.attribute) ?? '');
  if (measure === undefined) return 'unknown-kind';
  const amount = amountOf(point.value, rule);
  if (amount === null) return 'no-amount';
  const model = rule.byModel ? knownModel(attributes.get('model')) : noModel;
  return {
    user,
    metric: metric.name,
    telling: JSON.stringify([
      measure,
      model === otherModel ? [attributes.get('model')] : model,
      ...rule.telling.map((name) => attributes.get(name)),
    ]),
    cumulative: metric.temporality === 'cumulative',
    measure,
    model,
    amount,
    startUs,
    timeUs,
  };
}

/**
 * The amount in the measure's unit, each point rounded once, half up: a sum of points is off by at most half a nanodollar each, two thousand of them
 * by less than a millionth of a dollar. Increases of a cumulative point are differences of rounded totals, so that theirs never add up.
 */
function amountOf(value: number | null, rule: MetricRule): number | null {
  if (value === null || !(value >= 0)) return null;
  const scaled = value * rule.scale;
  const amount = rule.rounded ? Math.floor(scaled + 0.5) : scaled;
  return Number.isInteger(amount) && amount <= largestAmount ? amount : null;
}
