import { fileCount } from '../report/counts.ts';
import { t, plural } from '../l10n/message.ts';
import { dateWords } from '../report/dates.ts';
import { formatCount } from '../report/money.ts';
import { clockTime, clockTimes, dayKey } from '../report/time.ts';
import type { Link, LinkEvidence, MatchedEvidence } from './link.ts';

/**
 * How a link is known, in one sentence: which call, at what time on the clocks of `timezone`, and how the commit was found. No
 * subject, path or name is in it, nor how sure it is: the link says that beside it.
 */
export function linkSentence({ evidence }: Link, timezone: string): string {
  if (evidence.matched !== undefined) return matchedSentence(evidence.matched, timezone);
  if (evidence.startedAtMs === null) return markSentence(evidence.kind);
  const [when, finding] = [timeOf(evidence.startedAtMs, evidence.endedAtMs, timezone), findingOf(evidence)];
  return evidence.agentId === ''
    ? t('The session ran git commit itself {0}: {1}.', when, finding)
    : t('A subagent of the session ran git commit itself {0}: {1}.', when, finding);
}

/** Tier 5 counts lines; tier 6 has files alone. */
function matchedSentence({ lines, changedLines, fileCount: files, lastEditAtMs }: MatchedEvidence, timezone: string): string {
  const [day, clock] = [dateWords(dayKey(lastEditAtMs, timezone)), clockTime(lastEditAtMs, timezone)];
  if (lines === 0)
    return t(
      'The session worked on {0} of it, for the last time on {1} at {2}; no call and no line says whose it is.',
      fileCount(files),
      day,
      clock,
    );
  return plural(
    lines,
    'The session wrote one line of it, the last on {1} at {2}; it changes {3} that could be told apart.',
    'The session wrote {0} lines of it, the last on {1} at {2}; it changes {3} that could be told apart.',
    formatCount(lines),
    day,
    clock,
    formatCount(changedLines),
  );
}

function timeOf(startedAtMs: number, endedAtMs: number | null, timezone: string): string {
  const [from, to] = clockTimes(startedAtMs, endedAtMs ?? startedAtMs, timezone);
  const day = dateWords(dayKey(startedAtMs, timezone));
  return from === to ? t('on {0} at {1}', day, from) : t('on {0} from {1} to {2}', day, from, to);
}

function findingOf(evidence: LinkEvidence): string {
  const { kind, refound, sameSubject } = evidence;
  const short = evidence.recordedSha.slice(0, 7);
  if (kind !== 'operation' && kind !== 'printed')
    return evidence.authorTimeInCall
      ? t('author time inside the call, same subject')
      : t('an amend with the same subject and the author time of a call before it');
  const source = kind === 'operation' ? t('Claude Code recorded {0}', short) : t('git printed {0}', short);
  if (!refound) return source;
  return sameSubject === false
    ? t('{0}, which was rewritten and found again by author time and parents', source)
    : t('{0}, which was rewritten and found again by author time and subject', source);
}

function markSentence(kind: LinkEvidence['kind']): string {
  if (kind === 'note') return t('The commit itself names the session, in a git note.');
  return kind === 'checkpoint'
    ? t('The commit itself names the session, in a checkpoint that it refers to.')
    : t('The commit itself names the session, in a trailer of its message.');
}
