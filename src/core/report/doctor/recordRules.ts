/** What the ledger recorded of the transcripts: what was skipped, what is only in the ledger, what is new to this Payoff. */
import { lineCount, fileCount, dayCount, transcriptCount } from '../counts.ts';
import { t, plural } from '../../l10n/message.ts';
import { largestCount, largestTotal, mostSearches } from '../../transcript/fields.ts';
import { newestKnownVersion, versionNumbers } from '../../transcript/clientVersion.ts';
import { formatCount } from '../money.ts';
import { inARow } from '../words.ts';
import { placeText, someOf } from './doctorWords.ts';
import type { DoctorFacts, RecordedFacts } from './facts.ts';
import { aboutExamined, finding } from './finding.ts';
import type { Finding, StateId } from './finding.ts';

/** A line without its end is being written, or was left so. */
const beingWrittenMs = 10 * 60_000;

type Facts = Pick<DoctorFacts, 'transcripts' | 'home' | 'nowMs'>;

export function recordFindings(facts: Facts): readonly Finding[] {
  return aboutExamined(facts.transcripts.ledger, { id: 'lines', what: t('what was left out of the transcripts') }, (recorded) => [
    ...skippedFindings(recorded, facts.home),
    ...fileFindings(recorded, facts),
    ...keptFindings(recorded),
    ...newnessFindings(recorded),
    ...timeFindings(recorded),
  ]);
}

interface Skipped {
  readonly id: StateId;
  /** The whole sentence: so many lines of files are of that kind, and were left out. */
  readonly say: (lines: number, count: string, files: string) => string;
  readonly action: () => string;
}

const newerMayRead = (): string => t('A newer Payoff may read them: please send a bug report if it does not.');

/** Each reason to skip a line, as the reader names it: what such lines are, and what to do. */
const reasons: Readonly<Record<string, Skipped>> = {
  'too-long': {
    id: 'lines-too-long',
    say: (lines, ...parts) =>
      plural(
        lines,
        '{0} line in {1} is longer than 64 MB, and was left out.',
        '{0} lines in {1} are longer than 64 MB, and were left out.',
        ...parts,
      ),
    action: () => t('There is nothing to do: no record that counts is so long.'),
  },
  'not-json': {
    id: 'lines-not-json',
    say: (lines, ...parts) =>
      plural(
        lines,
        '{0} line in {1} is no valid JSON, and was left out.',
        '{0} lines in {1} are no valid JSON, and were left out.',
        ...parts,
      ),
    action: () => t('A crash or a full disk leaves such lines. If there are many, restore the file from a backup.'),
  },
  'not-an-object': {
    id: 'lines-not-object',
    say: (lines, ...parts) =>
      plural(
        lines,
        '{0} line in {1} is JSON but no record, and was left out.',
        '{0} lines in {1} are JSON but no record, and were left out.',
        ...parts,
      ),
    action: () => t('Something else than Claude Code wrote into the file: look what did.'),
  },
  unreadable: {
    id: 'lines-unreadable',
    say: (lines, ...parts) =>
      plural(
        lines,
        '{0} line in {1} is a record of no readable shape, and was left out.',
        '{0} lines in {1} are records of no readable shape, and were left out.',
        ...parts,
      ),
    action: newerMayRead,
  },
  usage: {
    id: 'lines-usage',
    say: (lines, ...parts) =>
      plural(
        lines,
        '{0} line in {1} has token counts that are no whole numbers, and was left out.',
        '{0} lines in {1} have token counts that are no whole numbers, and were left out.',
        ...parts,
      ),
    action: newerMayRead,
  },
  'usage-large': {
    id: 'lines-usage-large',
    say: (lines, ...parts) =>
      plural(
        lines,
        '{0} line in {1} has counts larger than there can be ({2} tokens or {3} searches of a response, {4} of a session), and was left out.',
        '{0} lines in {1} have counts larger than there can be ({2} tokens or {3} searches of a response, {4} of a session), and were left out.',
        ...[...parts, formatCount(largestCount), formatCount(mostSearches), formatCount(largestTotal)],
      ),
    action: () => t('Something else than Claude Code may have written them: please send a bug report if not.'),
  },
  time: {
    id: 'lines-time',
    say: (lines, ...parts) =>
      plural(
        lines,
        '{0} line in {1} is a response without a time, and was left out.',
        '{0} lines in {1} are responses without a time, and were left out.',
        ...parts,
      ),
    action: newerMayRead,
  },
};

const otherReason: Skipped = {
  id: 'lines-other',
  say: (lines, ...parts) =>
    plural(
      lines,
      '{0} line in {1} is of no kind that this Payoff knows, and was left out.',
      '{0} lines in {1} are of no kind that this Payoff knows, and were left out.',
      ...parts,
    ),
  action: () => t('A newer Payoff may say why.'),
};

function skippedFindings({ skipped }: RecordedFacts, home: string): readonly Finding[] {
  if (skipped.length === 0) return [finding('lines', 'fine', t('Every line of the transcripts could be read.'))];
  return skipped.map(({ reason, lines, files }) => {
    const { id, say, action } = reasons[reason] ?? otherReason;
    const inFiles = t('{0} ({1})', fileCount(files.length), someOf(files.map((path) => placeText(path, home))));
    const rest = plural(files.length, 'Everything else of that file counts.', 'Everything else of those files counts.');
    return finding(id, 'notice', inARow(say(lines, formatCount(lines), inFiles), rest), {
      action: action(),
      counts: { lines, files: files.length },
      places: files,
    });
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
        plural(
          left.length,
          '{0} transcript ends in the middle of a line: {1}. What can be read of it counts, and the line is read again once it has its end.',
          '{0} transcripts end in the middle of a line: {1}. What can be read of it counts, and the line is read again once it has its end.',
          formatCount(left.length),
          someOf(left.map((path) => placeText(path, home))),
        ),
        {
          action: t('There is nothing to do: Claude Code was ended while it wrote, or the disk was full.'),
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
        plural(
          shrank.length,
          '{0} transcript is shorter now than what was read: {1}. It was cut off or replaced; what was read before is kept and counts.',
          '{0} transcripts are shorter now than what was read: {1}. It was cut off or replaced; what was read before is kept and counts.',
          formatCount(shrank.length),
          someOf(shrank.map((path) => placeText(path, home))),
        ),
        {
          action: t('There is nothing to do if you did that. If not, look for a tool that rewrites transcripts.'),
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
        t(
          'Only the ledger still has what {0} said that the disk no longer has: {1}, and {2} of which nothing else is left. Keep the ledger in your backups.',
          transcriptCount(archive.files),
          plural(archive.sessions, '{0} whole session', '{0} whole sessions', formatCount(archive.sessions)),
          dayCount(archive.days),
        ),
        { counts: { files: archive.files, sessions: archive.sessions, days: archive.days } },
      ),
    );
  if (excluded > 0)
    found.push(
      finding(
        'folders-excluded',
        'fine',
        plural(
          excluded,
          '{0} pattern of folders is excluded: sessions there are never read.',
          '{0} patterns of folders are excluded: sessions there are never read.',
          formatCount(excluded),
        ),
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
        plural(
          forgotten,
          '{0} folder was forgotten as you asked: what happened there before is not read again.',
          '{0} folders were forgotten as you asked: what happened there before is not read again.',
          formatCount(forgotten),
        ),
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
        plural(
          unknownTypes.length,
          '{0} kind of record is unknown to this version ({1}): {2} left out. That is harmless as long as responses are counted.',
          '{0} kinds of records are unknown to this version ({1}): {2} left out. That is harmless as long as responses are counted.',
          formatCount(unknownTypes.length),
          someOf(
            unknownTypes.map(({ type }) => type || t('without a type')),
            4,
          ),
          lineCount(lines),
        ),
        { action: t('A newer Payoff may read them.'), counts: { types: unknownTypes.length, lines } },
      ),
    );
  }
  // What is no version of a release is neither newer nor older than one.
  const released = versions.filter(({ version }) => versionNumbers(version) !== null);
  const newer = released.filter(({ version }) => isNewer(version));
  if (newer.length > 0) {
    const requests = newer.reduce((sum, version) => sum + version.requests, 0);
    found.push(
      finding(
        'versions-newer',
        'notice',
        inARow(
          plural(
            newer.length,
            'Claude Code {0} is newer than what this Payoff was tried with ({1}); {2}.',
            'Claude Code {0} are newer than what this Payoff was tried with ({1}); {2}.',
            someOf(newer.map(({ version }) => version)),
            newestKnownVersion.join('.'),
            newer.length === 1
              ? plural(requests, '{0} request of it is counted', '{0} requests of it are counted', formatCount(requests))
              : plural(requests, '{0} request of them is counted', '{0} requests of them are counted', formatCount(requests)),
          ),
          t('That is harmless as long as no lines are skipped.'),
        ),
        { action: t('Update Payoff when there is a newer one.'), counts: { versions: newer.length, requests } },
      ),
    );
  } else if (released.length > 0)
    found.push(
      finding(
        'versions',
        'fine',
        plural(
          released.length,
          'Transcripts of {0} version of Claude Code are read, none newer than what was tried.',
          'Transcripts of {0} versions of Claude Code are read, none newer than what was tried.',
          formatCount(released.length),
        ),
        {
          counts: { versions: released.length },
        },
      ),
    );
  return found;
}

function timeFindings({ future, old }: RecordedFacts): readonly Finding[] {
  const found: Finding[] = [];
  const clock = t('They are counted on the days that they name.');
  if (future > 0)
    found.push(
      finding(
        'times-future',
        'notice',
        inARow(
          plural(future, '{0} request has a time in the future.', '{0} requests have times in the future.', formatCount(future)),
          clock,
        ),
        {
          action: t('A clock was ahead, here or where the transcripts come from: set it right.'),
          counts: { requests: future },
        },
      ),
    );
  if (old > 0)
    found.push(
      finding(
        'times-old',
        'notice',
        inARow(
          plural(
            old,
            '{0} request has a time from before 2023, when there was no Claude Code.',
            '{0} requests have times from before 2023, when there was no Claude Code.',
            formatCount(old),
          ),
          clock,
        ),
        {
          action: t('A clock was not set when Claude Code ran: nothing can mend the times now.'),
          counts: { requests: old },
        },
      ),
    );
  if (found.length === 0) found.push(finding('times', 'fine', t('Every request has a time that can be.')));
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
