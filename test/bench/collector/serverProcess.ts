import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Bench } from './prepare.ts';

/** Processor time is counted in these by Linux. */
const tickMs = 10;

/** A server that runs on a processor of its own, and what it takes. */
export class MeasuredProcess {
  readonly port: number;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.child = child;
    this.port = port;
  }

  /** Starts a program of Node that says `listens on http://127.0.0.1:PORT.`; resolves then. */
  static start({ folder }: Bench, file: string, given: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<MeasuredProcess> {
    const pinned = processors();
    const command = [...(pinned === null ? [] : ['taskset', '-c', String(pinned.server)]), process.execPath, file, ...given];
    const child = spawn(command[0] ?? '', command.slice(1), {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, HOME: folder, NODE_NO_WARNINGS: '1', ...environment },
    });
    let said = '';
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => reject(new Error(`It ended with ${String(code)}: ${said}`)));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const [, port] = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(said) ?? [];
        if (port !== undefined) resolve(new MeasuredProcess(child, Number(port)));
      });
    });
  }

  /** Processor time of all its threads so far, by the clock of the process itself where the system does not say. */
  cpuMs(): number {
    return cpuMsOf(this.child.pid ?? 0);
  }

  /** Resident memory, at most so far. */
  peakBytes(): number {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${this.child.pid ?? 0}/status`, 'utf8'))?.[1] ?? NaN) * 1024;
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null) return;
    await new Promise((resolve) => {
      this.child.once('close', resolve);
      this.child.kill('SIGTERM');
    });
  }
}

/** Processor time of a process, of its threads, and of the children that it has waited for; NaN where the system does not tell. */
function cpuMsOf(pid: number): number {
  try {
    // Behind the name, which may hold anything: state is the first, utime the twelfth, stime the thirteenth.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return NaN;
  }
}

/** Processor time of every process whose parent is this one (a PostgreSQL has one for each connection) and of itself. */
export function familyCpuMs(pid: number): number {
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]) === pid;
    } catch {
      return false;
    }
  });
  return [pid, ...children.map(Number)].reduce((sum, each) => sum + cpuMsOf(each), 0);
}

export interface Processors {
  /** The last one is the server's alone; all else is on the others. */
  readonly server: number;
  readonly others: string;
}

/** Null where there is one processor alone or no `taskset`. */
export function processors(): Processors | null {
  const count = cpus().length;
  if (process.platform !== 'linux' || count < 2) return null;
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return { server: count - 1, others: count === 2 ? '0' : `0-${String(count - 2)}` };
}

/** Keeps this process, and what it starts from now on, away from the server's processor. */
export function keepAway(): void {
  const pinned = processors();
  if (pinned !== null) execFileSync('taskset', ['-a', '-cp', pinned.others, String(process.pid)], { stdio: 'ignore' });
}
