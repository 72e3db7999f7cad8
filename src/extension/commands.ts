/** What each command of the table does. Each is the user's own: what it cannot do it says in a message, and nothing else ever does. */
import path from 'node:path';
import { commands, env, ThemeIcon, UIKind, Uri, window, workspace } from 'vscode';
import type { Disposable, QuickPickItem } from 'vscode';
import { formatCount, formatMoney } from '../core/report/money.ts';
import type { ReportRow } from '../core/report/report.ts';
import { commandIds } from './commandTable.ts';
import type { CommandName } from './commandTable.ts';
import type { Documents } from './documents.ts';
import type { EngineClient } from './engineClient.ts';

export interface CommandDependencies {
  readonly client: EngineClient;
  readonly documents: Documents;
  readonly showLog: () => void;
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
    forgetRepository: () => forgetRepository(given.client),
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

interface RepositoryItem extends QuickPickItem {
  readonly row: ReportRow;
}

async function forgetRepository(client: EngineClient): Promise<void> {
  const report = await client.ask('report', { period: { sinceMs: null, untilMs: null }, by: 'repository' });
  if (!report.ok) return void window.showErrorMessage(`Payoff could not read its ledger: ${report.error.sentence}`);
  const rows = report.value.rows.filter(({ key }) => key !== '');
  if (rows.length === 0) return void window.showInformationMessage('Payoff’s ledger holds no repository.');
  const picked = await window.showQuickPick(repositoryItems(rows), {
    title: 'Forget a Repository',
    placeHolder: 'Whose sessions shall Payoff forget?',
    matchOnDescription: true,
  });
  if (picked === undefined) return;
  const forget = 'Forget';
  const confirmed = await window.showWarningMessage(
    `Forget everything about ${picked.label}?`,
    {
      modal: true,
      detail: `${picked.row.key}\n\n${figures(picked.row)} and all that Payoff recorded of this repository’s sessions will be deleted from its ledger, and what happened until now is not read again. This cannot be undone. The repository and Claude Code’s own transcripts are not touched.`,
    },
    forget,
  );
  if (confirmed !== forget) return;
  const forgotten = await client.ask('forget', { folder: picked.row.key });
  if (!forgotten.ok) return void window.showErrorMessage(`Payoff could not forget ${picked.label}: ${forgotten.error.sentence}`);
  const { sessions, requests } = forgotten.value;
  window.setStatusBarMessage(`Payoff forgot ${formatCount(sessions)} sessions with ${formatCount(requests)} requests`, 5000);
}

/** The window's own repositories first, the dearest of the others next. */
function repositoryItems(rows: readonly ReportRow[]): readonly RepositoryItem[] {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const isOpen = ({ key }: ReportRow): boolean => folders.some((folder) => folder === key || folder.startsWith(key + path.sep));
  return [...rows]
    .sort((left, right) => Number(isOpen(right)) - Number(isOpen(left)) || right.costNanodollars - left.costNanodollars)
    .map((row) => ({
      row,
      label: path.basename(row.key),
      description: figures(row),
      detail: row.key,
      iconPath: new ThemeIcon(isOpen(row) ? 'root-folder-opened' : 'repo'),
    }));
}

function figures({ requests, costNanodollars, unpricedRequests, lowerBound }: ReportRow): string {
  const money = formatMoney({ nanodollars: costNanodollars, unpricedRequests, lowerBound });
  return `${formatCount(requests)} ${requests === 1 ? 'request' : 'requests'}, ${money}`;
}

async function deleteEverything(client: EngineClient): Promise<void> {
  const report = await client.ask('report', { period: { sinceMs: null, untilMs: null }, by: 'month' });
  const [oldest] = report.ok ? report.value.rows.map(({ key }) => key).sort() : [];
  const since = oldest === undefined ? '' : ` since ${oldest}`;
  const held = report.ok ? `${figures(report.value.totals)}${since}: everything` : 'Everything';
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
