/**
 * Reads the plan and its limits from `.claude.json`, and only reads: no other field, no credential, no network.
 *
 * The file is read again only when its time or size changed. Claude Code rewrites it often; a reader that meets it half-written
 * keeps what it knew and looks again the next time it is asked.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { readAccount } from '../core/plan/account.ts';
import type { PlanReading } from '../core/report/live.ts';

/** A `.claude.json` that knows thousands of projects has a few megabytes. */
const largestFile = 16 * 1024 * 1024;

export interface AccountReader {
  /**
   * The plan of the configuration folders `roots`: where several accounts are known, the one with the freshest limits, else the
   * first with a plan. Null when no folder has an account file. Never rejects.
   */
  read(roots: readonly string[], nowMs: number): Promise<PlanReading | null>;
}

interface Known {
  readonly mtimeMs: number;
  readonly size: number;
  readonly reading: PlanReading;
}

/** A reader that remembers each file's reading; `environment` as the client sees it (CLAUDE_CONFIG_DIR). */
export function openAccountReader(environment: Readonly<Record<string, string | undefined>>): AccountReader {
  const known = new Map<string, Known>();
  return {
    async read(roots, nowMs) {
      const readings: PlanReading[] = [];
      for (const root of roots) {
        const reading = await readFirst(accountFiles(root, environment), known, nowMs);
        if (reading !== null) readings.push(reading);
      }
      return preferred(readings);
    },
  };
}

/**
 * Where the account file of a configuration folder may be, most likely first: beside `.claude` by default, inside the folder when
 * CLAUDE_CONFIG_DIR names it. `root` may also be the folder's `projects`.
 */
export function accountFiles(root: string, environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const folder = path.basename(root) === 'projects' ? path.dirname(root) : root;
  const inside = path.join(folder, '.claude.json');
  const configured = environment.CLAUDE_CONFIG_DIR ?? '';
  const named = [configured, ...configured.split(',')].some(
    (name) => name.trim() !== '' && path.resolve(name.trim()) === path.resolve(folder),
  );
  return path.basename(folder) === '.claude' && !named ? [path.join(path.dirname(folder), '.claude.json'), inside] : [inside];
}

async function readFirst(files: readonly string[], known: Map<string, Known>, nowMs: number): Promise<PlanReading | null> {
  for (const file of files) {
    const reading = await readOne(file, known, nowMs);
    if (reading !== null) return reading;
  }
  return null;
}

async function readOne(file: string, known: Map<string, Known>, nowMs: number): Promise<PlanReading | null> {
  const before = known.get(file);
  try {
    const found = await stat(file);
    const { mtimeMs, size } = found;
    // A FIFO would be waited for as long as nobody writes into it.
    if (!found.isFile()) return null;
    if (before?.mtimeMs === mtimeMs && before.size === size) return before.reading;
    if (size > largestFile) return before?.reading ?? null;
    const reading = readAccount(JSON.parse(await readFile(file, 'utf8')) as unknown, nowMs);
    known.set(file, { mtimeMs, size, reading });
    return reading;
  } catch (error) {
    // Half-written or for a moment unreadable: what was known still holds. Gone: the account was signed out with it.
    if (!isMissing(error)) return before?.reading ?? null;
    known.delete(file);
    return null;
  }
}

function preferred(readings: readonly PlanReading[]): PlanReading | null {
  const [first] = readings;
  if (first === undefined) return null;
  const fresh = readings.reduce((best, reading) => ((reading.fetchedAtMs ?? -1) > (best.fetchedAtMs ?? -1) ? reading : best), first);
  return fresh.fetchedAtMs !== null ? fresh : (readings.find(({ plan }) => plan !== null) ?? first);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
