/**
 * The runner for answers of any length: git's output as it comes, never held as a whole, with input where a list would be too long for
 * arguments. simple-git has neither.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { gitBinary } from './binary.ts';
import { hardenedConfig, hardenedEnvironment } from './hardening.ts';
import { GitFailure, reasonOf } from './problem.ts';
import type { GitOptions } from './types.ts';

export const defaultTimeoutMs = 60_000;
/** Of stderr, which is only looked at for the kind of a failure. */
const keptErrorBytes = 8_192;

export interface StreamOptions extends GitOptions {
  /** Written to git's standard input. */
  readonly input?: string;
  /** Configuration whose names may hold any character, which `-c` cannot carry. */
  readonly settings?: readonly { readonly key: string; readonly value: string }[];
}

/** git's output in chunks. Throws a `GitFailure`; ends the process when the reader stops early. */
export async function* streamGit(path: string, args: readonly string[], options: StreamOptions): AsyncGenerator<Buffer, void, undefined> {
  const binary = await gitBinary(options);
  await assertFolder(path);
  if (options.signal?.aborted === true) throw new GitFailure('cancelled');
  const child = spawn(binary, [...hardenedConfig.flatMap((each) => ['-c', each]), ...args], {
    cwd: path,
    env: { ...hardenedEnvironment(options.environment), ...settingVariables(options.settings ?? []) },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const run = new Run(child, options);
  try {
    yield* run.chunks(options.input ?? '');
  } finally {
    run.end();
  }
}

/** The whole output as text, for what is bounded by its question. */
export async function gitText(path: string, args: readonly string[], options: StreamOptions): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(path, args, options)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Throws unless `path` is a folder: a process cannot be started in one that is gone, and says so as if git were missing. */
export async function assertFolder(path: string): Promise<void> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  if (!isFolder) throw new GitFailure('noRepository');
}

/** One process, from its start to its end. */
class Run {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly options: StreamOptions;
  private failure: GitFailure | null = null;
  private stderr = '';
  private readonly closed: Promise<unknown>;
  private readonly cancel = (): void => this.fail(new GitFailure('cancelled'));

  constructor(child: ChildProcessWithoutNullStreams, options: StreamOptions) {
    this.child = child;
    this.options = options;
    // Also after a failed start `close` comes, so that nothing here waits for ever.
    this.closed = new Promise((resolve) => child.once('close', resolve));
    child.once('error', () => this.fail(new GitFailure('missing')));
    // git may end before it has read everything, which is told by its exit code.
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (this.stderr.length < keptErrorBytes) this.stderr += text.slice(0, keptErrorBytes);
    });
    options.signal?.addEventListener('abort', this.cancel, { once: true });
  }

  async *chunks(input: string): AsyncGenerator<Buffer, void, undefined> {
    this.child.stdin.end(input);
    const output: AsyncIterator<Buffer> = this.child.stdout[Symbol.asyncIterator]();
    for (;;) {
      // Silence is git's only while it is waited for; a slow reader does not count against it.
      const next = await this.inTime(output.next()).catch(() => null);
      this.throwFailure();
      if (next === null || next.done === true) break;
      yield next.value;
    }
    await this.inTime(this.closed);
    this.throwFailure();
    if (this.child.exitCode !== 0) throw new GitFailure(reasonOf(this.stderr));
  }

  end(): void {
    this.options.signal?.removeEventListener('abort', this.cancel);
    this.kill();
  }

  private async inTime<Value>(waited: Promise<Value>): Promise<Value> {
    const timer = setTimeout(() => this.fail(new GitFailure('timeout')), this.options.timeoutMs ?? defaultTimeoutMs);
    try {
      return await waited;
    } finally {
      clearTimeout(timer);
    }
  }

  private throwFailure(): void {
    if (this.failure !== null) throw this.failure;
  }

  private fail(failure: GitFailure): void {
    this.failure ??= failure;
    this.kill();
    // A grandchild that holds the pipe open must not hold us.
    this.child.stdout.destroy();
  }

  /** It only reads and takes no lock, so that it can be ended at once. */
  private kill(): void {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
  }
}

function settingVariables(settings: readonly { readonly key: string; readonly value: string }[]): Record<string, string> {
  const variables: Record<string, string> = {};
  if (settings.length > 0) variables.GIT_CONFIG_COUNT = String(settings.length);
  for (const [index, { key, value }] of settings.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}
