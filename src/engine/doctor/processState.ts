import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { LeaseFacts } from '../../core/report/doctor/facts.ts';

const limitMs = 1_000;

/** What the process `pid` of this machine does; null where that cannot be seen. */
export async function processState(pid: number): Promise<LeaseFacts['process']> {
  if (pid <= 0) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // One that belongs to somebody else lives, and may be asked nothing.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return 'gone';
  }
  try {
    const letter = await stateLetter(pid);
    if (letter === null) return 'runs';
    return letter === 'Z' || letter === 'X' ? 'gone' : /^t$/i.test(letter) ? 'stopped' : 'runs';
  } catch {
    return 'runs';
  }
}

/** One letter, as proc(5) and ps(1) have it; null on Windows, which stops no processes. */
async function stateLetter(pid: number): Promise<string | null> {
  if (process.platform === 'win32') return null;
  if (process.platform === 'linux') {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name in brackets before it may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'state=', '-p', String(pid)], { timeout: limitMs });
  return stdout.trim().slice(0, 1);
}
