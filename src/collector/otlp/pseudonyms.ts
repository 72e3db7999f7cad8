import { createHmac } from 'node:crypto';
import type { MetricPoint } from '../../core/team/otlp/readPoints.ts';
import type { KeyedPoint } from '../../core/team/otlp/settle.ts';

/**
 * Puts a keyed hash in the place of each point's user, and another in the place of what tells its series from others: what was sent is not kept, and two
 * teams have nothing to compare. `secret` is the team's, which never leaves the collector.
 */
export function keyPoints(points: readonly MetricPoint[], secret: string): readonly KeyedPoint[] {
  const hash = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  const people = new Map<string, string>();
  const personOf = (user: string): string => {
    const person = people.get(user) ?? hash(`claude person ${user}`).toString('hex').slice(0, 32);
    people.set(user, person);
    return person;
  };
  return points.map(({ user, metric, telling, cumulative, measure, model, amount, startUs, timeUs }) => {
    const person = personOf(user);
    const series = hash(`claude series ${person} ${metric} ${cumulative ? 'total' : 'increase'} ${startUs} ${telling}`);
    return { person, series: series.toString('base64url').slice(0, 16), cumulative, measure, model, amount, startUs, timeUs };
  });
}
