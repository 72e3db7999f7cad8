import type { History } from '../attribution/history.ts';
import { bucketsAtMost } from './teamWeek.ts';

/** A bucket of every repository, no more than a week may hold: with more, those on which least was spent in all are in the common one. */
export function bucketNames(
  { requests }: Pick<History, 'requests'>,
  bucketOf: (repository: string) => string,
  most = bucketsAtMost,
): (repository: string) => string {
  const spent = new Map<string, number>();
  for (const { repository, nanodollars } of requests) spent.set(repository, (spent.get(repository) ?? 0) + (nanodollars ?? 0));
  const buckets = new Map<string, number>();
  for (const [repository, cost] of spent) {
    const bucket = bucketOf(repository);
    if (bucket !== '') buckets.set(bucket, (buckets.get(bucket) ?? 0) + cost);
  }
  // One place is the common one's.
  if (buckets.size < most) return bucketOf;
  const dearestFirst = [...buckets].sort(([left, one], [right, other]) => other - one || (left < right ? -1 : 1));
  const own = new Set(dearestFirst.slice(0, most - 1).map(([bucket]) => bucket));
  return (repository) => {
    const bucket = bucketOf(repository);
    return own.has(bucket) ? bucket : '';
  };
}
