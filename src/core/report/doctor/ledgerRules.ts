/** The ledger: whether it can be used, whether it is sound, where it lies, and what lies beside it. */
import { sessionCount, requestCount } from '../counts.ts';
import { t, plural } from '../../l10n/message.ts';
import { formatCount } from '../money.ts';
import { inARow } from '../words.ts';
import { dayKey } from '../time.ts';
import { placeText, sizeText } from './doctorWords.ts';
import type { DoctorFacts, LedgerFacts, LedgerPlace } from './facts.ts';
import { aboutExamined, finding, isUnexamined } from './finding.ts';
import type { Examined, Finding, StateId } from './finding.ts';

/** SQLite folds the log into the ledger at 32 MB; far more of it means that somebody keeps it from that. */
const largeWalBytes = 128e6;

const otherFile = (): string => t('Name another file with --ledger or the setting payoff.ledger.');

type Facts = Pick<DoctorFacts, 'ledger' | 'home' | 'timezone'>;

export function ledgerFindings(facts: Facts): readonly Finding[] {
  const { ledger } = facts;
  return [
    ...(ledger.problem === null ? readOnlyFindings(facts) : openFindings(ledger, ledger.problem)),
    ...checkFindings(facts),
    ...aboutExamined(ledger.place, { id: 'ledger-private', what: t('how the ledger’s file and folder are') }, (place) => [
      ...besideFindings(facts, place),
      ...modeFindings(facts, place),
      ...walFindings(place),
    ]),
    ...diskFindings(facts),
    ...fileSystemFindings(facts),
    ...holdsFindings(facts),
  ];
}

/** Why it could not be opened, in the opener's own sentences; which state that is, the facts around it tell. */
function openFindings(ledger: LedgerFacts, { reason, sentence }: NonNullable<LedgerFacts['problem']>): readonly Finding[] {
  return [finding(openState(ledger, reason), 'problem', sentence)];
}

function openState({ place, network, journal }: LedgerFacts, reason: NonNullable<LedgerFacts['problem']>['reason']): StateId {
  const { file = 'none', schema = null, knownSchema = 0 } = known(place) ?? {};
  switch (reason) {
    case 'foreign':
      return file === 'sqlite' ? 'ledger-foreign' : 'ledger-no-sqlite';
    case 'corrupt':
      return 'ledger-damaged';
    case 'unreadable':
      return 'ledger-unreadable';
    case 'newer':
      return 'ledger-newer';
    case 'unwritable':
      if ((known(network) ?? '') !== '') return 'ledger-network';
      if (journal !== null && journal !== 'wal') return 'ledger-no-locks';
      if (file === 'none') return 'ledger-no-folder';
      return schema !== null && schema < knownSchema ? 'ledger-not-updated' : 'ledger-not-opened';
  }
}

function known<Value>(value: Examined<Value>): Value | null {
  return isUnexamined(value) ? null : value;
}

function readOnlyFindings({ ledger, home }: Facts): readonly Finding[] {
  const { schema, readOnly } = ledger;
  const place = known(ledger.place);
  // SQLite opens some that it then cannot write.
  const isBlocked = place !== null && !(place.writable.file && place.writable.folder);
  if (!readOnly && !isBlocked) return [];
  const shown = t('What it holds is shown; nothing new is added.');
  if (schema !== null && schema.stored > schema.known)
    return [
      finding(
        'ledger-newer',
        'problem',
        inARow(t('The ledger was written by a newer Payoff (schema {0}; this one knows {1}).', schema.stored, schema.known), shown),
        {
          action: t('Update this Payoff to the version of the newest one that you use, in every editor and on the command line.'),
          counts: { schema: schema.stored },
        },
      ),
    ];
  const path = placeText(ledger.path, home);
  if (isBlocked && !place.writable.home)
    return [
      finding(
        'home-read-only',
        'problem',
        inARow(t('The home folder may not be written, and so not the ledger {0} either.', path), shown),
        {
          action: inARow(t('Mount it writable.'), otherFile()),
        },
      ),
    ];
  // A disk that is full is said on its own.
  if (place === null || (place.writable.file && place.writable.folder))
    return [finding('ledger-not-opened', 'problem', ledger.notice ?? shown)];
  if (place.writable.file)
    return [
      finding(
        'ledger-folder-read-only',
        'problem',
        inARow(t('The folder of the ledger {0} may not be written, and SQLite needs that beside the file.', path), shown),
        { action: inARow(t('Give yourself the permission to write the folder.'), otherFile()) },
      ),
    ];
  return [
    finding('ledger-file-read-only', 'problem', inARow(t('The ledger {0} may not be written.', path), shown), {
      action: inARow(t('Give yourself the permission to write the file.'), otherFile()),
    }),
  ];
}

function checkFindings({ ledger, home }: Facts): readonly Finding[] {
  return aboutExamined(ledger.check, { id: 'ledger-check', what: t('whether the ledger is sound') }, (damage) =>
    damage === ''
      ? [finding('ledger-check', 'fine', t('The ledger passed SQLite’s own check.'))]
      : [
          finding(
            'ledger-damaged',
            'problem',
            t('The ledger is damaged ({0}). What can be read of it is shown, and figures may be too low.', damage),
            {
              action: t(
                'Close every window that uses it and move {0} away: it is filled anew from the transcripts that are still there.',
                placeText(ledger.path, home),
              ),
            },
          ),
        ],
  );
}

function besideFindings({ home }: Facts, { setAside, copies }: LedgerPlace): readonly Finding[] {
  const found: Finding[] = [];
  const [newest] = setAside.paths;
  if (newest !== undefined) {
    const older = setAside.paths.length - 1;
    const others = plural(older, '{0} older one is kept beside it.', '{0} older ones are kept beside it.', formatCount(older));
    found.push(
      finding(
        'ledger-set-aside',
        'notice',
        inARow(
          t(
            'The ledger was damaged. It is kept as {0}, and a new one was filled from the transcripts that were still there.',
            placeText(newest, home),
          ),
          older > 0 ? others : '',
          t('What only the damaged one held (what is older than the oldest transcript) is in no figure.'),
        ),
        {
          action: t(
            'If you have a backup of the ledger, close every window and put it back in its place. Delete what was set aside ({0}) when you need it no more.',
            sizeText(setAside.bytes),
          ),
          counts: { copies: setAside.paths.length, bytes: setAside.bytes },
          places: setAside.paths,
        },
      ),
    );
  }
  const [copy] = copies.paths;
  if (copy !== undefined)
    found.push(
      finding(
        'ledger-copies',
        'notice',
        plural(
          copies.paths.length,
          '{0} copy of the ledger from before an update ({1}) is kept beside it, {2}. Nothing reads it.',
          '{0} copies of the ledger from before an update ({1}) are kept beside it, {2}. Nothing reads them.',
          formatCount(copies.paths.length),
          sizeText(copies.bytes),
          placeText(copy, home),
        ),
        {
          action: t('You may delete it once the figures look right to you.'),
          counts: { copies: copies.paths.length, bytes: copies.bytes },
          places: copies.paths,
        },
      ),
    );
  return found;
}

function modeFindings({ ledger, home }: Facts, { tooOpen, file }: LedgerPlace): readonly Finding[] {
  if (file === 'none' || ledger.problem?.reason === 'foreign') return [];
  if (!tooOpen) return [finding('ledger-private', 'fine', t('Only you may look into the ledger.'))];
  return [
    finding(
      'ledger-too-open',
      'notice',
      t(
        'Other people on this machine may look into the ledger {0} (names of folders, branches and files, and what they cost) or put another in its place.',
        placeText(ledger.path, home),
      ),
      { action: t('Run chmod 700 on its folder and chmod 600 on the file.') },
    ),
  ];
}

function walFindings({ walBytes }: LedgerPlace): readonly Finding[] {
  if (walBytes <= largeWalBytes) return [];
  return [
    finding(
      'ledger-wal-large',
      'notice',
      t(
        '{0} of changes wait beside the ledger (its -wal file) to be folded into it: some process keeps reading it. Nothing is lost; they count in every figure.',
        sizeText(walBytes),
      ),
      {
        action: t('Close the windows and programs that use the ledger, then open one again. Never delete the -wal file.'),
        counts: { bytes: walBytes },
      },
    ),
  ];
}

function diskFindings({ ledger }: Facts): readonly Finding[] {
  return aboutExamined(
    ledger.disk,
    { id: 'disk', what: t('how much room the ledger’s disk has') },
    ({ freeBytes, neededBytes, freeFiles }) => {
      const counts = { freeBytes, neededBytes };
      if (freeFiles === 0)
        return [
          finding(
            'disk-full',
            'problem',
            t('The disk of the ledger can hold no more files. What the ledger holds is kept; nothing new is added.'),
            {
              action: t('Delete files that you need no more: many small ones help most.'),
              counts,
            },
          ),
        ];
      const room = t('{0} free, and reading on may need {1}', sizeText(freeBytes), sizeText(neededBytes));
      if (freeBytes < Math.min(neededBytes, 8e6))
        return [
          finding('disk-full', 'problem', t('The disk of the ledger is full ({0}). What it holds is kept; nothing new is added.', room), {
            action: t('Make room on it: reading goes on by itself.'),
            counts,
          }),
        ];
      if (freeBytes < neededBytes)
        return [
          finding('disk-nearly-full', 'notice', t('The disk of the ledger is nearly full ({0}). Nothing is lost yet.', room), {
            action: t('Make room on it soon.'),
            counts,
          }),
        ];
      return [finding('disk', 'fine', t('The ledger’s disk has room: {0} free.', sizeText(freeBytes)), { counts })];
    },
  );
}

function fileSystemFindings({ ledger, home }: Facts): readonly Finding[] {
  if (ledger.problem !== null) return [];
  return aboutExamined(ledger.network, { id: 'ledger-file-system', what: t('what kind of file system the ledger lies on') }, (network) =>
    network === ''
      ? [finding('ledger-file-system', 'fine', t('The ledger lies on a disk of this machine.'))]
      : [
          finding(
            'ledger-network',
            'notice',
            t(
              'The ledger {0} lies on a network file system ({1}), where locks are not sure: two machines that write it may damage it.',
              placeText(ledger.path, home),
              network,
            ),
            { action: t('Move it to a disk of this machine and name it with the setting payoff.ledger or PAYOFF_LEDGER.') },
          ),
        ],
  );
}

function holdsFindings({ ledger, timezone }: Facts): readonly Finding[] {
  return aboutExamined(ledger.holds, { id: 'ledger-holds', what: t('all that the ledger holds') }, ({ requests, sessions, firstAtMs }) => {
    const bytes = known(ledger.place)?.bytes ?? 0;
    const [all, size] = [requestCount(requests), bytes === 0 ? formatCount(0) : sizeText(bytes)];
    return [
      finding(
        'ledger-holds',
        'fine',
        firstAtMs === null
          ? t('The ledger holds {0} of {1}, in {2}.', all, sessionCount(sessions), size)
          : t('The ledger holds {0} of {1} since {2}, in {3}.', all, sessionCount(sessions), dayKey(firstAtMs, timezone), size),
        { counts: { requests, sessions, bytes } },
      ),
    ];
  });
}
