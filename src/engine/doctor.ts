/** What is found, what is missing and what is wrong, each finding in one sentence with what to do. */
import type { Rate } from '../core/pricing/rating.ts';
import { plainTypes, factTypes } from '../core/transcript/recordType.ts';
import type { RootSearch } from '../ingest/roots.ts';
import type { LedgerHealth } from '../ledger/health.ts';
import { damagedCopies, readHealth } from '../ledger/health.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/open.ts';
import { searchRoots } from './searchRoots.ts';
import type { Doctor } from './types.ts';

interface Patient {
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly roots: RootSearch;
  readonly rate: Rate;
}

const reasonTexts: Readonly<Record<string, string>> = {
  'not-json': 'no valid JSON',
  'not-an-object': 'JSON that is no record',
  unreadable: 'a record of no readable shape',
  usage: 'token counts that are no whole numbers',
  time: 'a response without a time',
  'too-long': 'a line longer than 64 MB',
};

export async function examine({ ledger, lease, roots, rate }: Patient): Promise<Doctor> {
  const findings = await searchRoots(roots);
  const health = readHealth(ledger.database, ledger.path);
  const skippedFiles = health.skipped.map(({ path, reasons }) => ({
    path,
    lines: Object.values(reasons).reduce((sum, count) => sum + count, 0),
    reason: Object.keys(reasons)
      .map((reason) => reasonTexts[reason] ?? reason)
      .join(', '),
  }));
  const unpricedModels = health.models.filter(({ model }) => !isPriced(model, rate));
  const doctor: Omit<Doctor, 'findings'> = {
    roots: findings,
    files: findings.reduce((sum, root) => sum + root.files, 0),
    bytes: findings.reduce((sum, root) => sum + root.bytes, 0),
    versions: health.versions,
    unknownRecordTypes: [...health.recordTypes]
      .filter(([type]) => !plainTypes.has(type) && !factTypes.has(type))
      .map(([type, lines]) => ({ type, lines })),
    skippedLines: skippedFiles.reduce((sum, file) => sum + file.lines, 0),
    skippedFiles,
    unpricedModels,
    ledger: {
      path: ledger.path,
      bytes: health.bytes,
      schemaVersion: health.schemaVersion,
      healthy: health.damage === null,
      readOnly: ledger.readOnly,
      requests: health.requests,
      sessions: health.sessions,
      archivedFiles: health.archivedFiles,
    },
    lease: lease.current(),
  };
  return { ...doctor, findings: sentences(doctor, ledger, health) };
}

function sentences(doctor: Omit<Doctor, 'findings'>, ledger: Ledger, health: LedgerHealth): readonly string[] {
  const found: string[] = [];
  if (ledger.notice !== null) found.push(ledger.notice);
  for (const copy of damagedCopies(ledger.path))
    found.push(`A damaged ledger was set aside as ${copy}. What only it held is in no figure; delete it when you need it no more.`);
  if (health.damage !== null)
    found.push(
      `The ledger is damaged (${health.damage}). Close every window that uses it and move ${ledger.path} away: it is filled anew from the transcripts that are still there.`,
    );
  if (!doctor.roots.some((root) => root.found)) {
    const paths = doctor.roots.map((root) => root.path).join(' and ');
    found.push(
      `No transcripts were found: looked for ${paths}. Run Claude Code once on this machine, or name its folder with --claude-dir or the setting payoff.claudeDirectories.`,
    );
  } else if (doctor.files === 0) found.push('The folders are there, but hold no transcript yet. Run Claude Code once.');
  for (const { path, problem } of doctor.roots) if (problem !== null) found.push(`${path}: ${problem}`);
  for (const { model, requests } of doctor.unpricedModels) {
    const name = model === '' ? 'Requests without a model' : `The model ${model}`;
    found.push(
      `${name} has no price yet: ${requests} ${requests === 1 ? 'request is' : 'requests are'} counted and not in any sum. A newer Payoff may know it.`,
    );
  }
  if (doctor.skippedLines > 0)
    found.push(
      `${doctor.skippedLines} ${doctor.skippedLines === 1 ? 'line' : 'lines'} in ${doctor.skippedFiles.length} files could not be read and were left out; everything else of those files counts.`,
    );
  if (doctor.unknownRecordTypes.length > 0)
    found.push(
      `${doctor.unknownRecordTypes.length} kinds of records are unknown to this version (${doctor.unknownRecordTypes.map(({ type }) => type || 'without a type').join(', ')}). They were left out; a newer Payoff may read them.`,
    );
  return found;
}

function isPriced(model: string, rate: Rate): boolean {
  const tokens = { input: 1, output: 1, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };
  return rate({ messageId: '', model, atMs: 0, tokens, fast: false, geography: '' }).priced;
}
