/** What the window knows and the panel shows; says when a part of it changed. What the user once answered outlives the window. */
import { isDeepStrictEqual } from 'node:util';
import type { LiveSnapshot } from '../../core/report/live.ts';
import type { PanelSettings, Unit } from '../../protocol/panel.ts';

/** The part of VS Code's own store that is needed. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface PanelStateOptions {
  readonly demo: boolean;
  readonly memory: Memory;
  readonly isTrusted: () => boolean;
  /** The window's folders with their repositories. */
  readonly folders: () => Promise<PanelSettings['folders']>;
  readonly timezoneSetting: () => string;
  /** The setting payoff.advice. */
  readonly advice: () => boolean;
  /** Whether a panel can be seen: else nothing is worked out. */
  readonly isShown: () => boolean;
  readonly onChange: (settings: PanelSettings) => void;
}

const firstUseKey = 'payoff.firstUseSeen';
const unitKey = 'payoff.unit';

export class PanelState {
  readonly #given: PanelStateOptions;
  readonly #answers = new Map<string, unknown>();
  #snapshot: LiveSnapshot | null = null;
  #problem: string | null = null;
  #said: PanelSettings | null = null;

  constructor(given: PanelStateOptions) {
    this.#given = given;
  }

  async settings(): Promise<PanelSettings> {
    const { demo, isTrusted, folders, timezoneSetting, advice } = this.#given;
    const timezone = timezoneSetting();
    const snapshot = this.#snapshot;
    const settings: PanelSettings = {
      demo,
      trusted: isTrusted(),
      firstUse: !demo && this.#recall(firstUseKey) !== true,
      unit: this.#recall(unitKey) === 'plan' ? 'plan' : 'money',
      timezoneSetting: timezone,
      timezone: snapshot?.timezone ?? (timezone || Intl.DateTimeFormat().resolvedOptions().timeZone),
      folders: await folders(),
      plan: snapshot?.plan ?? null,
      reading: snapshot?.reading ?? null,
      empty: snapshot?.empty ?? false,
      advice: advice(),
      problem: this.#problem,
    };
    this.#said = settings;
    return settings;
  }

  snapshot(snapshot: LiveSnapshot): void {
    this.#snapshot = snapshot;
    void this.refresh();
  }

  problem(sentence: string | null): void {
    this.#problem = sentence;
    void this.refresh();
  }

  async setUnit(unit: Unit): Promise<void> {
    await this.#keep(unitKey, unit);
  }

  async dismissFirstUse(): Promise<void> {
    await this.#keep(firstUseKey, true);
  }

  /** Says the settings where they differ from what was said; before anybody has asked there is nobody to tell. */
  async refresh(): Promise<void> {
    const before = this.#said;
    if (before === null || !this.#given.isShown()) return;
    const now = await this.settings();
    if (!isDeepStrictEqual(before, now)) this.#given.onChange(now);
  }

  #recall(key: string): unknown {
    return this.#answers.get(key) ?? this.#given.memory.get(key);
  }

  /** The demo leaves no trace: what is answered in it is forgotten with it. */
  async #keep(key: string, value: unknown): Promise<void> {
    this.#answers.set(key, value);
    if (!this.#given.demo) await this.#given.memory.update(key, value);
    await this.refresh();
  }
}
