/** Small questions to git, by simple-git: answers of a few lines, held as one text. */
import { gitBinary } from './binary.ts';
import { allowedVariables, hardenedConfig, hardenedEnvironment } from './hardening.ts';
import { GitFailure, reasonOf } from './problem.ts';
import { assertFolder, defaultTimeoutMs } from './stream.ts';
import type { GitOptions } from './types.ts';

/** simple-git refuses these from anybody; the values here are our own and fixed, and switch programs off. */
const ownValues = {
  allowUnsafeCustomBinary: true,
  allowUnsafePager: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeProtocolOverride: true,
};

/** simple-git only interrupts; a process that does not listen is not waited for longer than this. */
const graceMs = 500;

/** git's output, untrimmed; `''` also where it found nothing and said nothing. Throws a `GitFailure`. */
export async function askGit(path: string, args: readonly string[], options: GitOptions): Promise<string> {
  // Loaded when something is first asked: most commands start without.
  const { simpleGit } = await import('simple-git');
  const binary = await gitBinary(options);
  await assertFolder(path);
  const limit = new Limit(options);
  try {
    limit.throwIfOver();
    const git = simpleGit({
      baseDir: path,
      binary,
      config: [...hardenedConfig],
      unsafe: ownValues,
      allowEnvironment: allowedVariables,
      abort: limit.signal,
    }).env(hardenedEnvironment(options.environment));
    return await Promise.race([git.raw([...args]), limit.over]);
  } catch (error) {
    limit.throwIfOver();
    throw error instanceof GitFailure ? error : new GitFailure(reasonOf(error instanceof Error ? error.message : ''));
  } finally {
    limit.end();
  }
}

/** How long a question may take: until it is cancelled, or its time is up. */
class Limit {
  /** Rejects a moment after the limit was reached. */
  readonly over: Promise<never>;
  private readonly controller = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly cancelling: AbortSignal | undefined;
  private failure: GitFailure | null = null;
  private rejectOver: (failure: GitFailure) => void = () => undefined;
  private readonly cancel = (): void => this.reach(new GitFailure('cancelled'));

  constructor({ signal, timeoutMs = defaultTimeoutMs }: GitOptions) {
    this.over = new Promise((_, reject) => (this.rejectOver = reject));
    // It may be reached while nobody waits for it any more.
    this.over.catch(() => undefined);
    this.cancelling = signal;
    signal?.addEventListener('abort', this.cancel, { once: true });
    this.timers.push(setTimeout(() => this.reach(new GitFailure('timeout')), timeoutMs));
    if (signal?.aborted === true) this.cancel();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  throwIfOver(): void {
    if (this.failure !== null) throw this.failure;
  }

  end(): void {
    this.cancelling?.removeEventListener('abort', this.cancel);
    for (const timer of this.timers) clearTimeout(timer);
  }

  private reach(failure: GitFailure): void {
    if (this.failure !== null) return;
    this.failure = failure;
    this.controller.abort();
    this.timers.push(setTimeout(() => this.rejectOver(failure), graceMs));
  }
}
