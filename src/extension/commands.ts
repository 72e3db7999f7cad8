/** What each command of the table does. Each is the user's own: what it cannot do it says in a message, and nothing else ever does. */
import path from 'node:path';
import { commands, env, ThemeIcon, UIKind, Uri, window } from 'vscode';
import type { Disposable } from 'vscode';
import { formatCount } from '../core/report/money.ts';
import { commandIds } from './commandTable.ts';
import type { CommandName } from './commandTable.ts';
import type { Documents } from './documents.ts';
import type { EngineClient } from './engineClient.ts';
import { forgettable, heldText } from './forgetting.ts';
import type { Forgettable } from './forgetting.ts';

export interface CommandDependencies {
  readonly client: EngineClient;
  readonly documents: Documents;
  readonly showLog: () => void;
  /** The window's folders, as the worker is told them. */
  readonly folders: () => readonly string[] | null;
  /** Where the ledger lies when the worker cannot tell. */
  readonly ledgerFile: () => string;
}

/** Registers every command of the table. */
export function registerCommands(given: CommandDependencies): readonly Disposable[] {
  const handlers: Readonly<Record<CommandName, () => Promise<void>>> = {
    showToday: () => given.documents.show('today'),
    refresh: () => refresh(given.client),
    stopReading: () => pauseReading(given.client, true),
    continueReading: () => pauseReading(given.client, false),
    forgetRepository: () => forgetRepository(given),
    deleteEverything: () => deleteEverything(given.client),
    openLedgerFolder: () => openLedgerFolder(given),
    doctor: () => given.documents.show('doctor'),
    showLog: () => {
      given.showLog();
      return Promise.resolve();
    },
  };
  return Object.entries(commandIds).map(([name, id]) => commands.registerCommand(id, handlers[name as CommandName]));
}

async function refresh(client: EngineClient): Promise<void> {
  const answer = await client.ask('refresh', null);
  if (!answer.ok) void window.showErrorMessage(`Payoff could not refresh: ${answer.error.sentence}`);
}

async function pauseReading(client: EngineClient, paused: boolean): Promise<void> {
  const answer = await client.ask('pauseReading', { paused });
  if (answer.ok) return;
  void window.showErrorMessage(`Payoff could not ${paused ? 'stop' : 'go on'} reading: ${answer.error.sentence}`);
}

async function forgetRepository({ client, folders }: CommandDependencies): Promise<void> {
  const open = folders() ?? [];
  const [report, repositories] = await Promise.all([
    client.ask('report', { period: { sinceMs: null, untilMs: null }, by: 'repository' }),
    client.ask('repositories', { folders: open }),
  ]);
  for (const answer of [report, repositories])
    if (!answer.ok) return void window.showErrorMessage(`Payoff could not read its ledger: ${answer.error.sentence}`);
  if (!report.ok || !repositories.ok) return;
  const choices = forgettable(open, repositories.value, report.value.rows);
  const chosen = choices.length === 1 && open.length > 0 ? choices[0] : await chooseRepository(choices);
  if (chosen === undefined) return;
  const name = path.basename(chosen.folder);
  const forget = 'Forget';
  const confirmed = await window.showWarningMessage(
    `Forget everything about ${name}?`,
    {
      modal: true,
      detail: `${chosen.folder}\n\n${chosen.held === '' ? 'All' : `${chosen.held} and all`} that Payoff recorded of sessions there will be deleted from its ledger, and what happened until now is not read again. This cannot be undone. The folder and Claude Code’s own transcripts are not touched.`,
    },
    forget,
  );
  if (confirmed !== forget) return;
  const forgotten = await client.ask('forget', { folder: chosen.folder });
  if (!forgotten.ok) return void window.showErrorMessage(`Payoff could not forget ${name}: ${forgotten.error.sentence}`);
  const { sessions, requests } = forgotten.value;
  window.setStatusBarMessage(`Payoff forgot ${formatCount(sessions)} sessions with ${formatCount(requests)} requests`, 5000);
}

async function chooseRepository(choices: readonly Forgettable[]): Promise<Forgettable | undefined> {
  if (choices.length === 0) return void window.showInformationMessage('Payoff’s ledger holds no repository.');
  const items = choices.map((choice) => ({
    choice,
    label: path.basename(choice.folder),
    description: choice.held,
    detail: choice.folder,
    iconPath: new ThemeIcon('repo'),
  }));
  const picked = await window.showQuickPick(items, {
    title: 'Forget This Repository',
    placeHolder: 'Whose sessions shall Payoff forget?',
    matchOnDetail: true,
  });
  return picked?.choice;
}

async function deleteEverything(client: EngineClient): Promise<void> {
  const report = await client.ask('report', { period: { sinceMs: null, untilMs: null }, by: 'month' });
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
  if (confirmed !== remove) return;
  const deleted = await client.ask('deleteEverything', null);
  if (deleted.ok) window.setStatusBarMessage('Payoff deleted everything it had recorded', 5000);
  else void window.showErrorMessage(`Payoff could not delete everything: ${deleted.error.sentence}`);
}

async function openLedgerFolder({ client, ledgerFile }: CommandDependencies): Promise<void> {
  const doctor = await client.ask('doctor', null);
  const file = doctor.ok ? doctor.value.ledger.path : ledgerFile();
  // The folder lies where the extension runs: on another machine, or in a browser, there is no file manager to show it.
  const desktop = env.remoteName === undefined && env.uiKind === UIKind.Desktop;
  if (desktop) await commands.executeCommand('revealFileInOS', Uri.file(file));
  else await commands.executeCommand('vscode.openFolder', Uri.file(path.dirname(file)), { forceNewWindow: true });
}
