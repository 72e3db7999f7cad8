/** `payoff hook run EVENT`: what Claude Code starts and waits for. It prints nothing, for a session's start would read it, and only starts what works. */
import { spawn } from 'node:child_process';
import type { CommandLine } from './commandLine.ts';
import { ownCli } from './hookLauncher.ts';
import type { Surroundings } from './surroundings.ts';

/** Starts the work in a process of its own, which outlives the session and holds none of its files; never throws. */
export function startHookWork(line: CommandLine, { environment, home }: Pick<Surroundings, 'environment' | 'home'>): void {
  try {
    const ledger = line.ledger === null ? [] : ['--ledger', line.ledger];
    const directories = line.claudeDirectories.flatMap((directory) => ['--claude-dir', directory]);
    const child = spawn(process.execPath, [ownCli(), 'hook', 'work', line.operand, ...ledger, ...directories], {
      cwd: home,
      detached: true,
      env: environment,
      stdio: 'ignore',
      windowsHide: true,
    });
    child.on('error', () => undefined);
    child.unref();
  } catch {
    // A machine without room for another process: the next session's start sweeps.
  }
}
