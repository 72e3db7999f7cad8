import type { LineKey } from './lineKeys.ts';

/** How many files have each line; twelve bytes a place, for there may be millions. */
export class LineCounts {
  #keys = new Float64Array(1024);
  /** One more than the count: 0 where there is no line. */
  #counts = new Uint32Array(1024);
  #used = 0;

  of(key: LineKey): number {
    return Math.max(0, (this.#counts[this.#placeOf(key)] ?? 0) - 1);
  }

  /** Counts one file more (1) or less (-1) and returns how many there are now. */
  add(key: LineKey, change: 1 | -1): number {
    if (2 * this.#used >= this.#keys.length) this.#grow();
    const place = this.#placeOf(key);
    if (this.#counts[place] === 0) {
      this.#keys[place] = key;
      this.#counts[place] = 1;
      this.#used += 1;
    }
    const count = (this.#counts[place] ?? 1) - 1 + change;
    this.#counts[place] = count + 1;
    return count;
  }

  #placeOf(key: LineKey): number {
    const mask = this.#keys.length - 1;
    // Hashes spread by themselves.
    let place = (key >>> 0) & mask;
    while (this.#counts[place] !== 0 && this.#keys[place] !== key) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#keys = new Float64Array(2 * keys.length);
    this.#counts = new Uint32Array(2 * keys.length);
    for (const [place, key] of keys.entries()) {
      const count = counts[place] ?? 0;
      if (count <= 1) continue;
      const moved = this.#placeOf(key);
      this.#keys[moved] = key;
      this.#counts[moved] = count;
    }
    this.#used = this.#counts.reduce((sum, count) => sum + Math.min(1, count), 0);
  }
}
