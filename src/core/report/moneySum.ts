import type { PlacedRequest } from '../attribution/history.ts';
import type { ModelShare, Money } from './live.ts';

/** Adds up amounts; what has no price is counted and never taken for zero. */
export class MoneySum {
  #nanodollars = 0;
  #unpricedRequests = 0;
  #lowerBound = false;

  /** Null has no price. */
  add(nanodollars: number | null, lowerBound: boolean): void {
    if (nanodollars === null) this.#unpricedRequests += 1;
    else this.#nanodollars += nanodollars;
    if (lowerBound) this.#lowerBound = true;
  }

  addMoney(money: Money): void {
    this.#nanodollars += money.nanodollars;
    this.#unpricedRequests += money.unpricedRequests;
    if (money.lowerBound) this.#lowerBound = true;
  }

  money(): Money {
    return { nanodollars: this.#nanodollars, unpricedRequests: this.#unpricedRequests, lowerBound: this.#lowerBound };
  }
}

/** An amount with its share of each model. */
export class ModelMix {
  readonly #total = new MoneySum();
  readonly #models = new Map<string, MoneySum>();
  readonly #nameOf: (model: string) => string;
  /** How many requests were added. */
  requests = 0;

  /** `nameOf` makes a model's name canonical. */
  constructor(nameOf: (model: string) => string) {
    this.#nameOf = nameOf;
  }

  add(request: PlacedRequest): void {
    this.requests += 1;
    this.addOf(this.#nameOf(request.model), request.nanodollars, request.lowerBound);
  }

  /** Adds an amount of a canonical model that is no request. */
  addOf(model: string, nanodollars: number | null, lowerBound: boolean): void {
    this.#total.add(nanodollars, lowerBound);
    getOrAdd(this.#models, model, () => new MoneySum()).add(nanodollars, lowerBound);
  }

  /** Adds all of another mix, its requests included. */
  addMix(other: ModelMix): void {
    this.requests += other.requests;
    for (const { model, money } of other.models()) {
      this.#total.addMoney(money);
      getOrAdd(this.#models, model, () => new MoneySum()).addMoney(money);
    }
  }

  money(): Money {
    return this.#total.money();
  }

  /** Dearest first. */
  models(): readonly ModelShare[] {
    return [...this.#models].map(([model, sum]): ModelShare => ({ model, money: sum.money() })).sort(dearestModelFirst);
  }
}

/** The dearer first, then by name, so that an order never depends on chance. */
function dearestModelFirst(left: ModelShare, right: ModelShare): number {
  return right.money.nanodollars - left.money.nanodollars || (left.model < right.model ? -1 : 1);
}

/** The value of a key, made when it is not there. */
export function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

export const noMoney: Money = { nanodollars: 0, unpricedRequests: 0, lowerBound: false };
