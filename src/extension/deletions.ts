/** What is deleted at the user's word: each names what goes, and does nothing until it is confirmed. */
import path from 'node:path';
import { window } from 'vscode';
import { formatCount } from '../core/report/money.ts';
import type { EngineClient } from './engineClient.ts';
import { heldText } from './forgetting.ts';
import type { Forgettable } from './forgetting.ts';
import { isWholePath } from './named.ts';

const allTime = { sinceMs: null, untilMs: null };

export class Deletions {
  readonly #client: EngineClient;

  constructor(client: EngineClient) {
    this.#client = client;
  }

  /** Whether it was forgotten. Throws a sentence where nothing whole is named. */
  async forget(chosen: Forgettable): Promise<boolean> {
    if (!isWholePath(chosen.folder)) throw new Error('Only what lies in a folder with a whole path can be forgotten.');
    const name = path.basename(chosen.folder);
    const held = chosen.held === '' ? await this.#heldOf(chosen.folder) : chosen.held;
    const forget = 'Forget';
    const confirmed = await window.showWarningMessage(
      `Forget everything about ${name}?`,
      {
        modal: true,
        detail: `${chosen.folder}\n\n${held === '' ? 'All' : `${held} and all`} that Payoff recorded of sessions there will be deleted from its ledger, and what happened until now is not read again. This cannot be undone. The folder and Claude Code’s own transcripts are not touched.`,
      },
      forget,
    );
    if (confirmed !== forget) return false;
    const forgotten = await this.#client.ask('forget', { folder: chosen.folder });
    if (!forgotten.ok) {
      void window.showErrorMessage(`Payoff could not forget ${name}: ${forgotten.error.sentence}`);
      return false;
    }
    const { sessions, requests } = forgotten.value;
    window.setStatusBarMessage(`Payoff forgot ${formatCount(sessions)} sessions with ${formatCount(requests)} requests`, 5000);
    return true;
  }

  /** Whether everything was deleted. */
  async deleteEverything(): Promise<boolean> {
    const report = await this.#client.ask('report', { period: allTime, by: 'month' });
    const [oldest] = report.ok ? report.value.rows.map(({ key }) => key).sort() : [];
    const since = oldest === undefined ? '' : ` since ${oldest}`;
    const held = report.ok ? `${heldText(report.value.totals)}${since}: everything` : 'Everything';
    const remove = 'Delete Everything';
    const confirmed = await window.showWarningMessage(
      'Delete everything that Payoff recorded?',
      {
        modal: true,
        detail: `${held} in the ledger, its backups and what it set aside will be deleted, and what happened until now is not read again. This cannot be undone. Claude Code’s own transcripts are not touched.`,
      },
      remove,
    );
    if (confirmed !== remove) return false;
    const deleted = await this.#client.ask('deleteEverything', null);
    if (deleted.ok) window.setStatusBarMessage('Payoff deleted everything it had recorded', 5000);
    else void window.showErrorMessage(`Payoff could not delete everything: ${deleted.error.sentence}`);
    return deleted.ok;
  }

  async #heldOf(folder: string): Promise<string> {
    const report = await this.#client.ask('report', { period: allTime, by: 'repository' });
    const row = report.ok ? report.value.rows.find(({ key }) => key === folder) : undefined;
    return row === undefined ? '' : heldText(row);
  }
}
