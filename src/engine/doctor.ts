/** What is found, what is missing and what is wrong, each finding in a sentence with what to do. Never throws, and asks for no longer than seconds. */
import { t } from '../core/l10n/message.ts';
import type { DoctorFacts, LedgerFacts } from '../core/report/doctor/facts.ts';
import { findingText, isUnexamined } from '../core/report/doctor/finding.ts';
import type { Examined, Finding } from '../core/report/doctor/finding.ts';
import { doctorFindings } from '../core/report/doctor/findings.ts';
import { prices } from '../core/pricing/rate.ts';
import type { Rate } from '../core/pricing/rating.ts';
import { factTypes, plainTypes } from '../core/transcript/recordType.ts';
import { findRoots } from '../ingest/roots.ts';
import { firstRequestMs } from '../ledger/examination.ts';
import type { LedgerHealth } from '../ledger/health.ts';
import { readHealth, schemaVersion } from '../ledger/health.ts';
import type { Lease } from '../ledger/lease.ts';
import { migrations } from '../ledger/migrations/migrations.ts';
import type { Ledger } from '../ledger/open.ts';
import { ledgerPath } from '../ledger/place.ts';
import { examined, examinedNow } from './doctor/examined.ts';
import type { FileCheck } from './doctor/fileCheck.ts';
import { leaseFacts } from './doctor/leaseState.ts';
import type { FoundLease } from './doctor/leaseState.ts';
import { lookAtDisk, lookAtNetwork, lookAtPlace, tryJournal } from './doctor/ledgerPlace.ts';
import { machineOf } from './doctor/machine.ts';
import { commaMeaning, recordedFacts, repositoryFacts, retentionFacts } from './doctor/recorded.ts';
import { survey } from './doctor/survey.ts';
import { watchLimits } from './doctor/watchLimits.ts';
import { findGit } from '../git/binary.ts';
import { searchRoots } from './searchRoots.ts';
import type { SideCalls } from './sideCallRows.ts';
import { clientTotals } from './doctor/clientTotals.ts';
import type { DoctorAnswer, EngineOptions, LedgerProblem, Doctor, RootFinding } from './types.ts';

export interface Patient {
  readonly options: EngineOptions;
  readonly ledger: Ledger;
  readonly lease: Lease;
  /** Who held the lease before this process did. */
  readonly leaseFound: FoundLease | null;
  readonly rate: Rate;
  readonly sideCalls: SideCalls;
  readonly check: FileCheck;
  readonly timezone: string;
  /** Whether this process had to give up watching. */
  readonly polls: boolean;
  readonly clockSetBackMs: number;
}

/** How long each look outside the ledger may take. */
const limitMs = 3_000;

const nothingHeld: LedgerHealth = {
  ...{ requests: 0, sessions: 0, archivedFiles: 0, versions: [], models: [], recordTypes: new Map<string, number>(), skipped: [] },
};

export async function examine(patient: Patient): Promise<Doctor> {
  const { ledger, lease, rate, options } = patient;
  const { database } = ledger;
  const nowMs = Date.now();
  const read = examinedNow(() => readHealth(database));
  const health = isUnexamined(read) ? nothingHeld : read;
  const unpriced = health.models.filter(({ model }) => !isPriced(model, rate));
  const schema = examinedNow(() => schemaVersion(database));
  const stored = typeof schema === 'number' ? schema : 0;
  const damage = patient.check.run();
  const ledgerFacts: Pick<LedgerFacts, 'check' | 'holds' | 'schema'> = {
    schema: { stored, known: migrations.length },
    check: damage,
    holds: isUnexamined(read)
      ? read
      : { requests: health.requests, sessions: health.sessions, firstAtMs: orNull(() => firstRequestMs(database)) },
  };
  const found = await aroundLedger(options, {
    ledger: { ...ledgerFacts, path: ledger.path, problem: null, readOnly: ledger.readOnly, notice: ledger.notice },
    lease: await examined(limitMs, () => leaseFacts(lease, patient.leaseFound)),
    recorded: examinedNow(() => recordedFacts(database, health, { nowMs, timezone: patient.timezone })),
    retention: (configurations) => examined(limitMs, () => retentionFacts(database, configurations)),
    repositories: examinedNow(() => repositoryFacts(database)),
    client: examinedNow(() => clientTotals(database, patient.sideCalls)),
    unpriced,
    nowMs,
    timezone: patient.timezone,
    polls: patient.polls,
    clockSetBackMs: patient.clockSetBackMs,
  });
  const skippedFiles = health.skipped.map(({ path, reasons }) => ({
    path,
    lines: Object.values(reasons).reduce((sum, count) => sum + count, 0),
    reason: Object.keys(reasons)
      .map((reason) => reasonTexts[reason]?.() ?? reason)
      .join(', '),
  }));
  const { facts } = found;
  const place = facts.ledger.place;
  return {
    ...found.doctor,
    versions: health.versions,
    models: health.models,
    recordTypes: [...health.recordTypes].map(([type, lines]) => ({ type, lines })),
    unknownRecordTypes: [...health.recordTypes].filter(([type]) => !isKnownType(type)).map(([type, lines]) => ({ type, lines })),
    skippedLines: skippedFiles.reduce((sum, file) => sum + file.lines, 0),
    skippedFiles,
    skippedReasons: isUnexamined(facts.transcripts.ledger)
      ? []
      : (facts.transcripts.ledger?.skipped ?? []).map(({ reason, lines }) => ({ reason, lines })),
    unpricedModels: unpriced,
    ledger: {
      path: ledger.path,
      bytes: place === null || isUnexamined(place) ? 0 : place.bytes,
      schemaVersion: stored,
      healthy: damage === '',
      readOnly: ledger.readOnly,
      requests: health.requests,
      sessions: health.sessions,
      archivedFiles: health.archivedFiles,
    },
    lease: holderShown(patient, nowMs),
    ...said(doctorFindings(facts)),
  };
}

/** What can be said where the ledger cannot be used: why, and how everything around it is. */
export async function examineWithoutLedger(options: EngineOptions, problem: LedgerProblem): Promise<DoctorAnswer> {
  const path = ledgerPath(options);
  const { doctor, facts } = await aroundLedger(options, {
    ledger: { path, problem, readOnly: false, notice: null, schema: null, check: null, holds: null },
    ...{ lease: null, recorded: null, repositories: null, client: null, unpriced: [], polls: false, clockSetBackMs: 0 },
    retention: () => Promise.resolve(null),
    nowMs: Date.now(),
    timezone: options.timezone || canonicalZone(undefined),
  });
  return { ...doctor, ...said(doctorFindings(facts)) };
}

interface FromLedger {
  readonly ledger: Omit<LedgerFacts, 'place' | 'disk' | 'network' | 'journal'>;
  readonly lease: DoctorFacts['lease'];
  readonly recorded: DoctorFacts['transcripts']['ledger'];
  readonly retention: (configurations: readonly string[]) => Promise<DoctorFacts['transcripts']['retention']>;
  readonly repositories: DoctorFacts['repositories'];
  readonly client: DoctorFacts['prices']['client'];
  readonly unpriced: DoctorFacts['prices']['unpriced'];
  readonly nowMs: number;
  readonly timezone: string;
  readonly polls: boolean;
  readonly clockSetBackMs: number;
}

/** Adds to what the ledger says what the machine says, and gives a doctor without a ledger's part. */
async function aroundLedger(
  options: EngineOptions,
  { ledger, lease, recorded, retention, repositories, client, unpriced, ...rest }: FromLedger,
): Promise<{ readonly doctor: DoctorAnswer; readonly facts: DoctorFacts }> {
  const { home, environment, claudeDirectories } = options;
  const search = await findRoots(options);
  const stop = new AbortController();
  const [roots, surveyed, kept, git] = await Promise.all([
    examined(limitMs, () => searchRoots(search)),
    examined(limitMs, () =>
      survey(
        search.found.map(({ projects }) => projects),
        stop.signal,
      ),
    ),
    retention(search.found.map(({ configuration }) => configuration)),
    examined(limitMs, () => (options.git === false ? ({ state: 'notRun' } as const) : findGit({ environment }))),
  ]);
  stop.abort();
  const shownRoots: readonly RootFinding[] = isUnexamined(roots) ? [] : roots;
  const place = examinedNow(() => lookAtPlace(ledger.path, home));
  const facts: DoctorFacts = {
    ...rest,
    timezone: canonicalZone(rest.timezone),
    hostTimezone: canonicalZone(undefined),
    home,
    ledger: {
      ...ledger,
      place,
      disk: examinedNow(() => lookAtDisk(ledger.path)),
      network: examinedNow(() => lookAtNetwork(ledger.path)),
      journal: ledger.problem?.reason === 'unwritable' ? tryJournal(ledger.path) : null,
    },
    lease,
    transcripts: {
      roots: shownRoots,
      named: claudeDirectories.length > 0 || (environment.CLAUDE_CONFIG_DIR ?? '') !== '',
      comma: commaMeaning(options),
      survey: surveyed,
      retention: kept,
      ledger: recorded,
    },
    prices: { ...prices, unpriced, client },
    git,
    repositories,
    watch: examinedNow(watchLimits),
  };
  return {
    facts,
    doctor: {
      roots: shownRoots,
      files: shownRoots.reduce((sum, root) => sum + root.files, 0),
      bytes: shownRoots.reduce((sum, root) => sum + root.bytes, 0),
      ...{ versions: [], models: [], recordTypes: [], unknownRecordTypes: [], skippedLines: 0, skippedFiles: [], skippedReasons: [] },
      ...{ unpricedModels: [], ledger: null, lease: null, states: [], findings: [] },
      machine: machineOf(git),
    },
  };
}

/** One of a zone's several names (Europe/Kiev and Europe/Kyiv); without a name this machine's. */
function canonicalZone(timeZone: string | undefined): string {
  return Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
}

/** The findings, and those that ask for something as sentences. */
function said(states: readonly Finding[]): Pick<DoctorAnswer, 'states' | 'findings'> {
  return { states, findings: states.filter(({ severity }) => severity !== 'fine').map(findingText) };
}

/** Who keeps the ledger up to date; a command that had to take the lease for a moment shows whom it took it from. */
function holderShown({ lease, leaseFound }: Patient, nowMs: number): DoctorAnswer['lease'] {
  const current = orNull(() => lease.current());
  if (current !== null) return { holder: current.holder, pid: current.pid, heartbeatAtMs: current.heartbeatAtMs };
  if (leaseFound?.alive !== true) return null;
  return { holder: leaseFound.holder, pid: leaseFound.pid, heartbeatAtMs: nowMs - leaseFound.silentMs };
}

const reasonTexts: Readonly<Record<string, () => string>> = {
  'not-json': () => t('no valid JSON'),
  'not-an-object': () => t('JSON that is no record'),
  unreadable: () => t('a record of no readable shape'),
  usage: () => t('token counts that are no whole numbers'),
  'usage-large': () => t('counts larger than there can be'),
  time: () => t('a response without a time'),
  'too-long': () => t('a line longer than 64 MB'),
};

function isKnownType(type: string): boolean {
  return plainTypes.has(type) || factTypes.has(type);
}

function isPriced(model: string, rate: Rate): boolean {
  const tokens = { input: 1, output: 1, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };
  return rate({ messageId: '', model, atMs: 0, tokens, fast: false, geography: '' }).priced;
}

function orNull<Value>(look: () => Value): Value | null {
  const value: Examined<Value> = examinedNow(look);
  return isUnexamined(value) ? null : value;
}
