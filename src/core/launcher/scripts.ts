/** The launcher `~/.payoff/bin/payoff` as text: whoever names the launcher names no folder that moves with the next version. */

export interface LauncherTarget {
  /** The Node to run: of an editor an Electron binary on the desktop, `node` on a server. */
  readonly executable: string;
  /** `dist/cli.cjs` of the extension or the package. */
  readonly cli: string;
}

const origin = 'Written by Payoff, and renewed when the editor, the extension or the package moves.';
const gone = 'payoff: what this launcher names is gone. Open the editor once to renew it, or run payoff hook install again.';

/** For a shell of POSIX, and for Git Bash on Windows. */
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

/** The command line that a launcher runs; null where the text is none. */
export function launchedCli(script: string): string | null {
  const quoted = /^cli=('(?:[^']|'\\'')*')$/m.exec(script)?.[1];
  return quoted === undefined ? null : quoted.slice(1, -1).replaceAll(`'\\''`, "'");
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
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A percent sign is the only character of a Windows path that a batch file would expand inside quotes. */
function batchQuoted(text: string): string {
  return text.replaceAll('%', '%%');
}
