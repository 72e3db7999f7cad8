/** The command lines that Claude Code is given. They name the launcher, never a folder that moves with the next version. */
import { shellQuoted } from '../launcher/scripts.ts';
import type { HookCommands } from './hookSettings.ts';

export interface HookPlace {
  /** Home folder, absolute. */
  readonly home: string;
  readonly platform: string;
  /** A ledger that is not the default one, absolute; null for that. */
  readonly ledger: string | null;
}

/**
 * On POSIX a shell runs them: whatever the launcher says when what it names is gone goes nowhere, and it ends well, so that a session never shows an
 * error for it. On Windows Claude Code takes Git Bash where it is, else PowerShell: both expand a leading `~`, run a batch file, and need no quotes.
 */
export function hookCommands({ home, platform, ledger }: HookPlace): HookCommands {
  const windows = platform === 'win32';
  const launcher = windows ? '~/.payoff/bin/payoff.cmd' : shellQuoted(`${home}/.payoff/bin/payoff`);
  const options = ledger === null ? '' : ` --ledger ${windows ? `"${ledger.replaceAll('\\', '/')}"` : shellQuoted(ledger)}`;
  const quiet = windows ? '' : ' >/dev/null 2>&1 || true';
  const of = (word: string): string => `${launcher} hook run ${word}${options}${quiet}`;
  return { SessionStart: of('session-start'), SessionEnd: of('session-end') };
}
