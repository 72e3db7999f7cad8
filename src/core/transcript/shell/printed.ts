/** A commit that git announced as `[branch sha] subject`. */
export interface AnnouncedCommit {
  readonly branch: string;
  /** Abbreviated as git printed it, lower case. */
  readonly sha: string;
  readonly subject: string;
}

export interface PullRequestAddress {
  readonly url: string;
  readonly number: number;
}

const announcement = /^\[(.{1,500}?) (?:\(root-commit\) )?([0-9a-f]{7,64})\] (.*)$/;
const escape = '\x1b';
const bell = '\x07';
/** Colours and links of a terminal. */
const colour = new RegExp(`${escape}\\[[0-9;?]*[A-Za-z]|${escape}\\][^${bell}${escape}]*(?:${bell}|${escape}\\\\)`, 'g');
const pullRequest = /https?:\/\/[^\s/"'<>()]{1,255}\/[^\s"'<>()?#]{1,300}?\/(?:pull|merge_requests)\/(\d{1,9})\b/g;

/**
 * The commits that an output announces, in its order: lines that begin with `[branch sha] subject`, as `git commit` prints it. Whether the call
 * itself ran `git commit`, and not a `cat` of somebody else's log, is for the caller to judge.
 */
export function printedCommits(output: string): AnnouncedCommit[] {
  const commits: AnnouncedCommit[] = [];
  for (const line of output.split(/[\r\n]/)) {
    if (line.length > 20_000 || !(line.startsWith('[') || line.startsWith(escape))) continue;
    const found = announcement.exec(line.replace(colour, ''));
    const [, branch, sha, subject] = found ?? [];
    if (branch === undefined || sha === undefined || subject === undefined) continue;
    // A branch's name has no blanks; without a branch git says `detached HEAD`.
    if (/\s/.test(branch) && branch !== 'detached HEAD') continue;
    commits.push({ branch, sha, subject: subject.trim() });
  }
  return commits;
}

/** The addresses of pull and merge requests in an output, in its order; `gh pr create` prints its own last. */
export function printedPullRequests(output: string): PullRequestAddress[] {
  return Array.from(output.matchAll(pullRequest), (found) => ({ url: found[0], number: Number(found[1]) }));
}
