/**
 * The launcher `~/.payoff/bin/payoff`: who installed the extension has the command line too, run by the editor's own Node, without a
 * second installation. Scripts name the launcher, never the extension's folder, whose name changes with every version.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface LauncherTarget {
  /** The editor's Node: an Electron binary on the desktop, `node` on a server. */
  readonly executable: string;
  /** The extension's `dist/cli.cjs`. */
  readonly cli: string;
}

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

const origin = 'Written by the Payoff extension, and renewed when the editor or the extension moves.';
const gone = 'payoff: the editor or extension that this launcher names is gone. Open the editor once to renew it.';

export function shellScript({ executable, cli }: LauncherTarget): string {
  return `#!/bin/sh
# ${origin}
editor=${shellQuoted(executable)}
cli=${shellQuoted(cli)}
if [ -f "$cli" ]; then
  if [ -x "$editor" ]; then
    ELECTRON_RUN_AS_NODE=1 exec "$editor" "$cli" "$@"
  fi
  if command -v node >/dev/null 2>&1; then
    exec node "$cli" "$@"
  fi
fi
echo '${gone}' >&2
exit 1
`;
}

/** A batch file reads itself line by line in the console's code page: only a path beyond ASCII needs UTF-8, set back afterwards. */
export function commandScript({ executable, cli }: LauncherTarget): string {
  const beyondAscii = /[^\x20-\x7e]/.test(executable + cli);
  const lines = [
    '@echo off',
    `rem ${origin}`,
    'setlocal DisableDelayedExpansion',
    ...(beyondAscii ? ['for /f "tokens=2 delims=:." %%p in (\'chcp\') do set "payoff_page=%%p"', 'chcp 65001 >nul'] : []),
    `set "payoff_editor=${batchQuoted(executable)}"`,
    `set "payoff_cli=${batchQuoted(cli)}"`,
    ...(beyondAscii ? ['chcp %payoff_page% >nul'] : []),
    'if not exist "%payoff_cli%" goto gone',
    'if not exist "%payoff_editor%" goto node',
    'set "ELECTRON_RUN_AS_NODE=1"',
    '"%payoff_editor%" "%payoff_cli%" %*',
    'exit /b %errorlevel%',
    ':node',
    'where node >nul 2>nul || goto gone',
    'node "%payoff_cli%" %*',
    'exit /b %errorlevel%',
    ':gone',
    `echo ${gone} 1>&2`,
    'exit /b 1',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** In single quotes everything is literal but the quote itself. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A percent sign is the only character of a Windows path that a batch file would expand inside quotes. */
function batchQuoted(text: string): string {
  return text.replaceAll('%', '%%');
}
