/**
 * The launcher `~/.payoff/bin/payoff`: who installed the extension has the command line too, run by the editor's own Node, without a
 * second installation. Scripts name the launcher, never the extension's folder, whose name changes with every version.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandScript, shellScript } from '../core/launcher/scripts.ts';
import type { LauncherTarget } from '../core/launcher/scripts.ts';

export interface LauncherFiles {
  readonly folder: string;
  readonly written: readonly string[];
}

/**
 * Whether this window's extension may be the one that the launcher names. In a demo, an editor that `npm start` opens, or a window for
 * developing the extension it lies in a folder that is soon gone or unfinished, and the launcher of the installed one stays as it is.
 */
export function wantsLauncher(environment: NodeJS.ProcessEnv, development: boolean): boolean {
  const set = (name: string): boolean => (environment[name] ?? '') !== '';
  return !development && !set('PAYOFF_NO_LAUNCHER') && !set('PAYOFF_DEMO');
}

/** Writes the launcher under `home` where it is missing or names another editor or version; resolves to what was written. */
export async function writeLauncher(
  target: LauncherTarget,
  home: string,
  platform: NodeJS.Platform = process.platform,
): Promise<LauncherFiles> {
  const folder = path.join(home, '.payoff', 'bin');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const wanted = [{ file: path.join(folder, 'payoff'), text: shellScript(target) }];
  // Git Bash on Windows runs the first, everything else there the second.
  if (platform === 'win32') wanted.push({ file: path.join(folder, 'payoff.cmd'), text: commandScript(target) });
  const written: string[] = [];
  for (const { file, text } of wanted) if (await writeWhenChanged(file, text)) written.push(file);
  return { folder, written };
}

/** Whole or not at all: a terminal may start the launcher at the very moment it is renewed. */
async function writeWhenChanged(file: string, text: string): Promise<boolean> {
  const before = await readFile(file, 'utf8').catch(() => null);
  if (before === text) return false;
  const beside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(beside, text, { mode: 0o755 });
    await chmod(beside, 0o755); // whatever the umask took
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return true;
}
