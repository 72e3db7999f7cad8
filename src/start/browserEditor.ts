/** VS Code's server for a browser: on machines without a display, and over SSH. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageExtension } from '../../test/support/packageExtension.ts';
import { runOrFail } from '../../test/support/runCommand.ts';
import { installServer } from '../../test/support/tools.ts';

export interface BrowserOptions {
  readonly folder: string | null;
  /** Whether `folder` is ours: then nobody is asked whether to trust it. */
  readonly trusted: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (sentence: string) => void;
}

/**
 * Serves VS Code with the extension installed on a free port of loopback until Ctrl+C, and says its address. The address holds a
 * secret: whoever may open it has a shell on this machine.
 */
export async function serveInBrowser({ folder, trusted, environment, say }: BrowserOptions): Promise<void> {
  const { node, main } = await installServer('newest');
  const data = mkdtempSync(path.join(tmpdir(), 'payoff-editor-'));
  try {
    const vsix = path.join(data, 'payoff.vsix');
    await packageExtension(vsix);
    await runOrFail(node, [main, '--install-extension', vsix, '--server-data-dir', data], { env: environment, limitMs: 120_000 });
    writeSettings(data);
    const token = randomBytes(24).toString('hex');
    const port = await freePort();
    const address = ['--host', '127.0.0.1', '--port', String(port), '--connection-token', token];
    const quiet = ['--accept-server-license-terms', '--telemetry-level', 'off', ...(trusted ? ['--disable-workspace-trust'] : [])];
    const server = spawn(node, [main, ...address, ...quiet, '--server-data-dir', data], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.once('exit', () => resolve());
    });
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Extension host agent listening')) say(`VS Code is at ${addressOf(port, token, folder)}\nPress Ctrl+C to stop it.`);
    });
    process.once('SIGINT', () => server.kill());
    process.once('SIGTERM', () => server.kill());
    await ended;
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** The address of a window; without a folder an empty one, which shows all of this machine. */
export function addressOf(port: number, token: string, folder: string | null): string {
  const place = folder === null ? 'ew=true' : `folder=${encodeURIComponent(folder)}`;
  return `http://127.0.0.1:${port}/?tkn=${token}&${place}`;
}

/** Nothing in the window but the product: no welcome, no empty side bar for a chat. */
export const windowSettings = {
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
} as const;

function writeSettings(data: string): void {
  mkdirSync(path.join(data, 'data', 'User'), { recursive: true });
  writeFileSync(path.join(data, 'data', 'User', 'settings.json'), JSON.stringify(windowSettings));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address === null || typeof address === 'string' ? reject(new Error('No free port.')) : resolve(address.port)));
    });
  });
}
