/** What the cache saved and what it cost, by model: counted from the recorded tokens, each request at the prices of its own time. */
import type { PlacedRequest } from '../attribution/history.ts';
import type { Cost, Rate } from '../pricing/rating.ts';
import { canonicalNames } from '../report/filterRequests.ts';
import type { Money } from '../report/live.ts';
import { getOrAdd, MoneySum } from '../report/moneySum.ts';
import type { Tokens } from '../transcript/facts.ts';

export interface CacheSum {
  readonly requests: number;
  readonly readTokens: number;
  readonly written5mTokens: number;
  readonly written1hTokens: number;
  /** Prompt tokens that were neither read from the cache nor written to it. */
  readonly uncachedTokens: number;
  /** Read tokens of all prompt tokens, 0 to 1; null without any. */
  readonly hitShare: number | null;
  readonly readCost: Money;
  readonly writeCost: Money;
  /** What the tokens that were read would have cost uncached, beyond what reading them cost. */
  readonly savedByReading: Money;
  /** What writing cost beyond sending the same tokens uncached. */
  readonly addedByWriting: Money;
  /** The one without the other, in nanodollars: negative where the cache cost more than it saved. Of what has a price. */
  readonly netNanodollars: number;
}

export interface ModelCache extends CacheSum {
  /** Canonical. */
  readonly model: string;
}

export interface CacheEconomics {
  /** The model that read most first. */
  readonly models: readonly ModelCache[];
  readonly totals: CacheSum;
}

export function cacheEconomics(requests: Iterable<PlacedRequest>, rate: Rate): CacheEconomics {
  const nameOf = canonicalNames();
  const models = new Map<string, Sum>();
  const totals = new Sum();
  for (const request of requests) {
    const amounts = amountsOf(request, rate);
    getOrAdd(models, nameOf(request.model), () => new Sum()).add(request.tokens, amounts);
    totals.add(request.tokens, amounts);
  }
  return {
    models: [...models]
      .map(([model, sum]): ModelCache => ({ model, ...sum.sum() }))
      .sort((left, right) => right.readTokens - left.readTokens || (left.model < right.model ? -1 : 1)),
    totals: totals.sum(),
  };
}

interface Amounts {
  readonly read: number;
  readonly written: number;
  readonly saved: number;
  readonly added: number;
}

/** Null without a price. The prompt is as long in each case, since a price may depend on its length. */
function amountsOf(request: PlacedRequest, rate: Rate): Amounts | null {
  const { tokens } = request;
  const costOf = (some: Partial<Tokens>): Cost | null => {
    const rating = rate({ ...request, tokens: { ...tokens, ...some } });
    return rating.priced ? rating.cost : null;
  };
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = tokens;
  const cost = costOf({});
  const unread = costOf({ cacheRead: 0, input: input + cacheRead });
  const unwritten = costOf({ cacheWrite5m: 0, cacheWrite1h: 0, input: input + cacheWrite5m + cacheWrite1h });
  if (cost === null || unread === null || unwritten === null) return null;
  return {
    read: cost.cacheRead,
    written: cost.cacheWrite5m + cost.cacheWrite1h,
    saved: unread.total - cost.total,
    added: cost.total - unwritten.total,
  };
}

class Sum {
  readonly #money = { read: new MoneySum(), written: new MoneySum(), saved: new MoneySum(), added: new MoneySum() };
  #requests = 0;
  #read = 0;
  #written5m = 0;
  #written1h = 0;
  #uncached = 0;

  add({ input, cacheRead, cacheWrite5m, cacheWrite1h }: Tokens, amounts: Amounts | null): void {
    this.#requests += 1;
    this.#read += cacheRead;
    this.#written5m += cacheWrite5m;
    this.#written1h += cacheWrite1h;
    this.#uncached += input;
    const { read, written, saved, added } = this.#money;
    read.add(amounts?.read ?? null, false);
    written.add(amounts?.written ?? null, false);
    saved.add(amounts?.saved ?? null, false);
    added.add(amounts?.added ?? null, false);
  }

  sum(): CacheSum {
    const prompt = this.#read + this.#written5m + this.#written1h + this.#uncached;
    const [saved, added] = [this.#money.saved.money(), this.#money.added.money()];
    return {
      requests: this.#requests,
      readTokens: this.#read,
      written5mTokens: this.#written5m,
      written1hTokens: this.#written1h,
      uncachedTokens: this.#uncached,
      hitShare: prompt === 0 ? null : this.#read / prompt,
      readCost: this.#money.read.money(),
      writeCost: this.#money.written.money(),
      savedByReading: saved,
      addedByWriting: added,
      netNanodollars: saved.nanodollars - added.nanodollars,
    };
  }
}
