/** The commands that explain a figure or hand out a receipt: what is meant is picked where it is not plain. */
import { env, QuickPickItemKind, ThemeIcon, Uri, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { t } from '../core/l10n/message.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import type { FilterMessage } from '../protocol/filterSchemas.ts';
import { commitChoice, receiptGroups, sessionChoice } from './choices.ts';
import type { At, Choice, ReceiptQuestion } from './choices.ts';
import { markedMarkdown } from './demoMark.ts';
import type { Documents } from './documents.ts';
import type { EngineClient } from './engineClient.ts';
import { isCommitNode } from './todayNodes.ts';

export interface ExplainingOptions {
  readonly client: EngineClient;
  readonly documents: Documents;
  /** Figures are made up: what leaves says so. */
  readonly demo: boolean;
  readonly snapshot: () => LiveSnapshot | null;
  readonly folders: () => readonly string[] | null;
}

const mostChoices = 50;

export class Explaining {
  readonly #given: ExplainingOptions;

  constructor(given: ExplainingOptions) {
    this.#given = given;
  }

  /** `given`: the tree's item where it was chosen there. */
  async commit(given: unknown): Promise<void> {
    const { client, documents } = this.#given;
    if (isCommitNode(given)) return documents.show({ reference: given.row.sha, kind: 'commit', folder: given.row.repository });
    const filter = await this.#filter();
    const answer = await client.ask('commits', { filter, offset: 0, limit: mostChoices, subjects: true });
    if (!answer.ok) {
      complain(t('Payoff could not find the commits: {0}', answer.error.sentence));
      return;
    }
    const choices = answer.value.rows.map((row) => commitChoice(row, this.#at()));
    const row = await pick(t('Explain a Commit'), t('Which commit?'), [{ title: '', choices }], t('No commit is known here yet.'));
    if (row !== undefined) await documents.show({ reference: row.sha, kind: 'commit', folder: row.repository });
  }

  /** The window's live session; else, and where several are live, one that is picked. */
  async session(): Promise<void> {
    const { client, documents, snapshot } = this.#given;
    const live = snapshot()?.live ?? [];
    const [only] = live;
    if (live.length === 1 && only !== undefined) return documents.show({ reference: only.sessionId, kind: 'session', folder: null });
    const filter = await this.#filter();
    const answer = await client.ask('sessionList', {
      filter,
      search: '',
      order: 'endedAt',
      descending: true,
      offset: 0,
      limit: mostChoices,
    });
    if (!answer.ok) {
      complain(t('Payoff could not find the sessions: {0}', answer.error.sentence));
      return;
    }
    const { rows } = answer.value;
    const titles = await client.ask('titles', { sessionIds: rows.map(({ sessionId }) => sessionId) });
    const choices = rows.map((row, index) => sessionChoice(row, titles.ok ? (titles.value[index] ?? null) : null, this.#at()));
    const row = await pick(t('Explain This Session'), t('Which session?'), [{ title: '', choices }], t('No session is known here yet.'));
    if (row !== undefined) await documents.show({ reference: row.sessionId, kind: 'session', folder: null });
  }

  /** `given`: the file's address where it was chosen in a menu; else the open one. */
  async file(given: unknown): Promise<void> {
    const uri = given instanceof Uri ? given : window.activeTextEditor?.document.uri;
    if (uri?.scheme !== 'file') return void window.showInformationMessage(t('Open a file on a disk to ask what it cost.'));
    const folder = workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? null;
    await this.#given.documents.show({ reference: uri.fsPath, kind: 'file', folder });
  }

  /** Five lines into the clipboard. */
  async receipt(given: unknown): Promise<void> {
    const { client, demo } = this.#given;
    const question = isCommitNode(given) ? { reference: given.row.sha, folder: given.row.repository } : await this.#pickReceipt();
    if (question === undefined) return;
    const answer = await client.ask('receipt', question);
    if (!answer.ok) {
      complain(t('Payoff could not make the receipt: {0}', answer.error.sentence));
      return;
    }
    if ('notFound' in answer.value) return void window.showInformationMessage(answer.value.notFound);
    const { markdown } = answer.value;
    await env.clipboard.writeText(demo ? markedMarkdown(markdown) : markdown);
    window.setStatusBarMessage(t('Payoff: the receipt is in the clipboard'), 5000);
  }

  async #pickReceipt(): Promise<ReceiptQuestion | undefined> {
    const filter = await this.#filter();
    const answer = await this.#given.client.ask('commits', { filter, offset: 0, limit: mostChoices, subjects: true });
    if (!answer.ok) {
      complain(t('Payoff could not find what to make a receipt of: {0}', answer.error.sentence));
      return undefined;
    }
    const groups = receiptGroups(answer.value.rows, answer.value.pullRequests, this.#at());
    return pick(t('Copy Receipt'), t('A receipt of what?'), groups, t('No commit of Claude Code is known here yet.'));
  }

  /** All that is known of the window's one repository; of everything where there are several or none. */
  async #filter(): Promise<FilterMessage> {
    const { client, folders } = this.#given;
    const answer = await client.ask('repositories', { folders: [...(folders() ?? [])] });
    const [first, ...others] = new Set(answer.ok ? answer.value.filter((repository) => repository !== '') : []);
    return { period: 'all', repository: others.length === 0 ? (first ?? null) : null, branch: null, model: null, part: null };
  }

  #at(): At {
    return { nowMs: Date.now(), timezone: this.#given.snapshot()?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone };
  }
}

interface Item<Value> extends QuickPickItem {
  readonly choice?: Choice<Value>;
}

async function pick<Value>(
  title: string,
  placeHolder: string,
  groups: readonly { readonly title: string; readonly choices: readonly Choice<Value>[] }[],
  none: string,
): Promise<Value | undefined> {
  if (groups.every(({ choices }) => choices.length === 0)) return void window.showInformationMessage(none);
  const items: Item<Value>[] = groups.flatMap((group) => [
    ...(group.title === '' ? [] : [{ label: group.title, kind: QuickPickItemKind.Separator }]),
    ...group.choices.map((choice) => {
      const { label, description, detail, icon } = choice;
      return { label, description, detail, iconPath: new ThemeIcon(icon), choice };
    }),
  ]);
  const picked = await window.showQuickPick(items, { title, placeHolder, matchOnDescription: true, matchOnDetail: true });
  return picked?.choice?.value;
}

/** Nobody waits until it was seen. */
function complain(sentence: string): void {
  void window.showErrorMessage(sentence);
}
