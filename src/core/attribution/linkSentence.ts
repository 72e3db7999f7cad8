import { dateWords } from '../report/dates.ts';
import { clockTimes, dayKey } from '../report/time.ts';
import type { Link, LinkEvidence } from './link.ts';

/**
 * How a link is known, in one sentence: which call, at what time on the clocks of `timezone`, and how the commit was found. No
 * subject, path or name is in it, nor how sure it is: the link says that beside it.
 */
export function linkSentence({ evidence }: Link, timezone: string): string {
  return evidence.startedAtMs === null
    ? `The commit itself names the session, in a ${markWords(evidence.kind)}.`
    : `${evidence.agentId === '' ? 'The session' : 'A subagent of the session'} ran git commit itself ${timeOf(evidence, timezone)}: ${findingOf(evidence)}.`;
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
