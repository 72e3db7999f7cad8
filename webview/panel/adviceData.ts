import { Loader } from '../shared/resource.ts';
import { adviceSentence } from './adviceSentence.ts';
import type { AdviceView } from '../../src/core/report/advice/adviceView.ts';
import type { MarksSection } from '../../src/core/report/advice/marksSection.ts';
import type { PanelContract } from '../../src/protocol/panel.ts';
import type { Caller } from '../../src/protocol/rpc.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { Resource } from '../shared/resource.ts';

/** What the Advice view is drawn from: the ledger's advice of a period, and the window's marks, which know no period but their own. */
export class AdviceData {
  readonly #host: Caller<PanelContract>;
  readonly #advice: Loader<AdviceView>;
  readonly #marks: Loader<MarksSection>;
  #filter: Pick<FilterMessage, 'period' | 'repository'> = { period: '30days', repository: null };

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

  /** Asks for all of it; resolves once the advice is there. */
  ask({ period, repository }: FilterMessage): Promise<void> {
    this.#filter = { period, repository };
    void this.#marks.load((signal) => this.#host.call('marks', null, signal));
    return this.askAgain();
  }

  /** The same advice anew: something of it was dismissed, or is back. */
  askAgain(): Promise<void> {
    return this.#advice.load((signal) => this.#host.call('advice', this.#filter, signal));
  }
}
