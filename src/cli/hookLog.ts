/** What hooks did, beside the ledger: they have nowhere to say it. */
import { appendFile, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ledgerPath } from '../ledger/place.ts';
import type { CommandLine } from './commandLine.ts';
import { replaceFile } from './replaceFile.ts';
import type { Surroundings } from './surroundings.ts';

/** Beyond it the older half goes. */
const longestBytes = 64 * 1024;

/** Folder of everything that hooks keep: the ledger's. */
export function hookFolder(
  { ledger }: Pick<CommandLine, 'ledger'>,
  { environment, home }: Pick<Surroundings, 'environment' | 'home'>,
): string {
  return path.dirname(ledgerPath({ ledger, environment, home }));
}

/** Adds one line; never throws, for a log is no reason to fail. */
export async function noteHook(folder: string, nowMs: number, sentence: string): Promise<void> {
  const file = logFile(folder);
  try {
    const size = await stat(file).then(
      ({ size: bytes }) => bytes,
      () => 0,
    );
    if (size > longestBytes) await shorten(file);
    await appendFile(file, `${new Date(nowMs).toISOString()} ${sentence.replaceAll(/\s*\n\s*/g, ' ')}\n`, { mode: 0o600 });
  } catch {
    // Said nowhere: the disk is full, or the folder is not ours.
  }
}

/** The last three lines. */
export async function lastOfLog(line: CommandLine, surroundings: Surroundings): Promise<readonly string[]> {
  const text = await readFile(logFile(hookFolder(line, surroundings)), 'utf8').catch(() => '');
  return text
    .trimEnd()
    .split('\n')
    .slice(-3)
    .filter((entry) => entry !== '');
}

function logFile(folder: string): string {
  return path.join(folder, 'hook.log');
}

async function shorten(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const half = text.slice(-longestBytes / 2);
  await replaceFile(file, half.slice(half.indexOf('\n') + 1), 0o600);
}
