/** The real VS Code with the extension as it is shipped, or without it, and a probe in its extension host. */
import { readFileSync, readdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCodeServer } from '../support/codeServer.ts';
import type { CodeServer } from '../support/codeServer.ts';
import type { CodeWindow } from '../support/codeWindow.ts';
import type { ServerVersion } from '../support/tools.ts';
import type { Bench } from './prepare.ts';
import { probeFolder } from './probe.ts';
import type { ProbeAnswer, ProbeQuestion } from './probe.ts';

export interface EditorOptions {
  readonly version: ServerVersion;
  readonly home: string;
  readonly workspace: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** False: the same VS Code without Payoff. */
  readonly withPayoff: boolean;
}

export interface Editor {
  readonly server: CodeServer;
  readonly window: CodeWindow;
  /** Asks the probe in the extension host. */
  ask(question: ProbeQuestion['ask']): Promise<ProbeAnswer>;
  /** What Linux says of the extension host now. */
  processNow(): ProcessFigures;
  close(): Promise<void>;
}

export interface ProcessFigures {
  /** Of all its threads, in user and kernel mode, in steps of 10 ms. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** The most it ever had. */
  readonly peakRssBytes: number;
  readonly inotifyWatches: number;
}

export const barItem = 'payoff.payoff.cost';

export async function openEditor(bench: Bench, options: EditorOptions): Promise<Editor> {
  const { version, home, workspace, settings, withPayoff } = options;
  const { extension, probe } = await bench.extension();
  const sockets = bench.emptyFolder('probes');
  const server = await startCodeServer({
    version,
    home,
    settings: { ...settings, 'payoff.timezone': 'UTC' },
    env: { TZ: 'UTC', [probeFolder]: sockets },
    nodeArguments: ['--require', probe],
  });
  try {
    const window = await server.openWindow({ workspace, ...(withPayoff ? { extension } : {}) });
    const pid = await hostIn(sockets);
    return {
      server,
      window,
      ask: (question) => askProbe(path.join(sockets, pid), { ask: question }),
      processNow: () => processFigures(pid),
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** The process that put its socket there. */
async function hostIn(sockets: string): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const [pid] = readdirSync(sockets);
    if (pid !== undefined) return pid;
    if (Date.now() > deadline) throw new Error('No extension host started with the probe within 60 s.');
    await delay(100);
  }
}

function askProbe(socket: string, question: ProbeQuestion): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    createConnection(socket)
      .setEncoding('utf8')
      .on('error', reject)
      .on('data', (chunk: string) => (text += chunk))
      .on('end', () => {
        resolve(JSON.parse(text) as ProbeAnswer);
      })
      .write(`${JSON.stringify(question)}\n`);
  });
}

function processFigures(pid: string): ProcessFigures {
  const folder = `/proc/${pid}`;
  const status = readFileSync(`${folder}/status`, 'utf8');
  const bytesOf = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) * 1024;
  // After the name in brackets, which may hold anything: the state is the third field, utime the fourteenth, stime the fifteenth.
  const fields = readFileSync(`${folder}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
    rssBytes: bytesOf('VmRSS'),
    peakRssBytes: bytesOf('VmHWM'),
    inotifyWatches: inotifyWatches(folder),
  };
}

function inotifyWatches(folder: string): number {
  return readdirSync(`${folder}/fdinfo`).reduce((sum, name) => {
    try {
      return sum + (readFileSync(`${folder}/fdinfo/${name}`, 'utf8').match(/^inotify wd:/gm)?.length ?? 0);
    } catch {
      return sum; // closed meanwhile
    }
  }, 0);
}

/** Waits until the output channel says that everything was read; resolves to how much, in its words. */
export async function readToEnd({ server }: Editor, limitMs: number): Promise<string> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const said = /Read (\d+ files, .*) in \d+ ms/.exec(await server.extensionHostLog())?.[1];
    if (said !== undefined) return said;
    if (Date.now() > deadline) throw new Error(`Nothing was read to its end within ${String(limitMs / 1000)} s.`);
    await delay(50);
  }
}
