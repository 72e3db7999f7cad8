/** Wires the extension's parts: everything registers at once, and what takes time (the worker, the launcher) begins after activation. */
import { homedir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { commands, env, ExtensionMode, l10n, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { t } from '../core/l10n/message.ts';
import { configureDisplay } from '../core/l10n/display.ts';
import type { WorkerOptions } from '../protocol/messages.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import type { PanelSettings } from '../protocol/panel.ts';
import type { Reporting } from '../protocol/teamSchemas.ts';
import { registerCommands } from './commands.ts';
import { Comparing } from './comparing.ts';
import { Deletions } from './deletions.ts';
import { displayOf } from './displayOf.ts';
import { Documents } from './documents.ts';
import { EngineClient } from './engineClient.ts';
import { Explaining } from './explaining.ts';
import { wantsLauncher, writeLauncher } from './launcher.ts';
import { invitationIn } from './joinInvitation.ts';
import { ChannelLog } from './log.ts';
import { MarkNotices } from './markNotices.ts';
import { olderHistory, olderHistoryKey } from './olderHistory.ts';
import { panelActions } from './panel/panelActions.ts';
import { panelHandlers } from './panel/panelHandlers.ts';
import { Panels } from './panel/panels.ts';
import { PanelState } from './panel/panelState.ts';
import { joinedMarks, readSettings } from './settings.ts';
import type { SettingId, Settings } from './settings.ts';
import { Reviewing } from './reviewing.ts';
import { SettingMarks } from './settingMarks.ts';
import { SettingUp } from './settingUp.ts';
import { StatusBar } from './statusBar.ts';
import type { TestApi } from './testApi.ts';
import { Teaming } from './teaming.ts';
import { TeamTokens } from './teamTokens.ts';
import { TodayTree } from './todayTree.ts';

export interface Composition {
  readonly testApi: TestApi;
  /** Closes the ledger and ends the worker. */
  close(): Promise<void>;
}

export function compose(context: ExtensionContext): Composition {
  const startedMs = performance.now();
  const demo = (process.env.PAYOFF_DEMO ?? '') !== '';
  const log = new ChannelLog(window.createOutputChannel('Payoff', { log: true }));
  let settings = currentSettings();
  const showAs = (): void => configureDisplay(displayOf({ language: env.language, bundle: l10n.bundle }, settings.currency));
  showAs();
  const statusBar = new StatusBar(settings.statusBar, { demo, memory: context.globalState });
  let shown: LiveSnapshot | null = null;
  let olderHistoryShown: string | undefined;
  const tokens = new TeamTokens(context.secrets);
  const client = new EngineClient({
    tokens,
    workerFile: context.asAbsolutePath(path.join('dist', 'worker.cjs')),
    log,
    onSnapshot: (snapshot) => {
      shown = snapshot;
      statusBar.show(settings.advice ? snapshot : { ...snapshot, advice: null });
      documents.ledgerChanged();
      panelState.snapshot(snapshot);
      markNotices.follow(snapshot);
      const state = olderHistory(snapshot);
      if (state !== olderHistoryShown) void commands.executeCommand('setContext', olderHistoryKey, state);
      olderHistoryShown = state;
    },
    onProblem: (problem) => {
      statusBar.setProblem(problem);
      panelState.problem(problem?.sentence ?? null);
    },
    onHistoryChanged: () => {
      documents.ledgerChanged();
      panels.historyChanged();
      todayTree.historyChanged();
    },
    onCommit: (commit) => statusBar.showCommit(commit),
  });
  const documents = new Documents(client, demo);
  const markNotices = new MarkNotices({
    client,
    say: (sentence, buttons) => window.showInformationMessage(sentence, ...buttons),
    show: () => panels.open({ view: 'advice', id: null }),
  });
  const teaming = new Teaming({ client, documents, demo, repositories: () => settings.team.repositories, folders });
  const deletions = new Deletions(client);
  const timezone = (): string => shown?.timezone ?? (settings.timezone || Intl.DateTimeFormat().resolvedOptions().timeZone);
  const todayTree = new TodayTree({ client, demo, timezone });
  const explaining = new Explaining({ client, documents, demo, snapshot: () => shown, folders });
  const panelState: PanelState = new PanelState({
    demo,
    memory: context.globalState,
    isTrusted: () => workspace.isTrusted,
    folders: () => repositoriesOf(client),
    timezoneSetting: () => settings.timezone,
    advice: () => settings.advice,
    isShown: () => panels.isShown,
    onChange: (changed) => panels.sendSettings(changed),
  });
  const panels: Panels = new Panels({
    extensionUri: context.extensionUri,
    handlers: panelHandlers({
      client,
      actions: panelActions({ documents, deletions, state: panelState, extensionUri: context.extensionUri }),
      demo,
      settings: () => panelState.settings(),
      takeShow: () => panels.takeShow(),
    }),
    onRefused: (sentence) => log.warn(`The panel was refused: ${sentence}`),
  });
  const configure = (): void => {
    const before = settings;
    settings = currentSettings();
    if (!isDeepStrictEqual(before.currency, settings.currency)) {
      showAs();
      client.showAsHere();
      panels.showAnew();
      documents.ledgerChanged();
      todayTree.historyChanged();
    }
    for (const sentence of settings.marks.problems) if (!before.marks.problems.includes(sentence)) log.warn(sentence);
    statusBar.configure(settings.statusBar);
    client.configure(workerOptions(settings));
    void panelState.refresh();
  };
  context.subscriptions.push(
    log,
    statusBar,
    documents,
    todayTree,
    panels,
    ...registerCommands({
      client,
      documents,
      deletions,
      explaining,
      comparing: new Comparing({ client, documents, demo, timezone }),
      reviewing: new Reviewing({ client, demo, timezone, folders }),
      settingUp: new SettingUp({ client, documents, folders }),
      settingMarks: new SettingMarks({
        ...{ demo, notices: markNotices },
        plan: () => shown?.plan ?? null,
        repositories: async () => (await repositoriesOf(client)).map(({ repository }) => repository),
      }),
      teaming,
      folders,
      openPanel: () => {
        statusBar.seen();
        panels.open();
      },
      openAdvice: () => {
        statusBar.seen();
        panels.open({ view: 'advice', id: null });
      },
      showLog: () => log.show(),
      ledgerFile: () => ledgerFile(settings),
      version: versionOf(context),
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('payoff')) configure();
    }),
    workspace.onDidChangeWorkspaceFolders(configure),
    workspace.onDidGrantWorkspaceTrust(configure),
    env.onDidChangeTelemetryEnabled(configure),
    tokens.onDidChange(() => void client.handToken()),
    window.registerUriHandler({ handleUri: (uri) => teaming.joinByLink(uri.path === '/join' ? invitationIn(uri.fragment) : null) }),
  );
  const launched = new Promise<void>((resolve) => {
    const begin = setImmediate(() => {
      configure();
      if (demo) panels.open(); // whoever starts a demo wants to see it
      resolve(launch(context, log));
    });
    context.subscriptions.push({ dispose: () => clearImmediate(begin) });
  });
  log.info(`Activated in ${(performance.now() - startedMs).toFixed(1)} ms.`);
  return {
    testApi: {
      bar: () => statusBar.shown,
      onDidChangeBar: statusBar.onDidChange,
      errors: () => log.errors,
      panel: () => ({ shown: panels.isShown, received: panels.received, refused: panels.refused }),
      today: () => todayTree.shown,
      launched,
      close: () => client.close(),
    },
    close: () => client.close(),
  };
}

function currentSettings(): Settings {
  const configuration = workspace.getConfiguration();
  const valueOf = (id: SettingId): unknown => {
    if (id !== 'payoff.marks') return configuration.get(id);
    // VS Code lets a workspace's list replace the user's, which would silence the user's marks in it.
    const found = configuration.inspect<unknown>(id);
    return joinedMarks(found?.globalValue, workspace.isTrusted ? found?.workspaceValue : undefined);
  };
  return readSettings(valueOf, homedir());
}

function workerOptions({ statusBar: _, ledger, team, ...settings }: Settings): Omit<WorkerOptions, 'version'> {
  // The environment goes before the setting: the engine takes what it is given before it looks there.
  return {
    ...settings,
    ledger: process.env.PAYOFF_LEDGER || ledger,
    folders: folders(),
    git: workspace.isTrusted,
    reporting: reporting(team.reporting),
  };
}

/** Whether this window lets anything be sent to a team, and why not. */
function reporting(wanted: boolean): Reporting {
  if (!wanted) return 'setting';
  if (!env.isTelemetryEnabled) return 'telemetry';
  return workspace.isTrusted ? 'on' : 'restricted';
}

/** Whose live sessions are shown: the window's folders'; in an empty window all; in Restricted Mode none, for that would look into git. */
function folders(): readonly string[] | null {
  if (!workspace.isTrusted) return [];
  return workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath) ?? null;
}

/** The window's folders with their repositories; none where they are not known yet. */
async function repositoriesOf(client: EngineClient): Promise<PanelSettings['folders']> {
  const open = folders() ?? [];
  const answer = open.length === 0 ? null : await client.ask('repositories', { folders: [...open] });
  return open.map((folder, index) => ({ folder, repository: (answer?.ok === true ? answer.value[index] : undefined) ?? '' }));
}

function versionOf({ extension }: ExtensionContext): string {
  const manifest: unknown = extension.packageJSON;
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}

function ledgerFile({ ledger }: Settings): string {
  return process.env.PAYOFF_LEDGER || ledger || path.join(homedir(), '.payoff', 'ledger.sqlite');
}

/** Writes the launcher and puts it on the path of the editor's terminals, behind everything that is there. */
async function launch(context: ExtensionContext, log: ChannelLog): Promise<void> {
  if (!wantsLauncher(process.env, context.extensionMode === ExtensionMode.Development)) return;
  try {
    const target = { executable: process.execPath, cli: context.asAbsolutePath(path.join('dist', 'cli.cjs')) };
    const { folder, written } = await writeLauncher(target, homedir());
    const variables = context.environmentVariableCollection;
    const addition = path.delimiter + folder;
    // A changed collection asks the user to restart every terminal: it changes only when the folder does.
    if (variables.get('PATH')?.value !== addition) variables.append('PATH', addition);
    variables.description = t('Adds the `payoff` command.');
    if (written.length > 0) log.info('Renewed the launcher of the command line.');
  } catch (error) {
    log.warn(`The launcher of the command line could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
