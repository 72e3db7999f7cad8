/** The launcher that hooks name, for a command line that no extension brought: written only where none is that works. */
import { existsSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { commandScript, launchedCli, shellScript } from '../core/launcher/scripts.ts';
import { replaceFile } from './replaceFile.ts';

export type LauncherState = 'ready' | 'broken' | 'missing';

/** Whether `~/.payoff/bin/payoff` is there, and what it names. */
export async function launcherState(home: string): Promise<LauncherState> {
  const script = await readFile(launcherFile(home), 'utf8').catch(() => null);
  if (script === null) return 'missing';
  const cli = launchedCli(script);
  return cli !== null && existsSync(cli) ? 'ready' : 'broken';
}

/** Writes it for this process's Node and command line, unless one is there that works. */
export async function ensureLauncher(home: string, platform: string = process.platform): Promise<void> {
  if ((await launcherState(home)) === 'ready') return;
  const target = { executable: process.execPath, cli: ownCli() };
  const file = launcherFile(home);
  await replaceFile(file, shellScript(target), 0o755);
  if (platform === 'win32') await replaceFile(`${file}.cmd`, commandScript(target), 0o755);
}

/** The file that this process runs. */
export function ownCli(): string {
  return realpathSync(process.argv[1] ?? '.');
}

function launcherFile(home: string): string {
  return path.join(home, '.payoff', 'bin', 'payoff');
}
