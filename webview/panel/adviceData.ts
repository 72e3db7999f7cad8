import { Loader } from '../shared/resource.ts';
import { adviceSentence } from './adviceSentence.ts';
import type { AdviceView } from '../../src/core/report/advice/adviceView.ts';
import type { MarksSection } from '../../src/core/report/advice/marksSection.ts';
import type { PanelContract } from '../../src/protocol/panel.ts';
import type { Caller } from '../../src/protocol/rpc.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { Resource } from '../shared/resource.ts';

/** A live session writes every few seconds, and all that rules look at is much: what changed by itself rests for so many times as long as its answer took. */
const restFactor = 20;
const longestRestMs = 60_000;

/** What the Advice view is drawn from: the ledger's advice of a period, and the window's marks, which know no period but their own. */
export class AdviceData {
  readonly #host: Caller<PanelContract>;
  readonly #advice: Loader<AdviceView>;
  readonly #marks: Loader<MarksSection>;
  #filter: Pick<FilterMessage, 'period' | 'repository'> = { period: '30days', repository: null };
  #restUntilMs = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(host: Caller<PanelContract>, changed: () => void) {
    this.#host = host;
    this.#advice = new Loader(changed);
    this.#marks = new Loader(changed);
  }

  get view(): Resource<AdviceView> {
    return this.#advice.state;
  }

  get marks(): Resource<MarksSection> {
    return this.#marks.state;
  }

  /** What is heard of it: how much advice there is, or why there is none. */
  get sentence(): string {
    const { value, problem } = this.view;
    return problem ?? (value === null ? '' : adviceSentence(value));
  }

  /**
   * Asks for all of it: at once where the user asked or it is of something else, after a rest where it changed by itself. Resolves once the advice is
   * there, or at once where it waits.
   */
  ask({ period, repository }: FilterMessage, byUser: boolean): Promise<void> {
    const filter = { period, repository };
    const isOther = JSON.stringify(filter) !== JSON.stringify(this.#filter);
    this.#filter = filter;
    const leftMs = this.#restUntilMs - performance.now();
    if (!byUser && !isOther && this.view.value !== null && leftMs > 0) {
      this.#timer ??= setTimeout(() => void this.#askNow(), leftMs);
      return Promise.resolve();
    }
    return this.#askNow();
  }

  /** The same advice anew: something of it was dismissed, or is back. */
  async askAgain(): Promise<void> {
    const startedMs = performance.now();
    await this.#advice.load((signal) => this.#host.call('advice', this.#filter, signal));
    const endedMs = performance.now();
    this.#restUntilMs = endedMs + Math.min(longestRestMs, restFactor * (endedMs - startedMs));
  }

  #askNow(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    void this.#marks.load((signal) => this.#host.call('marks', null, signal));
    return this.askAgain();
  }
}
