import { matchesRef } from '../outcomes/globs.ts';
import type { Money } from '../report/live.ts';
import { MoneySum } from '../report/moneySum.ts';
import { repositoryName } from '../report/words.ts';
import type { Mark } from './mark.ts';

/** Spend is kept by the quarter of an hour: every zone's day begins with one. */
export const quarterMs = 15 * 60_000;

/** What the requests of a quarter of an hour cost in one folder on one branch. */
export interface SpendBucket {
  /** The beginning of the quarter of an hour, milliseconds UTC. */
  readonly atMs: number;
  readonly repository: string;
  readonly branch: string;
  readonly money: Money;
}

type Place = Pick<SpendBucket, 'repository' | 'branch'>;

/** Whether a mark counts what a session did in a repository on a branch. */
export function countsFor({ repository, branch }: Pick<Mark, 'repository' | 'branch'>): (place: Place) => boolean {
  if (repository === null && branch === null) return () => true;
  const folder = repository?.replace(/(.)[\\/]+$/, '$1') ?? null;
  const known = new Map<string, boolean>();
  return (place) => {
    const key = `${place.repository}\0${place.branch}`;
    let fits = known.get(key);
    if (fits === undefined) {
      const here =
        folder === null || place.repository === folder || (place.repository !== '' && repositoryName(place.repository) === folder);
      fits = here && (branch === null || (place.branch !== '' && matchesRef(branch, place.branch)));
      known.set(key, fits);
    }
    return fits;
  };
}

/** The sum of a span, by the quarters of an hour that begin in it. */
export function spentBetween(buckets: readonly SpendBucket[], fromMs: number, toMs: number): Money {
  const sum = new MoneySum();
  for (const { atMs, money } of buckets) if (atMs >= fromMs && atMs < toMs) sum.addMoney(money);
  return sum.money();
}
