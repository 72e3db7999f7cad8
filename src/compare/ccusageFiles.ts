/** Every line that ccusage reads of the transcripts below some roots, in its order: by path, links not followed. */
import { closeSync, fstatSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readCcusageLine } from '../core/report/compare/ccusageLine.ts';
import type { CcusageLine } from '../core/report/compare/ccusageLine.ts';
import { transcriptPlace } from '../core/transcript/place.ts';
import { LineBuffer, readLines } from '../ingest/lines.ts';
import { openRegular } from '../ingest/openRegular.ts';

export interface CcusageLines {
  readonly lines: readonly CcusageLine[];
  /** Responses that Payoff counts in lines that ccusage leaves out. */
  readonly refused: ReadonlySet<string>;
  /** Files that could not be read. */
  readonly unreadable: number;
}

export interface ReadingOptions {
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void;
}

const marker = Buffer.from('"usage"');
/** Another question is heard after so many bytes: a window's reader has others to answer too. */
const turnBytes = 4 * 1024 * 1024;

/** Reads all of them. @throws where it is aborted. */
export async function readCcusageLines(projects: readonly string[], { signal, onProgress }: ReadingOptions): Promise<CcusageLines> {
  const lines: CcusageLine[] = [];
  const refused = new Set<string>();
  let unreadable = 0;
  const files = (await Promise.all(projects.map(filesBelow))).flat().sort((first, second) => (first.path < second.path ? -1 : 1));
  const buffer = new LineBuffer();
  let sinceTurn = 0;
  for (const [index, file] of files.entries()) {
    let descriptor: number;
    try {
      descriptor = openRegular(file.path);
    } catch {
      unreadable += 1;
      continue;
    }
    try {
      const place = placeOf(file);
      // What it still holds of the file before is none of this one's.
      buffer.begin(0, null);
      const chunks = readLines(buffer, descriptor, 0, fstatSync(descriptor).size, (line) => {
        sinceTurn += line.end - line.from;
        const bytes = buffer.bytes.subarray(line.from, line.end);
        if (bytes.indexOf(marker) < 0) return;
        const reading = readCcusageLine(bytes.toString('utf8'), place);
        if (reading?.kind === 'taken') lines.push(...reading.lines);
        else if (reading?.kind === 'refused') refused.add(reading.messageId);
      });
      while (chunks.next().done !== true) {
        if (sinceTurn <= turnBytes) continue;
        sinceTurn = 0;
        onProgress(index / files.length);
        await nextTurn();
        signal.throwIfAborted();
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Error && 'code' in error)) throw error;
      unreadable += 1;
    } finally {
      closeSync(descriptor);
    }
  }
  return { lines, refused, unreadable };
}

interface UsageFile {
  readonly path: string;
  /** Parts below the folder of projects. */
  readonly segments: readonly string[];
}

async function filesBelow(projects: string): Promise<readonly UsageFile[]> {
  const found: UsageFile[] = [];
  const visit = async (segments: readonly string[]): Promise<void> => {
    const entries = await readdir(path.join(projects, ...segments), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const inner = [...segments, entry.name];
      if (entry.isDirectory()) await visit(inner);
      else if (entry.isFile() && entry.name.endsWith('.jsonl')) found.push({ path: path.join(projects, ...inner), segments: inner });
    }
  };
  await visit([]);
  return found;
}

/** Whose a line is that names no session, as ccusage reads it off the path. */
function placeOf({ segments }: UsageFile): { readonly sessionId: string; readonly leftover: boolean } {
  const stem = (segments.at(-1) ?? '').slice(0, -'.jsonl'.length);
  const sessionId =
    segments.length === 2 ? stem : segments.length >= 4 && segments.at(-2) === 'subagents' ? segments.at(-3) : segments.at(-2);
  return { sessionId: sessionId ?? 'unknown', leftover: transcriptPlace(segments) === null };
}
