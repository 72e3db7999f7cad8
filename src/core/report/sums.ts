/** Sums by key, made when they are first asked for. The last one is remembered: requests of one day, session or commit come one after the other. */
export class Sums<Value> {
  readonly map = new Map<string, Value>();
  readonly #make: (key: string) => Value;
  #last: { readonly key: string; readonly value: Value } | null = null;

  constructor(make: (key: string) => Value) {
    this.#make = make;
  }

  of(key: string): Value {
    if (this.#last?.key === key) return this.#last.value;
    let value = this.map.get(key);
    if (value === undefined) this.map.set(key, (value = this.#make(key)));
    this.#last = { key, value };
    return value;
  }
}
