/** What is deleted at the user's word: each names what goes, and does nothing until it is confirmed. */
import path from 'node:path';
import { window } from 'vscode';
import { t } from '../core/l10n/message.ts';
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
    if (!isWholePath(chosen.folder)) throw new Error(t('Only what lies in a folder with a whole path can be forgotten.'));
    const name = nameOf(chosen.folder);
    const held = chosen.held === '' ? await this.#heldOf(chosen.folder) : chosen.held;
    const forget = t('Forget');
    const confirmed = await window.showWarningMessage(
      t('Forget everything about {0}?', name),
      {
        modal: true,
        detail: [
          chosen.folder,
          forgetDetail(held),
          t('What sessions in other folders did there is forgotten too; what they cost stays with those folders.'),
        ].join('\n\n'),
      },
      forget,
    );
    if (confirmed !== forget) return false;
    const forgotten = await this.#client.ask('forget', { folder: chosen.folder });
    if (!forgotten.ok) {
      void window.showErrorMessage(t('Payoff could not forget {0}: {1}', name, forgotten.error.sentence));
      return false;
    }
    const { sessions, requests } = forgotten.value;
    window.setStatusBarMessage(t('Payoff forgot {0} sessions with {1} requests', formatCount(sessions), formatCount(requests)), 5000);
    return true;
  }

  /** Whether everything was deleted. */
  async deleteEverything(): Promise<boolean> {
    const report = await this.#client.ask('report', { period: allTime, by: 'month' });
    const [oldest] = report.ok ? report.value.rows.map(({ key }) => key).sort() : [];
    const total = report.ok ? heldText(report.value.totals) : '';
    const held = !report.ok
      ? t('Everything')
      : oldest === undefined
        ? t('{0}: everything', total)
        : t('{0} since {1}: everything', total, oldest);
    const remove = t('Delete Everything');
    const confirmed = await window.showWarningMessage(
      t('Delete everything that Payoff recorded?'),
      {
        modal: true,
        detail: t(
          '{0} in the ledger, its backups and what it set aside will be deleted, and what happened until now is not read again. This cannot be undone. Claude Code’s own transcripts are not touched.',
          held,
        ),
      },
      remove,
    );
    if (confirmed !== remove) return false;
    const deleted = await this.#client.ask('deleteEverything', null);
    if (deleted.ok) window.setStatusBarMessage(t('Payoff deleted everything it had recorded'), 5000);
    else void window.showErrorMessage(t('Payoff could not delete everything: {0}', deleted.error.sentence));
    return deleted.ok;
  }

  async #heldOf(folder: string): Promise<string> {
    const report = await this.#client.ask('report', { period: allTime, by: 'repository' });
    const row = report.ok ? report.value.rows.find(({ key }) => key === folder) : undefined;
    return row === undefined ? '' : heldText(row);
  }
}

function forgetDetail(held: string): string {
  return held === ''
    ? t(
        'All that Payoff recorded of sessions there will be deleted from its ledger, and what happened until now is not read again. This cannot be undone. The folder and Claude Code’s own transcripts are not touched.',
      )
    : t(
        '{0} and all that Payoff recorded of sessions there will be deleted from its ledger, and what happened until now is not read again. This cannot be undone. The folder and Claude Code’s own transcripts are not touched.',
        held,
      );
}

/** The last name of a path of either kind of system. */
function nameOf(folder: string): string {
  return /^[A-Za-z]:|^\\\\/.test(folder) ? path.win32.basename(folder) : path.basename(folder);
}
