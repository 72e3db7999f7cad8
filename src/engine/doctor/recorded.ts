/** What the ledger says of transcripts and repositories, as the doctor's rules want it. */
import { saidStored } from '../../core/l10n/keptText.ts';
import { existsSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { RecordedFacts, RepositoryFacts, RetentionFacts, TranscriptFacts } from '../../core/report/doctor/facts.ts';
import { dayKey } from '../../core/report/time.ts';
import { factTypes, plainTypes } from '../../core/transcript/recordType.ts';
import {
  archivedOnly,
  leftOut,
  oldestTranscriptMs,
  repositoryStates,
  shrunkFiles,
  strangeTimes,
  unfinishedFiles,
} from '../../ledger/examination.ts';
import type { LedgerHealth } from '../../ledger/health.ts';
import type { EngineOptions } from '../types.ts';
import { retentionDays } from './retention.ts';

/** A clock that is ahead by less than this is no news. */
const aheadMs = 5 * 60_000;

export function recordedFacts(
  database: DatabaseSync,
  health: LedgerHealth,
  { nowMs, timezone }: { readonly nowMs: number; readonly timezone: string },
): RecordedFacts {
  const { sessions, gone, there } = archivedOnly(database);
  const daysThere = new Set(there.map((ms) => dayKey(ms, timezone)));
  const daysGone = new Set(gone.map((ms) => dayKey(ms, timezone)).filter((day) => !daysThere.has(day)));
  return {
    skipped: skippedByReason(health),
    unfinished: unfinishedFiles(database),
    shrank: shrunkFiles(database),
    archive: { files: health.archivedFiles, sessions, days: daysGone.size },
    ...leftOut(database),
    unknownTypes: [...health.recordTypes]
      .filter(([type]) => !plainTypes.has(type) && !factTypes.has(type))
      .map(([type, lines]) => ({ type, lines })),
    versions: health.versions,
    ...strangeTimes(database, nowMs + aheadMs),
  };
}

function skippedByReason({ skipped }: LedgerHealth): RecordedFacts['skipped'] {
  const byReason = new Map<string, { lines: number; files: string[] }>();
  for (const { path, reasons } of skipped)
    for (const [reason, lines] of Object.entries(reasons)) {
      const sum = byReason.get(reason) ?? { lines: 0, files: [] };
      sum.lines += lines;
      sum.files.push(path);
      byReason.set(reason, sum);
    }
  return [...byReason].map(([reason, sum]) => ({ reason, ...sum }));
}

export async function retentionFacts(database: DatabaseSync, configurations: readonly string[]): Promise<RetentionFacts | null> {
  if (configurations.length === 0) return null;
  return { days: await retentionDays(configurations), oldestMs: oldestTranscriptMs(database) };
}

export function repositoryFacts(database: DatabaseSync): RepositoryFacts {
  const states = repositoryStates(database);
  const there = states.filter(({ path }) => existsSync(path));
  return {
    known: states.length,
    unread: there.flatMap(({ path, problem }) => (problem === null ? [] : [{ path, problem: saidStored(problem) }])),
    gone: states.filter((state) => !there.includes(state)).map(({ path }) => path),
    shallow: there.filter(({ shallow }) => shallow).map(({ path }) => path),
    settings: there.filter(({ settings }) => settings?.from !== undefined).length,
    wrongSettings: there.flatMap(({ path, settingsProblem: problem }) =>
      problem === null ? [] : [{ path, problem: saidStored(problem) }],
    ),
  };
}

/** How a CLAUDE_CONFIG_DIR with a comma is taken, as the search for roots takes it. */
export function commaMeaning({
  claudeDirectories,
  environment,
}: Pick<EngineOptions, 'claudeDirectories' | 'environment'>): TranscriptFacts['comma'] {
  const configured = environment.CLAUDE_CONFIG_DIR ?? '';
  if (claudeDirectories.length > 0 || !configured.includes(',')) return null;
  return statSync(configured, { throwIfNoEntry: false })?.isDirectory() === true ? 'folder' : 'list';
}
