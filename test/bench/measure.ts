/** Runs commands one after the other and says what each took. */
import { spawn } from 'node:child_process';

export interface Taken {
  /** From start to end. */
  readonly wallMs: number;
  /** Of all its threads and children, in user and kernel mode: hardly changes with what else the machine does. */
  readonly cpuMs: number;
  readonly stdout: string;
}

/** Runs a command with nothing of the caller's environment but PATH. Rejects when it fails. */
export async function take(command: readonly string[], env: Readonly<Record<string, string>>): Promise<Taken> {
  const startMs = performance.now();
  // The shell's `times` says on the error output what its children took.
  const child = spawn('sh', ['-c', '"$@" || exit 1; times >&2', 'sh', ...command], { env: { PATH: process.env.PATH, ...env } });
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((done) => child.on('exit', done)),
  ]);
  const wallMs = performance.now() - startMs;
  if (code !== 0) throw new Error(`${command.join(' ')} failed:\n${stderr}`);
  return { wallMs, cpuMs: cpuMsOf(stderr), stdout };
}

function cpuMsOf(times: string): number {
  const last = times.trimEnd().split('\n').at(-1) ?? '';
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** The middle one of some numbers, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((first, second) => first - second);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}

/** The smallest of some numbers that so many hundredths of them do not exceed. */
export function percentile(numbers: readonly number[], hundredths: number): number {
  const sorted = [...numbers].sort((first, second) => first - second);
  return sorted[Math.max(0, Math.ceil((sorted.length * hundredths) / 100) - 1)] ?? NaN;
}

/** As it is written in a table; seconds from a thousand on. */
export function milliseconds(value: number): string {
  if (Math.abs(value) >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value.toFixed(Math.abs(value) < 10 ? 1 : 0)} ms`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
