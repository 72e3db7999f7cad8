/** Small questions to git, by simple-git: answers of a few lines, held as one text. */
import { simpleGit } from 'simple-git';
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

/** git's output, untrimmed; `''` also where it found nothing and said nothing. Throws a `GitFailure`. */
export async function askGit(path: string, args: readonly string[], options: GitOptions): Promise<string> {
  const binary = await gitBinary(options);
  await assertFolder(path);
  if (options.signal?.aborted === true) throw new GitFailure('cancelled');
  const block = options.timeoutMs ?? defaultTimeoutMs;
  const git = simpleGit({
    baseDir: path,
    binary,
    config: [...hardenedConfig],
    unsafe: ownValues,
    allowEnvironment: allowedVariables,
    timeout: { block },
    ...(options.signal === undefined ? {} : { abort: options.signal }),
  }).env(hardenedEnvironment(options.environment));
  try {
    return await git.raw([...args]);
  } catch (error) {
    if (isAborted(options)) throw new GitFailure('cancelled');
    const text = error instanceof Error ? error.message : '';
    throw new GitFailure(/block timeout reached/i.test(text) ? 'timeout' : reasonOf(text));
  }
}

/** Asked anew: the signal may have come while git ran. */
function isAborted({ signal }: GitOptions): boolean {
  return signal?.aborted === true;
}
