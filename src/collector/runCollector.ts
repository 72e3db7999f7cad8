import { runAdmin } from './admin/commands.ts';
import type { AdminAnswer } from './admin/commands.ts';
import { parseCollector } from './admin/commandLine.ts';
import type { AdminCommand } from './admin/commandLine.ts';
import { helpText } from './admin/help.ts';
import { askAdminSocket, openAdminSocket } from './admin/socket.ts';
import type { AdminSocket } from './admin/socket.ts';
import type { Configuration } from './configuration.ts';
import { describeError } from './errors.ts';
import { startCollector } from './startCollector.ts';
import type { Collector } from './startCollector.ts';
import { DatabaseAway, StoreProblem } from './store/database.ts';
import { FolderInUse, addressOfHolder } from './store/folderLock.ts';
import { migrate } from './store/migrate.ts';
import { migrations } from './store/migrations/migrations.ts';
import { openStore } from './store/openStore.ts';

/** What `payoff collector` ends with. */
export const collectorExitCodes = { success: 0, failure: 1, usage: 2 } as const;

export interface CollectorSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly stdout: { write(text: string): void };
  readonly stderr: { write(text: string): void };
  /** Resolves when the collector shall end. */
  readonly ended: Promise<void>;
}

/** Runs `payoff collector` with the arguments behind it; resolves to the exit code, of a server when it has ended. */
export async function runCollector(given: readonly string[], surroundings: CollectorSurroundings): Promise<number> {
  const { environment, folder, stdout, stderr } = surroundings;
  const parsed = parseCollector(given, environment, folder);
  try {
    switch (parsed.kind) {
      case 'help':
        stdout.write(helpText);
        return collectorExitCodes.success;
      case 'usage':
        stderr.write(`payoff collector: ${parsed.sentence}\npayoff collector help shows the commands and settings.\n`);
        return collectorExitCodes.usage;
      case 'serve':
        await serve(parsed.configuration, surroundings);
        return collectorExitCodes.success;
      case 'admin': {
        const answer = await administer(parsed.command, parsed.configuration, given);
        (answer.ok ? stdout : stderr).write(answer.text);
        return answer.ok ? collectorExitCodes.success : collectorExitCodes.failure;
      }
    }
  } catch (error) {
    stderr.write(`payoff collector: ${sentenceOf(error)}\n`);
    return collectorExitCodes.failure;
  }
}

async function serve(configuration: Configuration, { stdout, stderr, folder, ended }: CollectorSurroundings): Promise<void> {
  const collector = await startCollector({ ...configuration, stream: stdout });
  const socket = await socketOf(collector, folder);
  stderr.write(`The collector listens on ${collector.url}.\n`);
  await ended;
  await socket?.close();
  await collector.close();
}

/** PostgreSQL can be asked by everybody; what holds a folder has to answer for it. */
async function socketOf({ context, lock }: Collector, folder: string): Promise<AdminSocket | null> {
  const { configuration, database, nowMs } = context;
  if (lock === null || configuration.data === null || process.platform === 'win32') return null;
  const socket = await openAdminSocket(configuration.data, async (given) => {
    const parsed = parseCollector(given, {}, folder);
    if (parsed.kind !== 'admin') throw new TypeError('No command for a store.');
    const publicUrl = parsed.configuration.publicUrl ?? configuration.publicUrl;
    return runAdmin(parsed.command, { database, nowMs: nowMs(), publicUrl });
  });
  lock.tell(socket.address);
  return socket;
}

async function administer(command: AdminCommand, configuration: Configuration, given: readonly string[]): Promise<AdminAnswer> {
  const { databaseUrl, data: folder, publicUrl } = configuration;
  let store;
  try {
    store = await openStore({ databaseUrl, folder });
  } catch (error) {
    if (error instanceof FolderInUse) return askHolder(error.folder, given);
    throw error;
  }
  try {
    await migrate(store.database, migrations);
    return await runAdmin(command, { database: store.database, nowMs: Date.now(), publicUrl });
  } finally {
    await store.close();
  }
}

async function askHolder(data: string, given: readonly string[]): Promise<AdminAnswer> {
  const address = addressOfHolder(data);
  const answer = address === '' ? null : await askAdminSocket(address, given);
  if (answer !== null) return answer;
  const reason = process.platform === 'win32' ? 'On Windows stop it first, or use PostgreSQL.' : 'It does not answer; try again.';
  return { ok: false, text: `payoff collector: A collector uses the data folder ${data}. ${reason}\n` };
}

function sentenceOf(error: unknown): string {
  if (error instanceof StoreProblem) return error.message;
  if (error instanceof DatabaseAway) return `${error.message} Is DATABASE_URL right, and does the database run?`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'ENOENT' || code === 'EADDRNOTAVAIL') return error instanceof Error ? `${error.message}.` : code;
  return `It failed: ${JSON.stringify(describeError(error))}`;
}
