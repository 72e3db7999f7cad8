import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestCounts } from './testCounts.ts';

export interface NodeRun {
  /** Null when it had to be ended. */
  readonly code: number | null;
  /** What the run's reporter counted, if it got so far. */
  readonly counts: TestCounts | undefined;
  /** What it printed, where nobody watched. */
  readonly output: string;
}

/** No command takes so long, even on a slow machine that installs on the way. */
const longestRunMs = 25 * 60_000;

/** A run whose tests are all over has this long to end: what holds it then is a leak. */
const longestEndMs = 30_000;

/** Runs one command with this Node in `folder`. What it prints is shown at once where it is watched, else it is in the result. */
export async function runNode(args: readonly string[], { folder, watched }: { folder: string; watched: boolean }): Promise<NodeRun> {
  const kept = await mkdtemp(path.join(tmpdir(), 'payoff-counts-'));
  const file = path.join(kept, 'counts.json');
  try {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      stdio: watched ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PAYOFF_TEST_COUNTS: file },
    });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk));
    const started = Date.now();
    const watch = setInterval(() => {
      if (isOverdue(file, started)) child.kill('SIGKILL');
    }, 1_000);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    }).finally(() => {
      clearInterval(watch);
      // What a test left running may hold them open for ever.
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
    const output = Buffer.concat(printed).toString('utf8');
    const leak = code === null ? 'A test run did not end by itself: a test hangs, or left something open behind it.\n' : '';
    if (watched) process.stderr.write(leak);
    const counts = await readFile(file, 'utf8').catch(() => undefined);
    return { code, counts: counts === undefined ? undefined : (JSON.parse(counts) as TestCounts), output: output + leak };
  } finally {
    await rm(kept, { recursive: true, force: true });
  }
}

function isOverdue(countsFile: string, startedMs: number): boolean {
  const written = statSync(countsFile, { throwIfNoEntry: false })?.mtimeMs;
  return Date.now() - startedMs > longestRunMs || (written !== undefined && Date.now() - written > longestEndMs);
}
