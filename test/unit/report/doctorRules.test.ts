/** Every state of the doctor: the facts that make it, and what is said of it. */
import assert from 'node:assert/strict';
import type {
  DoctorFacts,
  LeaseFacts,
  LedgerFacts,
  LedgerPlace,
  RecordedFacts,
  SurveyFacts,
  TranscriptFacts,
} from '../../../src/core/report/doctor/facts.ts';
import { findingText, stateIds } from '../../../src/core/report/doctor/finding.ts';
import type { Finding, Severity, StateId } from '../../../src/core/report/doctor/finding.ts';
import { doctorFindings } from '../../../src/core/report/doctor/findings.ts';
import { readerFinding, windowFindings } from '../../../src/core/report/doctor/windowRules.ts';
import { ledgerFacts, ledgerPlace, recordedFacts, surveyFacts, wellFacts } from '../../support/doctorFacts.ts';
import { now } from '../../support/snapshots.ts';

const lost = { unexamined: 'failed' } as const;
const minute = 60_000;

const ledger = (some: Partial<LedgerFacts>): DoctorFacts => wellFacts({ ledger: ledgerFacts(some) });
const place = (some: Partial<LedgerPlace>, other: Partial<LedgerFacts> = {}): DoctorFacts => ledger({ place: ledgerPlace(some), ...other });
const unopened = (reason: NonNullable<LedgerFacts['problem']>['reason'], some: Partial<LedgerFacts> = {}): DoctorFacts =>
  wellFacts({
    ledger: ledgerFacts({ problem: { reason, sentence: 'It cannot be used. Do this.' }, schema: null, check: null, holds: null, ...some }),
  });
const lease = (some: Partial<LeaseFacts>): DoctorFacts => {
  const well: LeaseFacts = {
    ...{ holder: 'vscode', pid: 4711, heartbeatAtMs: now - 1000, wanted: false, lockedOut: false, outdated: false, expiryMs: 3500 },
    process: 'runs',
  };
  return wellFacts({ lease: { ...well, ...some } });
};
const transcripts = (some: Partial<TranscriptFacts>): DoctorFacts => wellFacts({ transcripts: { ...wellFacts().transcripts, ...some } });
const survey = (some: Partial<SurveyFacts>): DoctorFacts => transcripts({ survey: surveyFacts(some) });
const recorded = (some: Partial<RecordedFacts>): DoctorFacts => transcripts({ ledger: recordedFacts(some) });
const skipped = (reason: string): DoctorFacts => recorded({ skipped: [{ reason, lines: 2, files: ['/home/ada/a.jsonl'] }] });
const root = { path: '/home/ada/.claude/projects', found: true, files: 4, bytes: 290_000, problem: null };
const prices = (some: Partial<DoctorFacts['prices']>): DoctorFacts => wellFacts({ prices: { ...wellFacts().prices, ...some } });
const repositories = { known: 1, unread: [], gone: [], shallow: [], settings: 0, wrongSettings: [] };
const watch = { watches: 10, instances: 2, maxWatches: 1000, maxInstances: 128, ownWatches: 4 };

/** The facts of each state that is not fine, how grave it is, and words of its sentence or of what to do. */
const states: readonly (readonly [StateId, Severity, DoctorFacts, RegExp])[] = [
  ['ledger-newer', 'problem', ledger({ readOnly: true, schema: { stored: 3, known: 2 } }), /newer Payoff \(schema 3.*Update this Payoff/],
  ['ledger-newer', 'problem', unopened('newer'), /Do this/],
  ['ledger-foreign', 'problem', unopened('foreign'), /Do this/],
  ['ledger-no-sqlite', 'problem', unopened('foreign', { place: ledgerPlace({ file: 'other' }) }), /Do this/],
  ['ledger-damaged', 'problem', unopened('corrupt'), /Do this/],
  [
    'ledger-damaged',
    'problem',
    ledger({ check: 'page 7 is no page' }),
    /damaged \(page 7 is no page\).*move ~\/\.payoff\/ledger\.sqlite away/,
  ],
  ['ledger-unreadable', 'problem', unopened('unreadable'), /Do this/],
  ['ledger-no-folder', 'problem', unopened('unwritable', { place: ledgerPlace({ file: 'none' }) }), /Do this/],
  ['ledger-not-opened', 'problem', unopened('unwritable'), /Do this/],
  ['ledger-not-opened', 'problem', ledger({ readOnly: true, notice: 'The disk is full.' }), /The disk is full/],
  ['ledger-not-updated', 'problem', unopened('unwritable', { place: ledgerPlace({ schema: 1 }) }), /Do this/],
  ['ledger-network', 'problem', unopened('unwritable', { network: 'NFS' }), /Do this/],
  ['ledger-network', 'notice', ledger({ network: 'a share' }), /network file system \(a share\).*Move it to a disk of this machine/],
  ['ledger-no-locks', 'problem', unopened('unwritable', { journal: 'delete' }), /Do this/],
  [
    'ledger-file-read-only',
    'problem',
    place({ writable: { file: false, folder: true, home: true } }, { readOnly: true }),
    /may not be written.*the file/,
  ],
  [
    'ledger-folder-read-only',
    'problem',
    place({ writable: { file: true, folder: false, home: true } }, { readOnly: true }),
    /SQLite needs that beside the file/,
  ],
  [
    'home-read-only',
    'problem',
    place({ writable: { file: false, folder: false, home: false } }, { readOnly: true }),
    /The home folder may not be written/,
  ],
  [
    'ledger-set-aside',
    'notice',
    place({ setAside: { paths: ['/home/ada/.payoff/l.corrupt-2', '/home/ada/.payoff/l.corrupt-1'], bytes: 2e6 } }),
    /kept as ~\/\.payoff\/l\.corrupt-2.*1 older one is.*backup/,
  ],
  [
    'ledger-copies',
    'notice',
    place({ copies: { paths: ['/home/ada/.payoff/l.before-2'], bytes: 2e6 } }),
    /1 copy .* \(2\.0 MB\).*may delete/,
  ],
  ['ledger-too-open', 'notice', place({ tooOpen: true }), /chmod 700/],
  ['ledger-wal-large', 'notice', place({ walBytes: 200e6 }), /200 MB of changes.*Never delete/],
  ['disk-full', 'problem', ledger({ disk: { freeBytes: 1e6, neededBytes: 70e6, freeFiles: null } }), /is full.*Make room/],
  ['disk-full', 'problem', ledger({ disk: { freeBytes: 70e9, neededBytes: 70e6, freeFiles: 0 } }), /no more files/],
  ['disk-nearly-full', 'notice', ledger({ disk: { freeBytes: 60e6, neededBytes: 70e6, freeFiles: null } }), /nearly full \(60\.0 MB free/],
  [
    'lease-stopped',
    'problem',
    lease({ heartbeatAtMs: now - minute, process: 'stopped' }),
    /was stopped, and was last heard of 1 min ago.*kill -CONT 4711/,
  ],
  ['lease-silent', 'problem', lease({ heartbeatAtMs: now - minute }), /does not answer, although its process lives/],
  ['lease-future', 'problem', lease({ heartbeatAtMs: now + minute }), /60 s in the future.*Set the clock right/],
  ['lease-wanted', 'notice', lease({ wanted: true }), /another process waits for it/],
  ['lease-locked', 'problem', lease({ lockedOut: true }), /in the middle of writing/],
  ['ledger-outdated', 'problem', lease({ outdated: true }), /newer Payoff has updated.*reload the window/],
  [
    'claude-missing',
    'problem',
    transcripts({ roots: [{ ...root, found: false }] }),
    /looked for ~\/\.claude\/projects.*Run Claude Code once/,
  ],
  ['claude-empty', 'notice', transcripts({ roots: [{ ...root, files: 0 }] }), /holds no transcript/],
  ['root-unreadable', 'problem', transcripts({ roots: [{ ...root, found: false, problem: 'EACCES' }] }), /may not be read/],
  [
    'root-missing',
    'problem',
    transcripts({ named: true, roots: [root, { ...root, path: '/opt/claude', found: false }] }),
    /\/opt\/claude was named and is not there/,
  ],
  ['config-folder-comma', 'notice', transcripts({ comma: 'folder' }), /name of a folder/],
  ['config-list-comma', 'notice', transcripts({ comma: 'list' }), /taken as a list/],
  ['transcripts-unreadable', 'problem', survey({ unreadable: ['/home/ada/x'] }), /1 transcript may not be read: ~\/x/],
  ['folders-unreadable', 'problem', survey({ folders: ['/a', '/b', '/c'] }), /3 folders .*: \/a, \/b and 1 more/],
  ['names-no-utf8', 'problem', survey({ names: ['/a'] }), /not UTF-8.*Rename/],
  ['not-regular', 'notice', survey({ notRegular: ['/a'] }), /no file: \/a/],
  ['link-loops', 'notice', survey({ loops: ['/a', '/b'] }), /2 symbolic links lead in a circle/],
  ['lines-too-long', 'notice', skipped('too-long'), /2 lines in 1 file \(~\/a\.jsonl\) are longer than 64 MB/],
  ['lines-not-json', 'notice', skipped('not-json'), /no valid JSON/],
  ['lines-not-object', 'notice', skipped('not-an-object'), /JSON but no record/],
  ['lines-unreadable', 'notice', skipped('unreadable'), /no readable shape/],
  ['lines-usage', 'notice', skipped('usage'), /no whole numbers/],
  [
    'lines-usage-large',
    'notice',
    skipped('usage-large'),
    /100,000,000 tokens or 10,000 searches of a response, 1,000,000,000,000 of a session/,
  ],
  ['lines-time', 'notice', skipped('time'), /without a time/],
  ['lines-other', 'notice', skipped('of another time'), /no kind that this Payoff knows/],
  [
    'last-line-unfinished',
    'notice',
    recorded({ unfinished: [{ path: '/a', modifiedMs: now - 20 * minute }] }),
    /in the middle of a line: \/a/,
  ],
  ['files-shrank', 'notice', recorded({ shrank: ['/a'] }), /shorter now.*what was read before is kept/],
  [
    'retention-short',
    'notice',
    transcripts({ retention: { days: 7, oldestMs: Date.UTC(2026, 10, 20) } }),
    /7 days after.*from 2026-11-27 on.*raise cleanupPeriodDays/,
  ],
  ['retention-none', 'problem', transcripts({ retention: { days: 0, oldestMs: null } }), /keep no transcripts/],
  [
    'record-types-unknown',
    'notice',
    recorded({ unknownTypes: [{ type: 'new-kind', lines: 3 }] }),
    /1 kind of record .*\(new-kind\): 3 lines.*harmless/,
  ],
  [
    'versions-newer',
    'notice',
    recorded({
      versions: [
        { version: '2.1.331', requests: 2 },
        { version: '2.2.0', requests: 1 },
      ],
    }),
    /2\.1\.331 and 2\.2\.0 .*3 requests/,
  ],
  ['times-future', 'notice', recorded({ future: 1 }), /1 request has a time in the future/],
  ['times-old', 'notice', recorded({ old: 2 }), /2 requests have times from before 2023/],
  [
    'models-unpriced',
    'problem',
    prices({ unpriced: [{ model: 'claude-next-9', requests: 1 }] }),
    /claude-next-9 has no price yet: 1 request is counted and not in any sum/,
  ],
  ['prices-old', 'notice', prices({ asOf: '2026-06-01' }), /of 2026-06-01, 174 days old/],
  ['client-total-differs', 'notice', prices({ client: { sessions: 9, differ: 2 } }), /Of 9 sessions .* 2 cannot be brought together/],
  ['git-missing', 'problem', wellFacts({ git: { state: 'missing' } }), /Install git/],
  ['git-too-old', 'problem', wellFacts({ git: { state: 'tooOld', version: '2.17' } }), /git 2\.17 is too old/],
  [
    'repositories-unread',
    'problem',
    wellFacts({ repositories: { ...repositories, unread: [{ path: '/r', problem: 'It is damaged.' }] } }),
    /\/r could not be read to its end: It is damaged\./,
  ],
  ['repositories-gone', 'notice', wellFacts({ repositories: { ...repositories, gone: ['/r'] } }), /not there any more: \/r.*pathAliases/],
  ['repositories-shallow', 'notice', wellFacts({ repositories: { ...repositories, shallow: ['/r'] } }), /fetch --unshallow/],
  [
    'settings-wrong',
    'problem',
    wellFacts({
      repositories: { ...repositories, settings: 2, wrongSettings: [{ path: '/r', problem: 'Line 4: team has to be a name.' }] },
    }),
    /\.payoff\.json of \/r is not followed in all that it says\. Line 4: team has to be a name\. Mend the file/,
  ],
  ['watch-full', 'problem', wellFacts({ watch: { ...watch, watches: 1000 } }), /1,000 of 1,000 files and folders.*max_user_watches=4000/],
  ['watch-near', 'notice', wellFacts({ watch: { ...watch, instances: 110 } }), /110 of 128 watchers.*max_user_instances=512/],
  ['watch-polls', 'notice', wellFacts({ polls: true }), /once a minute/],
  ['zone-differs', 'notice', wellFacts({ hostTimezone: 'UTC' }), /Europe\/Berlin, although this machine is in UTC/],
  ['clock-set-back', 'notice', wellFacts({ clockSetBackMs: 2 * minute }), /set back by 120 s/],
];

/** The facts of what is fine, and worth a word. */
const fine: readonly (readonly [StateId, DoctorFacts, RegExp])[] = [
  ['ledger-check', wellFacts(), /passed/],
  ['ledger-holds', wellFacts(), /4 requests of 3 sessions since 2026-11-22, in 1\.3 MB/],
  ['ledger-private', wellFacts(), /Only you/],
  ['ledger-file-system', wellFacts(), /disk of this machine/],
  ['disk', wellFacts(), /70 GB free/],
  ['lease-free', wellFacts(), /No window/],
  ['lease-held', lease({}), /vscode \(process 4711\) keeps/],
  ['lease-dead', lease({ heartbeatAtMs: now - minute, process: 'gone' }), /has ended/],
  ['claude-found', wellFacts(), /4 files, 290 kB/],
  ['transcript-files', wellFacts(), /may be read/],
  ['retention', wellFacts(), /30 days after their last use\. The oldest one here may go from 2026-12-22 on/],
  ['lines', wellFacts(), /Every line/],
  ['archive-only', recorded({ archive: { files: 4, sessions: 2, days: 9 } }), /4 transcripts .* 2 whole sessions, and 9 days.*backups/],
  ['folders-excluded', recorded({ excluded: 2 }), /2 patterns/],
  ['folders-forgotten', recorded({ forgotten: 1 }), /1 folder was forgotten/],
  ['versions', wellFacts(), /1 version/],
  [
    'versions',
    recorded({
      versions: [
        { version: '2.1.330', requests: 4 },
        { version: '99.0.1-odd', requests: 1 },
        { version: '', requests: 1 },
      ],
    }),
    /^Transcripts of 1 version of .*none newer/,
  ],
  ['times', wellFacts(), /Every request/],
  ['prices', wellFacts(), /2026-11-22/],
  ['client-total', wellFacts(), /agree/],
  ['git', wellFacts(), /2\.39\.5/],
  ['git-not-run', wellFacts({ git: { state: 'notRun' } }), /Restricted Mode/],
  ['repositories', wellFacts(), /1 repository/],
  [
    'settings-followed',
    wellFacts({ repositories: { ...repositories, settings: 2 } }),
    /2 repositories say in \.payoff\.json .* they are followed/,
  ],
  ['watch', wellFacts(), /2 of 128 watchers/],
  ['clock', wellFacts(), /as it should/],
];

const only = (findings: readonly Finding[], id: StateId): Finding => {
  const found = findings.filter((each) => each.id === id);
  assert.equal(found.length, 1, `${id} is found ${String(found.length)} times`);
  const [one] = found;
  assert.ok(one);
  return one;
};

describe('the doctor’s rules', () => {
  for (const [id, severity, facts, words] of states)
    it(`say of ${id} what happened and what to do`, () => {
      const found = only(doctorFindings(facts), id);
      assert.equal(found.severity, severity);
      assert.match(findingText(found), words);
      // Everything else stays well: one state is not told as several.
      const others = doctorFindings(facts).filter((each) => each.severity !== 'fine' && each.id !== id);
      assert.deepEqual(others, []);
    });

  for (const [id, facts, words] of fine)
    it(`say that ${id} is fine`, () => {
      const found = only(doctorFindings(facts), id);
      assert.deepEqual([found.severity, found.examined], ['fine', true]);
      assert.match(found.sentence, words);
    });

  it('find nothing to do on a machine on which all is well', () => {
    assert.deepEqual(
      doctorFindings(wellFacts()).filter(({ severity }) => severity !== 'fine'),
      [],
    );
  });

  it('tell a line that is being written from one that was left so', () => {
    const young = recorded({ unfinished: [{ path: '/a', modifiedMs: now - minute }] });
    assert.deepEqual(
      doctorFindings(young).filter(({ severity }) => severity !== 'fine'),
      [],
    );
  });

  it('put problems before notices before what is fine', () => {
    const facts = wellFacts({ git: { state: 'missing' }, hostTimezone: 'UTC', polls: true, ledger: ledgerFacts({ check: 'page 7' }) });
    const severities = doctorFindings(facts).map(({ severity }) => severity);
    assert.deepEqual(
      severities,
      [...severities].sort((first, second) => 'pnf'.indexOf(first.charAt(0)) - 'pnf'.indexOf(second.charAt(0))),
    );
    assert.deepEqual(severities.slice(0, 3), ['problem', 'problem', 'notice']);
  });

  it('never call fine what could not be looked at', () => {
    const facts: DoctorFacts = {
      ...wellFacts({ lease: lost, git: lost, repositories: lost, watch: lost }),
      ledger: ledgerFacts({ place: lost, disk: lost, network: lost, check: lost, holds: lost }),
      transcripts: { ...wellFacts().transcripts, survey: lost, retention: { unexamined: 'time' }, ledger: lost },
      prices: { ...wellFacts().prices, client: lost },
    };
    const findings = doctorFindings(facts);
    const unexamined = findings.filter(({ examined }) => !examined);
    assert.equal(unexamined.length, 13);
    for (const found of unexamined) {
      assert.equal(found.severity, 'notice');
      assert.match(found.sentence, /^Payoff could not find out .*says nothing about whether it is well\.$/);
    }
    assert.match(only(findings, 'retention').sentence, /took too long/);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'fine').map(({ id }) => id),
      ['claude-found', 'prices', 'clock'],
    );
  });

  it('say nothing of what does not exist on this system', () => {
    const ids = doctorFindings({ ...wellFacts({ watch: null }), ledger: ledgerFacts({ network: null }) }).map(({ id }) => id);
    assert.ok(!ids.includes('watch') && !ids.includes('ledger-file-system'));
  });

  it('know what only a window knows', () => {
    const window = { trusted: false, remote: 'wsl', changedSettings: ['payoff.timezone'] };
    assert.deepEqual(
      windowFindings(window).map(({ id, severity }) => `${severity} ${id}`),
      ['notice restricted', 'fine remote', 'fine settings-changed'],
    );
    assert.deepEqual(windowFindings({ trusted: true, remote: null, changedSettings: [] }), []);
    assert.match(findingText(readerFinding('It stopped.')), /It stopped\. Run Payoff: Refresh/);
  });

  it('make every state there is', () => {
    const made = new Set<StateId>([
      ...states.map(([id]) => id),
      ...fine.map(([id]) => id),
      'restricted',
      'remote',
      'settings-changed',
      'reader-not-running',
    ]);
    assert.deepEqual(
      stateIds.filter((id) => !made.has(id)),
      [],
    );
    assert.equal(new Set(stateIds).size, stateIds.length);
  });

  it('end every sentence, and say of every problem what to do', () => {
    for (const [id, severity, facts] of states) {
      const { sentence, action } = only(doctorFindings(facts), id);
      assert.match(sentence, /[.]$/, id);
      assert.ok(severity !== 'problem' || action !== '' || /Do this\.$|full\.$/.test(sentence), `${id} says nothing to do`);
    }
  });
});

describe('an age', () => {
  it('of the oldest transcript is told in the user’s own days', () => {
    const facts = transcripts({ retention: { days: 30, oldestMs: Date.UTC(2026, 9, 31, 23, 30) } });
    assert.match(only(doctorFindings({ ...facts, timezone: 'UTC' }), 'retention').sentence, /2026-11-30/);
    assert.match(only(doctorFindings({ ...facts, timezone: 'Europe/Berlin' }), 'retention').sentence, /2026-12-01/);
  });
});
