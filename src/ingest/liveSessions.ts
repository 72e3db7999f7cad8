/**
 * Which sessions Claude Code itself calls busy: `sessions/<pid>.json` of each configuration folder, deleted when the session ends.
 *
 * The file beside it with another extension is a secret of the client and is never opened: only names of digits and `.json` are.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

export interface BusySession {
  readonly sessionId: string;
  /** Working folder of the session, `''` when the file does not say. */
  readonly cwd: string;
}

/** Far above what a machine runs at once; a folder with more is not what we take it for. */
const mostSessions = 500;
const largestFile = 64 * 1024;

/**
 * The sessions that say `busy` and whose process lives, in any of the configuration folders (or their `projects`). A missing folder
 * or an unreadable file is nothing; never rejects.
 * @param isAlive whether a process of this id runs; by default asks the operating system.
 */
export async function busySessions(
  roots: readonly string[],
  isAlive: (pid: number) => boolean = isProcessAlive,
): Promise<readonly BusySession[]> {
  const busy = new Map<string, BusySession>();
  for (const root of roots) {
    const folder = path.join(path.basename(root) === 'projects' ? path.dirname(root) : root, 'sessions');
    const names = await readdir(folder).catch((): string[] => []);
    for (const name of names.filter((entry) => /^\d{1,10}\.json$/.test(entry)).slice(0, mostSessions)) {
      const session = await readSession(path.join(folder, name));
      if (session !== null && isAlive(Number.parseInt(name, 10))) busy.set(session.sessionId, session);
    }
  }
  return [...busy.values()];
}

async function readSession(file: string): Promise<BusySession | null> {
  try {
    const found = await stat(file);
    // A FIFO would be waited for as long as nobody writes into it.
    if (!found.isFile() || found.size > largestFile) return null;
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof json !== 'object' || json === null) return null;
    const { sessionId, status, cwd } = json as Readonly<Record<string, unknown>>;
    if (status !== 'busy' || typeof sessionId !== 'string' || sessionId === '') return null;
    return { sessionId, cwd: typeof cwd === 'string' ? cwd : '' };
  } catch {
    return null; // gone or half-written: the next look will tell
  }
}

/** Signal 0 only asks. A process of another user answers EPERM: it lives. */
function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
