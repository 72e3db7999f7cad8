import type { DoctorFacts, LedgerFacts, LedgerPlace, RecordedFacts, SurveyFacts } from '../../src/core/report/doctor/facts.ts';
import { now } from './snapshots.ts';

/** Facts of a machine on which nothing is amiss. */
export function wellFacts(some: Partial<DoctorFacts> = {}): DoctorFacts {
  return {
    nowMs: now,
    timezone: 'Europe/Berlin',
    hostTimezone: 'Europe/Berlin',
    home: '/home/ada',
    ledger: ledgerFacts(),
    lease: { holder: '', pid: 0, heartbeatAtMs: 0, wanted: false, lockedOut: false, outdated: false, expiryMs: 3500, process: null },
    transcripts: {
      roots: [{ path: '/home/ada/.claude/projects', found: true, files: 4, bytes: 290_000, problem: null }],
      named: false,
      comma: null,
      survey: surveyFacts(),
      retention: { days: null, oldestMs: now },
      ledger: recordedFacts(),
    },
    prices: { version: '1', asOf: '2026-11-22', unpriced: [], client: { sessions: 2, differ: 0 } },
    git: { state: 'found', version: '2.39.5' },
    repositories: { known: 1, unread: [], gone: [], shallow: [], settings: 0, wrongSettings: [] },
    watch: { watches: 10, instances: 2, maxWatches: 1000, maxInstances: 128, ownWatches: 4 },
    polls: false,
    clockSetBackMs: 0,
    ...some,
  };
}

export function ledgerFacts(some: Partial<LedgerFacts> = {}): LedgerFacts {
  return {
    path: '/home/ada/.payoff/ledger.sqlite',
    problem: null,
    readOnly: false,
    notice: null,
    schema: { stored: 2, known: 2 },
    place: ledgerPlace(),
    disk: { freeBytes: 70e9, neededBytes: 70e6, freeFiles: null },
    network: '',
    journal: null,
    check: '',
    holds: { requests: 4, sessions: 3, firstAtMs: now },
    ...some,
  };
}

export function ledgerPlace(some: Partial<LedgerPlace> = {}): LedgerPlace {
  return {
    file: 'sqlite',
    schema: 2,
    knownSchema: 2,
    writable: { file: true, folder: true, home: true },
    tooOpen: false,
    bytes: 1_250_000,
    walBytes: 0,
    setAside: { paths: [], bytes: 0 },
    copies: { paths: [], bytes: 0 },
    ...some,
  };
}

export function surveyFacts(some: Partial<SurveyFacts> = {}): SurveyFacts {
  return { unreadable: [], folders: [], names: [], notRegular: [], loops: [], ...some };
}

export function recordedFacts(some: Partial<RecordedFacts> = {}): RecordedFacts {
  return {
    skipped: [],
    unfinished: [],
    shrank: [],
    archive: { files: 0, sessions: 0, days: 0 },
    excluded: 0,
    forgotten: 0,
    unknownTypes: [],
    versions: [{ version: '2.1.330', requests: 4 }],
    future: 0,
    old: 0,
    ...some,
  };
}
