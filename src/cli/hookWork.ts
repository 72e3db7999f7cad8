/** What a hook has done, in a process of its own that nobody waits for: what is new is read, and what waits for the team is sent. */
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeFolder } from '../ledger/makeFolder.ts';
import type { CommandLine } from './commandLine.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { hookFolder, noteHook } from './hookLog.ts';
import { withEngine } from './session.ts';
import type { CommandFunction } from './session.ts';
import type { Output, Surroundings } from './surroundings.ts';
import { sendDue } from './teamDue.ts';

/** Claude Code writes the last lines of a transcript after its hooks. */
const settleMs = 1_000;
/** A large history is read bit by bit: what is read is kept. */
const workMs = 2 * 60_000;
/** A process that hangs in spite of that ends. */
const hardLimitMs = 3 * 60_000;

/**
 * However many sessions begin and end at once, one process works. Whoever comes while it does leaves a wish behind; whoever worked looks for wishes
 * after it let the lock go, and a wish is left before the lock is tried, so that none is missed.
 */
export async function hookWork(line: CommandLine, surroundings: Surroundings): Promise<ExitCode> {
  const hardLimit = setTimeout(() => process.exit(exitCodes.failure), hardLimitMs);
  hardLimit.unref();
  const folder = hookFolder(line, surroundings);
  try {
    beNice();
    if (line.operand === 'session-end') await wait(settleMs);
    makeFolder(folder);
    const wish = path.join(folder, 'hook.wanted');
    await writeFile(wish, '');
    do {
      const ended = await alone(path.join(folder, 'hook.lock'), async () => {
        await rm(wish, { force: true });
        await work(line, surroundings, folder);
      });
      if (!ended) return exitCodes.success;
    } while (existsSync(wish));
    return exitCodes.success;
  } catch (error) {
    await noteHook(folder, surroundings.nowMs(), `${line.operand}: ${error instanceof Error ? error.message : String(error)}`);
    return exitCodes.failure;
  } finally {
    clearTimeout(hardLimit);
  }
}

/** A session is worth more than what it cost. */
function beNice(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Some systems do not let it be changed.
  }
}

/** Works under a lock of SQLite's own, which ends with its process, however that ends; false where another process has it. */
async function alone(lockFile: string, work: () => Promise<void>): Promise<boolean> {
  await import('../engine/sqliteWarning.ts');
  const { DatabaseSync } = await import('node:sqlite');
  const lock = new DatabaseSync(lockFile);
  try {
    try {
      lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    } catch {
      return false;
    }
    await work();
    return true;
  } finally {
    lock.close();
  }
}

async function work(line: CommandLine, surroundings: Surroundings, folder: string): Promise<void> {
  const said: string[] = [];
  const quiet: Output = { write: (text) => void said.push(text.trim()), isTerminal: false, columns: Infinity };
  const command: CommandFunction = async ({ engine }) => {
    const signal = AbortSignal.any([surroundings.signal, AbortSignal.timeout(workMs)]);
    const { filesRead, newRequests, problems } = await engine.ingest({ signal });
    said.push(`${String(newRequests)} new requests in ${String(filesRead)} files.`, ...problems);
    said.push(...(await sendDue(engine, line, surroundings, signal)));
    return exitCodes.success;
  };
  await withEngine(line, { ...surroundings, stdout: quiet, stderr: quiet }, { command });
  await noteHook(folder, surroundings.nowMs(), `${line.operand}: ${said.join(' ')}`);
}
