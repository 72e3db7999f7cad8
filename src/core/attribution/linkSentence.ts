import { dateWords } from '../report/dates.ts';
import { formatCount } from '../report/money.ts';
import { clockTime, clockTimes, dayKey } from '../report/time.ts';
import { counted } from '../report/words.ts';
import type { Link, LinkEvidence, MatchedEvidence } from './link.ts';

/**
 * How a link is known, in one sentence: which call, at what time on the clocks of `timezone`, and how the commit was found. No
 * subject, path or name is in it, nor how sure it is: the link says that beside it.
 */
export function linkSentence({ evidence }: Link, timezone: string): string {
  if (evidence.matched !== undefined) return matchedSentence(evidence.matched, timezone);
  return evidence.startedAtMs === null
    ? `The commit itself names the session, in a ${markWords(evidence.kind)}.`
    : `${evidence.agentId === '' ? 'The session' : 'A subagent of the session'} ran git commit itself ${timeOf(evidence, timezone)}: ${findingOf(evidence)}.`;
}

/** Tier 5 counts lines; tier 6 has files alone. */
function matchedSentence({ lines, changedLines, fileCount, lastEditAtMs }: MatchedEvidence, timezone: string): string {
  const when = `on ${dateWords(dayKey(lastEditAtMs, timezone))} at ${clockTime(lastEditAtMs, timezone)}`;
  if (lines === 0)
    return `The session worked on ${counted(fileCount, 'file')} of it, for the last time ${when}; no call and no line says whose it is.`;
  const wrote = lines === 1 ? 'one line of it' : `${formatCount(lines)} lines of it`;
  return `The session wrote ${wrote}, the last ${when}; it changes ${formatCount(changedLines)} that could be told apart.`;
}

function timeOf({ startedAtMs, endedAtMs }: LinkEvidence, timezone: string): string {
  if (startedAtMs === null) return '';
  const [from, to] = clockTimes(startedAtMs, endedAtMs ?? startedAtMs, timezone);
  return `on ${dateWords(dayKey(startedAtMs, timezone))} ${from === to ? `at ${from}` : `from ${from} to ${to}`}`;
}

function findingOf(evidence: LinkEvidence): string {
  const short = evidence.recordedSha.slice(0, 7);
  const source = evidence.kind === 'operation' ? `Claude Code recorded ${short}` : `git printed ${short}`;
  if (evidence.kind !== 'operation' && evidence.kind !== 'printed')
    return evidence.authorTimeInCall
      ? 'author time inside the call, same subject'
      : 'an amend with the same subject and the author time of a call before it';
  if (!evidence.refound) return source;
  return `${source}, which was rewritten and found again by author time and ${evidence.sameSubject === false ? 'parents' : 'subject'}`;
}

function markWords(kind: LinkEvidence['kind']): string {
  return kind === 'note' ? 'git note' : kind === 'checkpoint' ? 'checkpoint that it refers to' : 'trailer of its message';
}
