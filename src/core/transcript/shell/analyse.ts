import { checkOf } from './checks.ts';
import type { CheckCommand } from './checks.ts';
import { commitOf } from './git.ts';
import type { CommitCommand } from './git.ts';
import { namesOfRuns } from './names.ts';
import type { ShellNames } from './names.ts';
import { runsOf } from './runs.ts';
import type { Run } from './runs.ts';

export interface PullRequestCommand {
  readonly action: 'created';
}

/** What a command line does that later questions are about, each kind in the order of its commands. */
export interface ShellAnalysis {
  readonly commits: readonly CommitCommand[];
  readonly pullRequests: readonly PullRequestCommand[];
  readonly checks: readonly CheckCommand[];
  readonly names: ShellNames;
}

/**
 * Which commits, pull requests and checks a command line runs when it is run in the given folder. What is only quoted, echoed, commented or
 * in a heredoc is none of them.
 */
export function analyseShell(command: string, cwd: string): ShellAnalysis {
  const runs = runsOf(command, cwd);
  const commits: CommitCommand[] = [];
  const pullRequests: PullRequestCommand[] = [];
  const checks: CheckCommand[] = [];
  const checking: boolean[] = [];
  for (const run of runs) {
    const commit = commitOf(run);
    if (commit !== null) commits.push(commit);
    const pullRequest = pullRequestOf(run);
    if (pullRequest !== null) pullRequests.push(pullRequest);
    const check = checkOf(run);
    if (check !== null) checks.push(check);
    checking.push(check !== null);
  }
  return { commits, pullRequests, checks, names: namesOfRuns(runs, checking, cwd) };
}

/** `gh pr create` and `glab mr create`, with options anywhere; `--web` and `--dry-run` create nothing. */
function pullRequestOf(run: Run): PullRequestCommand | null {
  const noun = run.program === 'gh' ? 'pr' : run.program === 'glab' ? 'mr' : null;
  if (noun === null) return null;
  const first = run.words[0]?.text;
  const start = first === '-R' || first === '--repo' ? 2 : first?.startsWith('--repo=') === true ? 1 : 0;
  const words = run.words.slice(start).map(({ text }) => text);
  if (words[0] !== noun || words.some((word) => /^(?:--help|-h|--web|-w|--dry-run)$/.test(word))) return null;
  const afterNoun = words[1] === '-R' || words[1] === '--repo' ? 3 : 1;
  return words[afterNoun] === 'create' || words[afterNoun] === 'new' ? { action: 'created' } : null;
}
