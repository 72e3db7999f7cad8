import { spawn } from 'node:child_process';
import { compileCache } from './compileCache.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Written to standard input, which is closed after it. */
  readonly input?: string;
  /** The command is killed and the promise rejected after this time. */
  readonly limitMs?: number;
  /** Aborted: the command is killed and the promise rejected. */
  readonly signal?: AbortSignal;
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command to its end, whatever its exit code; rejects when it cannot be started or takes longer than its limit. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { cwd, env, input, limitMs, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...compileCache(), ...(env ?? process.env) },
      stdio: 'pipe',
      killSignal: 'SIGKILL',
      signal,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // A command that exits without reading its input is no error of ours.
    child.stdin.on('error', () => undefined).end(input ?? '');
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            child.kill('SIGKILL');
            reject(new Error(`${command} took longer than ${limitMs} ms.\n${stdout}${stderr}`));
          }, limitMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}

/** As `runCommand`, but rejects with the output unless the command exits with 0; resolves to its standard output. */
export async function runOrFail(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, args, options);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} exited with ${String(code)}.\n${stdout}${stderr}`);
  return stdout;
}
