/** What a commit's message says of sessions, reverts and pull requests; nothing else of it is kept. */
import type { SessionMark } from '../core/attribution/gitFacts.ts';

/** Every UUID in a text, in lower case, each once; also behind a date (`2026-11-03-<uuid>`). */
export function uuidsIn(text: string): readonly string[] {
  const found = text.match(/(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/gi) ?? [];
  return [...new Set(found.map((each) => each.toLowerCase()))];
}

/** Values of a trailer, folded lines joined. Anywhere in the body: a squashed pull request has its commits' trailers in its middle. */
export function trailerValues(body: string, name: string): readonly string[] {
  const pattern = new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t]+.*)*)`, 'gim');
  return Array.from(body.matchAll(pattern), ([, value]) => (value ?? '').replace(/\s+/g, ' ').trim());
}

/** The sessions that `Claude-Session:` names. */
export function sessionsOf(body: string): readonly SessionMark[] {
  const ids = uuidsIn(trailerValues(body, 'Claude-Session').join(' '));
  return ids.map((sessionId) => ({ sessionId, source: 'trailer' }));
}

/** SHAs of `This reverts commit …`, as `git revert` writes it; abbreviated with its `--reference`. */
export function revertsOf(body: string): readonly string[] {
  const found = Array.from(body.matchAll(/This reverts commit\s+([0-9a-f]{7,64})\b/gi), ([, sha]) => (sha ?? '').toLowerCase());
  return [...new Set(found)];
}

/**
 * GitHub's and Bitbucket's `Merge pull request #7` and trailing `(#7)`, Gitea's `Merge pull request 'x' (#7) from …`, Azure's `Merged PR 7:` and
 * `Merge pull request 7 from …`, Bitbucket's `Merged in x (pull request #7)` and `Pull request #7:`, bors' `Merge #7` and `Auto merge of #7`, GitLab's
 * `See merge request group/project!7`.
 */
export function pullNumberOf(subject: string, body: string): number | null {
  const found =
    /^(?:Merge pull request #?|Merged PR |Pull request #|Merge #|Auto merge of #)(\d{1,9})\b/.exec(subject) ??
    /^Merge pull request '.*' \(#(\d{1,9})\) from /.exec(subject) ??
    /\((?:pull request )?#(\d{1,9})\)\s*$/.exec(subject) ??
    /^See merge request \S*!(\d{1,9})\s*$/m.exec(body);
  return found === null ? null : Number(found[1]);
}
