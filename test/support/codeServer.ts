import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { windowSettings } from '../../src/start/browserEditor.ts';
import { launchChromium } from './chromium.ts';
import { openCodeWindow } from './codeWindow.ts';
import type { CodeWindow, WindowOptions } from './codeWindow.ts';
import { runOrFail } from './runCommand.ts';
import { addLanguagePack } from './languagePack.ts';
import { noonZone } from './noonZone.ts';
import { installServer } from './tools.ts';
import type { ServerTool, ServerVersion } from './tools.ts';
import { removeFolder } from './removeFolder.ts';

export interface ServerOptions {
  readonly version: ServerVersion;
  /** HOME of the server and its extensions: the extension must never read the developer's own `~/.claude`. */
  readonly home: string;
  /** The user's settings.json. The server does not watch it: tests of live settings change them in the extension host. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to an environment that has nothing of the caller's but PATH, and a zone in which it is noon: what is spent today stays today's. */
  readonly env?: Readonly<Record<string, string>>;
  /** False opens windows in Restricted Mode; true when left out. */
  readonly trusted?: boolean;
  /** A VSIX to install before the start. */
  readonly vsix?: string;
  /** What VS Code is shown in, `de`; English where it is left out. */
  readonly language?: string;
  /** Whether VS Code lets extensions report anything. What its own parts then send goes to a closed port of this machine. False when left out. */
  readonly telemetry?: boolean;
  /** Options of Node itself, for the server and its extension hosts, which take them over. */
  readonly nodeArguments?: readonly string[];
}

export interface CodeServer {
  readonly port: number;
  /** All that the server keeps: settings, logs, state. */
  readonly data: string;
  /** Opens a window in a browser of its own; several may be open at once. */
  openWindow(options: WindowOptions): Promise<CodeWindow>;
  /** All that the extension hosts have logged so far, output channels included. */
  extensionHostLog(): Promise<string>;
  /** What the server itself printed. */
  serverLog(): string;
  /** Closes all windows, stops the server and removes its data. */
  close(): Promise<void>;
}

/** The colour themes in which faces are looked at: the value of the setting `workbench.colorTheme`, and the class that the window has then. */
export const themes = {
  light: { setting: 'Default Light Modern', className: 'vs' },
  dark: { setting: 'Default Dark Modern', className: 'vs-dark' },
  highContrast: { setting: 'Default High Contrast', className: 'hc-black' },
} as const;

const quietSettings = {
  ...windowSettings,
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
};

/** VS Code's real server on a free port of loopback; its windows are pages of a headless Chromium. Installs the server when it is missing. */
export async function startCodeServer(options: ServerOptions): Promise<CodeServer> {
  const tool = await installServer(options.version);
  const data = await mkdtemp(path.join(tmpdir(), 'payoff-vscode-'));
  const settingsFile = path.join(data, 'data/User/settings.json');
  const telemetry =
    options.telemetry === true
      ? { 'telemetry.telemetryLevel': 'all', 'http.proxy': 'http://127.0.0.1:9', 'http.proxySupport': 'override' }
      : {};
  const env = { PATH: process.env.PATH, HOME: options.home, TZ: noonZone(), ...options.env };
  let server: { process: ChildProcess; log: () => string } | undefined;
  const browsers: Browser[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(browsers.map((browser) => browser.close()));
    if (server !== undefined) await stop(server.process);
    await removeFolder(data);
  };
  try {
    await mkdir(path.dirname(settingsFile), { recursive: true });
    await writeFile(settingsFile, JSON.stringify({ ...quietSettings, ...telemetry, ...options.settings }));
    if (options.vsix !== undefined)
      await runOrFail(tool.node, [tool.main, '--install-extension', options.vsix, '--server-data-dir', data], { env, limitMs: 60_000 });
    if (options.language !== undefined) await addLanguagePack(data, options.language);
    const port = await freePort();
    server = await startProcess(
      tool,
      [
        ...serverArguments(port, data),
        ...['--telemetry-level', options.telemetry === true ? 'all' : 'off'],
        ...(options.trusted === false ? [] : ['--disable-workspace-trust']),
        ...(options.language === undefined ? [] : ['--locale', options.language]),
      ],
      env,
      options.nodeArguments,
    );
    const { log } = server;
    return {
      port,
      data,
      openWindow: async (window) => {
        const browser = await launchChromium();
        browsers.push(browser);
        return openCodeWindow(browser, port, window);
      },
      extensionHostLog: () => readLogs(path.join(data, 'data/logs')),
      serverLog: log,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function serverArguments(port: number, data: string): string[] {
  return [
    '--enable-smoke-test-driver', // without it the page ignores extensionDevelopmentPath, silently
    ...['--without-connection-token', '--accept-server-license-terms'],
    ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', data],
  ];
}

function startProcess(
  { node, main }: ServerTool,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  nodeArguments: readonly string[] = [],
): Promise<{ process: ChildProcess; log: () => string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [...nodeArguments, main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`VS Code's server did not start within 60 s.\n${log}`));
    }, 60_000);
    const read = (text: string): void => {
      log += text;
      if (!log.includes('Extension host agent listening')) return;
      clearTimeout(limit);
      resolve({ process: child, log: () => log });
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`VS Code's server exited with ${String(code)}.\n${log}`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  const force = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(force);
}

/**
 * Errors that are none of ours: Node 22 writes its warning about SQLite as one, this server is installed without VS Code's search program,
 * which its workspace scan misses, its own telemetry finds a closed port where a test lets extensions report, VS Code's own JSON extension speaks when its window goes, and the host writes to a page that is being loaded anew.
 */
const foreignError =
  /ExperimentalWarning: SQLite|@vscode\/ripgrep\/bin\/rg ENOENT|Channel has been closed|(?:ECONNREFUSED|PROXY) 127\.0\.0\.1:9|\[error\] Error: write (?:ECONNRESET|EPIPE)$/m;

/**
 * VS Code reads files of its own while another of its processes writes them. An error like that is not ours as long as nothing of the extension, which
 * parses no JSON in the host, is on its way there.
 */
const halfWritten = /\[error\] SyntaxError: Unexpected end of JSON input$/m;
const ours = /payoff|extension\.cjs/i;

/** What an extension host's log tells of errors of somebody we answer for, each with the way that led to it. */
export function errorLines(log: string): string[] {
  const entries = log.split(/\n(?=\d{4}-\d\d-\d\d )/).map((entry) => entry.trimEnd());
  const errors = entries.filter((entry) => entry.includes('[error]') && !foreignError.test(entry));
  return errors.filter((entry) => !halfWritten.test(entry) || ours.test(entry));
}

async function readLogs(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const logs = names.filter((name) => name.includes('exthost') && name.endsWith('.log')).sort();
  return (await Promise.all(logs.map((name) => readFile(path.join(folder, name), 'utf8')))).join('');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address === null || typeof address === 'string' ? reject(new Error('No free port.')) : resolve(address.port)));
    });
  });
}
