/** What requests would have cost with another model: the same tokens at its list price of that time. */
import type { PlacedRequest } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';

export interface Repriced {
  /** As it was, of the requests that have a price. */
  readonly nanodollars: number;
  /** With the other model. */
  readonly otherNanodollars: number;
}

/** Null where one of them has no price, with its own model or with the other: nothing is guessed. */
export function repriced(requests: readonly PlacedRequest[], model: string, rate: Rate): Repriced | null {
  let nanodollars = 0;
  let otherNanodollars = 0;
  for (const request of requests) {
    const rating = rate({ ...request, model });
    if (request.nanodollars === null || !rating.priced) return null;
    nanodollars += request.nanodollars;
    otherNanodollars += rating.cost.total;
  }
  return { nanodollars, otherNanodollars };
}
