/** Whether older history is being read, as the palette knows it: of the two commands about it only the one that fits is offered. */
import { commands } from 'vscode';
import type { LiveSnapshot } from '../core/report/live.ts';

/** package.json's `when` clauses name it. */
const contextKey = 'payoff.olderHistory';

export class OlderHistory {
  #shown: string | undefined;

  show({ reading }: LiveSnapshot): void {
    // Today's own files are read in any case: there is nothing to stop before they are.
    const state = reading === null ? undefined : reading.paused === true ? 'paused' : reading.todayExact ? 'reading' : undefined;
    if (state === this.#shown) return;
    this.#shown = state;
    void commands.executeCommand('setContext', contextKey, state);
  }
}
