/** `payoff` on a Node that can run it: gives the commands this process's terminal, environment and engine. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setFlagsFromString } from 'node:v8';
import { run } from './run.ts';
import type { Output } from './surroundings.ts';

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      // Some terminals do not say how wide they are.
      return stream.isTTY ? stream.columns || 80 : Infinity;
    },
  };
}

/** Root of the package that this file lies in, in `src` as in `dist`. */
function packageFolder(): string {
  let folder = path.dirname(realpathSync(process.argv[1] ?? '.'));
  while (!existsSync(path.join(folder, 'package.json')) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  return folder;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageFolder(), 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
}

async function readInput(): Promise<string | null> {
  if (process.stdin.isTTY) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise((resolve) => {
      terminal.once('close', () => resolve(null)); // by Ctrl+C or Ctrl+D
      void terminal.question(question).then(resolve, () => resolve(null));
    });
  } finally {
    terminal.close();
  }
}

/** The collector is another program: nothing of this one is started for it. */
async function startCollector(): Promise<void> {
  const { runCollectorBeside } = await import('./collectorCommand.ts');
  process.exitCode = await runCollectorBeside(realpathSync(process.argv[1] ?? '.'), process.argv.slice(3), process.stderr);
}

function start(): void {
  // `payoff report | head` closes the pipe when it has seen enough.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });

  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort()); // a second Ctrl+C ends the process at once

  void run(process.argv.slice(2), {
    environment: process.env,
    home: homedir(),
    folder: process.cwd(),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    version,
    isCheckout: () => existsSync(path.join(packageFolder(), 'src', 'start', 'main.ts')),
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    readInput,
    ask,
    openEngine: async (options) => {
      await import('../engine/sqliteWarning.ts');
      const { openEngine } = await import('../engine/engine.ts');
      return openEngine(options);
    },
    openUpkeep: async (options) => {
      await import('../engine/sqliteWarning.ts');
      const { openUpkeep } = await import('../engine/upkeep.ts');
      return openUpkeep(options);
    },
    examineWithoutLedger: async (options, problem) => {
      const { examineWithoutLedger } = await import('../engine/doctor.ts');
      return examineWithoutLedger(options, problem);
    },
    nowMs: () => Date.now(),
    signal: interrupted.signal,
  }).then((code) => {
    process.exitCode = code;
  });
}

/**
 * A command runs for a second or two, on every processor there is. V8's threads that collect garbage beside take more from those that work than they save.
 * And what its slowest compiler makes of the code is quicker only later, and costs a seventh of all the processor time of a first ingest: so it waits for code
 * that is called far more often than by default. That only once a thread has parsed something: with another such number V8 does not take Node's own code as it
 * was compiled beforehand, and a thread's start takes twice as long. Only where the flags are known, for an unknown one is complained about.
 */
function tuneForASecond(): void {
  if (!/^1[23]\./.test(process.versions.v8)) return;
  for (const flag of ['--no-parallel-scavenge', '--no-concurrent-marking', '--no-concurrent-sweeping']) setFlagsFromString(flag);
  process.on('worker', (worker) => {
    worker.once('message', () => {
      setFlagsFromString('--invocation-count-for-turbofan=200000');
    });
  });
}

if (process.argv[2] === 'collector') void startCollector();
else {
  tuneForASecond();
  start();
}
