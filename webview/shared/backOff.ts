const firstMs = 1000;
const longestMs = 60_000;

/** After a failure nothing is asked for a while, twice as long each time, however often the page is drawn; then `again` is called. */
export class BackOff {
  readonly #again: () => void;
  #waitMs = firstMs;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(again: () => void) {
    this.#again = again;
  }

  get resting(): boolean {
    return this.#timer !== null;
  }

  failed(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#again();
    }, this.#waitMs);
    this.#waitMs = Math.min(longestMs, 2 * this.#waitMs);
  }

  /** The user asks: at once. */
  wake(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  succeeded(): void {
    this.wake();
    this.#waitMs = firstMs;
  }
}
