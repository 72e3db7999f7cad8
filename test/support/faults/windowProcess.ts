import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { EngineRig } from '../engineRig.ts';
import { windowBundle } from './windowBundle.ts';

/** A window's worker in a process of its own, to be stopped, killed and talked to. */
export class WindowProcess {
  readonly child: ChildProcess;
  /** Every line that it printed and that was not waited past. */
  readonly lines: string[] = [];
  private wake: () => void = () => undefined;
  private seen = 0;

  constructor(rig: Pick<EngineRig, 'ledger' | 'home'>, { uid }: { readonly uid?: number } = {}) {
    this.child = spawn(process.execPath, [windowBundle(), rig.ledger, rig.home], {
      stdio: ['pipe', 'pipe', 'inherit'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    if (this.child.stdout === null) throw new Error('The process has no output.');
    createInterface(this.child.stdout).on('line', (line) => {
      this.lines.push(line);
      this.wake();
    });
  }

  /** Waits for a line that matches, after those that were waited for before. Who loses a race, and waits on, takes no line away from the next to wait. */
  async line(pattern: RegExp): Promise<string> {
    for (let at = this.seen; ;) {
      for (; at < this.lines.length; at += 1) {
        const line = this.lines[at] ?? '';
        if (!pattern.test(line)) continue;
        this.seen = at + 1;
        return line;
      }
      await new Promise<void>((done) => (this.wake = done));
    }
  }

  /** Waits until a line matches, among those that were printed before too. */
  async ever(pattern: RegExp): Promise<string> {
    for (;;) {
      const [found] = this.said(pattern);
      if (found !== undefined) return found;
      await new Promise<void>((done) => (this.wake = done));
    }
  }

  /** Lines so far that match. */
  said(pattern: RegExp): readonly string[] {
    return this.lines.filter((line) => pattern.test(line));
  }

  /** Lets go of what was printed until now: the next line waited for is a new one. */
  skip(): void {
    this.seen = this.lines.length;
  }

  async tell(command: string): Promise<void> {
    this.child.stdin?.write(`${command}\n`);
    await this.line(new RegExp(`^did ${command}$`));
  }

  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }
}
