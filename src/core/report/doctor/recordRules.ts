/** What the ledger recorded of the transcripts: what was skipped, what is only in the ledger, what is new to this Payoff. */
import { newestKnownVersion, versionNumbers } from '../../transcript/clientVersion.ts';
import { formatCount } from '../money.ts';
import { counted } from '../words.ts';
import { placeText, someOf } from './doctorWords.ts';
import type { DoctorFacts, RecordedFacts } from './facts.ts';
import { aboutExamined, finding } from './finding.ts';
import type { Finding, StateId } from './finding.ts';

/** A line without its end is being written, or was left so. */
const beingWrittenMs = 10 * 60_000;

type Facts = Pick<DoctorFacts, 'transcripts' | 'home' | 'nowMs'>;

export function recordFindings(facts: Facts): readonly Finding[] {
  return aboutExamined(facts.transcripts.ledger, { id: 'lines', what: 'what was left out of the transcripts' }, (recorded) => [
    ...skippedFindings(recorded, facts.home),
    ...fileFindings(recorded, facts),
    ...keptFindings(recorded),
    ...newnessFindings(recorded),
    ...timeFindings(recorded),
  ]);
}

/** Each reason to skip a line, as the reader names it: what such lines are, and what to do. */
const reasons: Readonly<Record<string, readonly [id: StateId, are: (one: boolean) => string, action: string]>> = {
  'too-long': [
    'lines-too-long',
    (one) => `${one ? 'is' : 'are'} longer than 64 MB`,
    'There is nothing to do: no record that counts is so long.',
  ],
  'not-json': [
    'lines-not-json',
    (one) => `${one ? 'is' : 'are'} no valid JSON`,
    'A crash or a full disk leaves such lines. If there are many, restore the file from a backup.',
  ],
  'not-an-object': [
    'lines-not-object',
    (one) => `${one ? 'is' : 'are'} JSON but no record`,
    'Something else than Claude Code wrote into the file: look what did.',
  ],
  unreadable: [
    'lines-unreadable',
    (one) => `${one ? 'is a record' : 'are records'} of no readable shape`,
    'A newer Payoff may read them: please send a bug report if it does not.',
  ],
  usage: [
    'lines-usage',
    (one) => `${one ? 'has' : 'have'} token counts that are no whole numbers`,
    'A newer Payoff may read them: please send a bug report if it does not.',
  ],
  time: [
    'lines-time',
    (one) => `${one ? 'is a response' : 'are responses'} without a time`,
    'A newer Payoff may read them: please send a bug report if it does not.',
  ],
};

function skippedFindings({ skipped }: RecordedFacts, home: string): readonly Finding[] {
  if (skipped.length === 0) return [finding('lines', 'fine', 'Every line of the transcripts could be read.')];
  return skipped.map(({ reason, lines, files }) => {
    const [id, are, action] =
      reasons[reason] ??
      ([
        'lines-other',
        (one: boolean) => `${one ? 'is' : 'are'} of no kind that this Payoff knows`,
        'A newer Payoff may say why.',
      ] as const);
    const inFiles = `in ${counted(files.length, 'file')} (${someOf(files.map((path) => placeText(path, home)))})`;
    return finding(
      id,
      'notice',
      `${counted(lines, 'line')} ${inFiles} ${are(lines === 1)}, and ${lines === 1 ? 'was' : 'were'} left out. Everything else of ${files.length === 1 ? 'that file' : 'those files'} counts.`,
      { action, counts: { lines, files: files.length }, places: files },
    );
  });
}

function fileFindings({ unfinished, shrank }: RecordedFacts, { home, nowMs }: Facts): readonly Finding[] {
  const found: Finding[] = [];
  const left = unfinished.filter(({ modifiedMs }) => nowMs - modifiedMs > beingWrittenMs).map(({ path }) => path);
  if (left.length > 0)
    found.push(
      finding(
        'last-line-unfinished',
        'notice',
        `${counted(left.length, 'transcript ends', 'transcripts end')} in the middle of a line: ${someOf(left.map((path) => placeText(path, home)))}. What can be read of it counts, and the line is read again once it has its end.`,
        {
          action: 'There is nothing to do: Claude Code was ended while it wrote, or the disk was full.',
          counts: { files: left.length },
          places: left,
        },
      ),
    );
  if (shrank.length > 0)
    found.push(
      finding(
        'files-shrank',
        'notice',
        `${counted(shrank.length, 'transcript is', 'transcripts are')} shorter now than what was read: ${someOf(shrank.map((path) => placeText(path, home)))}. It was cut off or replaced; what was read before is kept and counts.`,
        {
          action: 'There is nothing to do if you did that. If not, look for a tool that rewrites transcripts.',
          counts: { files: shrank.length },
          places: shrank,
        },
      ),
    );
  return found;
}

function keptFindings({ archive, excluded, forgotten }: RecordedFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (archive.files > 0)
    found.push(
      finding(
        'archive-only',
        'fine',
        `Only the ledger still has what ${counted(archive.files, 'transcript')} said that the disk no longer has: ${counted(archive.sessions, 'whole session')}, and ${counted(archive.days, 'day')} of which nothing else is left. Keep the ledger in your backups.`,
        { counts: { files: archive.files, sessions: archive.sessions, days: archive.days } },
      ),
    );
  if (excluded > 0)
    found.push(
      finding(
        'folders-excluded',
        'fine',
        `${counted(excluded, 'pattern')} of folders ${excluded === 1 ? 'is' : 'are'} excluded: sessions there are never read.`,
        {
          counts: { folders: excluded },
        },
      ),
    );
  if (forgotten > 0)
    found.push(
      finding(
        'folders-forgotten',
        'fine',
        `${counted(forgotten, 'folder was', 'folders were')} forgotten as you asked: what happened there before is not read again.`,
        {
          counts: { folders: forgotten },
        },
      ),
    );
  return found;
}

function newnessFindings({ unknownTypes, versions }: RecordedFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (unknownTypes.length > 0) {
    const lines = unknownTypes.reduce((sum, type) => sum + type.lines, 0);
    found.push(
      finding(
        'record-types-unknown',
        'notice',
        `${counted(unknownTypes.length, 'kind of record is', 'kinds of records are')} unknown to this version (${someOf(
          unknownTypes.map(({ type }) => type || 'without a type'),
          4,
        )}): ${counted(lines, 'line')} left out. That is harmless as long as responses are counted.`,
        { action: 'A newer Payoff may read them.', counts: { types: unknownTypes.length, lines } },
      ),
    );
  }
  const newer = versions.filter(({ version }) => isNewer(version));
  if (newer.length > 0) {
    const requests = newer.reduce((sum, version) => sum + version.requests, 0);
    found.push(
      finding(
        'versions-newer',
        'notice',
        `Claude Code ${someOf(newer.map(({ version }) => version))} ${newer.length === 1 ? 'is' : 'are'} newer than what this Payoff was tried with (${newestKnownVersion.join('.')}); ${counted(requests, 'request')} of ${newer.length === 1 ? 'it' : 'them'} ${requests === 1 ? 'is' : 'are'} counted. That is harmless as long as no lines are skipped.`,
        { action: 'Update Payoff when there is a newer one.', counts: { versions: newer.length, requests } },
      ),
    );
  } else if (versions.length > 0)
    found.push(
      finding(
        'versions',
        'fine',
        `Transcripts of ${counted(versions.length, 'version')} of Claude Code are read, none newer than what was tried.`,
        {
          counts: { versions: versions.length },
        },
      ),
    );
  return found;
}

function timeFindings({ future, old }: RecordedFacts): readonly Finding[] {
  const found: Finding[] = [];
  const clock = 'They are counted on the days that they name.';
  if (future > 0)
    found.push(
      finding(
        'times-future',
        'notice',
        `${formatCount(future)} ${future === 1 ? 'request has a time' : 'requests have times'} in the future. ${clock}`,
        {
          action: 'A clock was ahead, here or where the transcripts come from: set it right.',
          counts: { requests: future },
        },
      ),
    );
  if (old > 0)
    found.push(
      finding(
        'times-old',
        'notice',
        `${formatCount(old)} ${old === 1 ? 'request has a time' : 'requests have times'} from before 2023, when there was no Claude Code. ${clock}`,
        {
          action: 'A clock was not set when Claude Code ran: nothing can mend the times now.',
          counts: { requests: old },
        },
      ),
    );
  if (found.length === 0) found.push(finding('times', 'fine', 'Every request has a time that can be.'));
  return found;
}

/** Whether it is newer than any version that was tried; what is no version is not. */
function isNewer(version: string): boolean {
  const numbers = versionNumbers(version);
  if (numbers === null) return false;
  for (const [index, known] of newestKnownVersion.entries()) {
    const difference = (numbers[index] ?? 0) - known;
    if (difference !== 0) return difference > 0;
  }
  return false;
}
