/** `payoff collector` as a process of its own, and what it prints. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { runCommand } from '../runCommand.ts';
import type { CommandResult } from '../runCommand.ts';

const program = path.resolve(import.meta.dirname, '../../../src/collector/main.ts');
const quiet = { PAYOFF_COLLECTOR_LOG: 'error', NODE_NO_WARNINGS: '1' };

export class CollectorProcess {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
  }

  /** Starts serving on a free port; rejects with what was said where it ends instead. */
  static start(given: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CollectorProcess> {
    const child = spawn(process.execPath, [program, 'serve', '--port', '0', ...given], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...quiet, ...environment },
    });
    let said = '';
    return new Promise((resolve, reject) => {
      child.stdout.resume();
      child.once('error', reject);
      child.once('close', (code) => reject(new Error(`The collector ended with ${code}: ${said}`)));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const [, url] = /listens on (\S+)\./.exec(said) ?? [];
        if (url !== undefined) resolve(new CollectorProcess(child, url));
      });
    });
  }

  /** Sends a signal; resolves to the exit code, null where the signal itself ended it. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve(this.child.exitCode);
    return new Promise((resolve) => {
      this.child.once('close', resolve);
      this.child.kill(signal);
    });
  }
}

/** One command of `payoff collector`, to its end. */
export function runAdminCommand(given: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  return runCommand(process.execPath, [program, ...given], { env: { ...process.env, ...quiet, ...environment }, limitMs: 60_000 });
}
