/** What each command of the table does. Each is the user's own: what it cannot do it says in a message, and nothing else ever does. */
import path from 'node:path';
import { commands, env, ThemeIcon, UIKind, Uri, window } from 'vscode';
import type { Disposable } from 'vscode';
import { inEnglish } from '../core/l10n/display.ts';
import { t } from '../core/l10n/message.ts';
import { bugReport } from '../core/report/doctor/bugReport.ts';
import { commandIds } from './commandTable.ts';
import type { CommandName } from './commandTable.ts';
import type { Comparing } from './comparing.ts';
import type { Deletions } from './deletions.ts';
import { askDoctor } from './doctorAnswer.ts';
import { reportingFace } from './doctorFace.ts';
import type { Documents } from './documents.ts';
import type { EngineClient } from './engineClient.ts';
import type { Explaining } from './explaining.ts';
import { forgettable } from './forgetting.ts';
import type { Forgettable } from './forgetting.ts';
import type { Reviewing } from './reviewing.ts';
import type { SettingMarks } from './settingMarks.ts';
import type { SettingUp } from './settingUp.ts';
import type { Teaming } from './teaming.ts';

export interface CommandDependencies {
  readonly client: EngineClient;
  readonly documents: Documents;
  readonly deletions: Deletions;
  readonly explaining: Explaining;
  readonly comparing: Comparing;
  readonly reviewing: Reviewing;
  readonly settingUp: SettingUp;
  readonly settingMarks: SettingMarks;
  readonly teaming: Teaming;
  readonly openPanel: () => void;
  readonly openAdvice: () => void;
  readonly showLog: () => void;
  /** The window's folders, as the worker is told them. */
  readonly folders: () => readonly string[] | null;
  /** The extension's own. */
  readonly version: string;
  /** Where the ledger lies when the worker cannot tell. */
  readonly ledgerFile: () => string;
}

/** Registers every command of the table. */
export function registerCommands(given: CommandDependencies): readonly Disposable[] {
  const { deletions, explaining } = given;
  const handlers: Readonly<Record<CommandName, (argument: unknown) => Promise<void>>> = {
    openPanel: () => at(given.openPanel),
    openAdvice: () => at(given.openAdvice),
    explainCommit: (argument) => explaining.commit(argument),
    explainSession: () => explaining.session(),
    explainFile: (argument) => explaining.file(argument),
    copyReceipt: (argument) => explaining.receipt(argument),
    showToday: () => given.documents.show('today'),
    refresh: () => refresh(given.client),
    stopReading: () => pauseReading(given.client, true),
    continueReading: () => pauseReading(given.client, false),
    forgetRepository: () => forgetRepository(given),
    deleteEverything: async () => {
      await deletions.deleteEverything();
    },
    openLedgerFolder: () => openLedgerFolder(given),
    setUpRepository: () => given.settingUp.begin(),
    writeSettings: (argument) => given.settingUp.write(argument),
    writeBudgetReview: () => given.reviewing.write(),
    whyDifferent: () => given.comparing.why(),
    setMark: () => given.settingMarks.set(),
    snoozeMark: () => given.settingMarks.snooze(),
    joinTeam: () => given.teaming.join(),
    showTeamTold: () => given.teaming.told(),
    showTeamStatus: () => given.teaming.status(),
    withdrawFromTeam: () => given.teaming.withdraw(),
    doctor: () => given.documents.show('doctor'),
    copyBugReport: () => copyBugReport(given),
    showLog: () => at(given.showLog),
  };
  return Object.entries(commandIds).map(([name, id]) => commands.registerCommand(id, handlers[name as CommandName]));
}

function at(action: () => void): Promise<void> {
  action();
  return Promise.resolve();
}

async function refresh(client: EngineClient): Promise<void> {
  const answer = await client.ask('refresh', null);
  if (!answer.ok) void window.showErrorMessage(t('Payoff could not refresh: {0}', answer.error.sentence));
}

async function pauseReading(client: EngineClient, paused: boolean): Promise<void> {
  const answer = await client.ask('pauseReading', { paused });
  if (answer.ok) return;
  const { sentence } = answer.error;
  void window.showErrorMessage(
    paused ? t('Payoff could not stop reading: {0}', sentence) : t('Payoff could not go on reading: {0}', sentence),
  );
}

async function copyBugReport({ client, version }: CommandDependencies): Promise<void> {
  const doctor = await askDoctor(client);
  await env.clipboard.writeText(inEnglish(() => bugReport(doctor, reportingFace(version))));
  window.setStatusBarMessage(t('Payoff copied a bug report: versions, counts and states'), 5000);
}

async function forgetRepository({ client, deletions, folders }: CommandDependencies): Promise<void> {
  const open = folders() ?? [];
  const [report, repositories] = await Promise.all([
    client.ask('report', { period: { sinceMs: null, untilMs: null }, by: 'repository' }),
    client.ask('repositories', { folders: open }),
  ]);
  for (const answer of [report, repositories])
    if (!answer.ok) return void window.showErrorMessage(t('Payoff could not read its ledger: {0}', answer.error.sentence));
  if (!report.ok || !repositories.ok) return;
  const choices = forgettable(open, repositories.value, report.value.rows);
  const chosen = choices.length === 1 && open.length > 0 ? choices[0] : await chooseRepository(choices);
  if (chosen === undefined) return;
  await deletions.forget(chosen);
}

async function chooseRepository(choices: readonly Forgettable[]): Promise<Forgettable | undefined> {
  if (choices.length === 0) return void window.showInformationMessage(t('Payoff’s ledger holds no repository.'));
  const items = choices.map((choice) => ({
    choice,
    label: path.basename(choice.folder),
    description: choice.held,
    detail: choice.folder,
    iconPath: new ThemeIcon('repo'),
  }));
  const picked = await window.showQuickPick(items, {
    title: t('Forget This Repository'),
    placeHolder: t('Whose sessions shall Payoff forget?'),
    matchOnDetail: true,
  });
  return picked?.choice;
}

async function openLedgerFolder({ client, ledgerFile }: CommandDependencies): Promise<void> {
  const doctor = await client.ask('doctor', null);
  const file = (doctor.ok ? doctor.value.ledger?.path : undefined) ?? ledgerFile();
  // The folder lies where the extension runs: on another machine, or in a browser, there is no file manager to show it.
  const desktop = env.remoteName === undefined && env.uiKind === UIKind.Desktop;
  if (desktop) await commands.executeCommand('revealFileInOS', Uri.file(file));
  else await commands.executeCommand('vscode.openFolder', Uri.file(path.dirname(file)), { forceNewWindow: true });
}
