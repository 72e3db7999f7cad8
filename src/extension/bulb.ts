/** Whether the bar's icon is a bulb: once for each session of which there is something to say, never again after. */
import type { Clock } from '../protocol/pace.ts';

/** VS Code does not say when a tooltip was read: the bulb goes out after so long, or when the panel is opened. */
export const litForMs = 10 * 60_000;
/** Sessions that are remembered over windows and restarts. */
const mostRemembered = 50;
const memoryKey = 'payoff.advisedSessions';

/** A part of VS Code's `Memento`. */
export interface BulbMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

export interface BulbOptions {
  readonly clock: Clock;
  readonly memory: BulbMemory;
  /** It went out. */
  readonly onOut: () => void;
}

export class Bulb {
  readonly #given: BulbOptions;
  #sessionId: string | null = null;
  #callOff: () => void = () => undefined;

  constructor(given: BulbOptions) {
    this.#given = given;
  }

  /** Whether it is lit for a session, which lights it the first time that it is asked of it; null where there is nothing to say. */
  isLit(sessionId: string | null): boolean {
    if (sessionId === null) return false;
    if (this.#sessionId === sessionId) return true;
    const known = this.#remembered();
    if (known.includes(sessionId)) return false;
    void this.#given.memory.update(memoryKey, [...known, sessionId].slice(-mostRemembered));
    this.#callOff();
    this.#sessionId = sessionId;
    this.#callOff = this.#given.clock.after(litForMs, () => this.out());
    return true;
  }

  /** What was said was seen, or had its time. */
  out(): void {
    if (this.#sessionId === null) return;
    this.#callOff();
    this.#sessionId = null;
    this.#given.onOut();
  }

  dispose(): void {
    this.#callOff();
  }

  #remembered(): readonly string[] {
    const value = this.#given.memory.get(memoryKey);
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  }
}
