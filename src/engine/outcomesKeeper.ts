/** What became of changes, kept until git, the links or time say something else: a live session's line judges nothing anew. */
import type { CommitRecord } from '../core/attribution/gitFacts.ts';
import { judge, nextJudgementMs } from '../core/outcomes/judge.ts';
import type { JudgeInput } from '../core/outcomes/judge.ts';
import type { RepositoryOutcomes } from '../core/outcomes/outcome.ts';

interface Kept {
  readonly input: JudgeInput;
  /** All else that it depends on, as one text. */
  readonly state: string;
  readonly outcomes: RepositoryOutcomes;
  readonly judgedAtMs: number;
  readonly untilMs: number;
}

export class OutcomesKeeper {
  private readonly kept = new Map<string, Kept>();

  /** Judges as `judge` does. */
  readonly judge = (input: JudgeInput): RepositoryOutcomes => {
    const { path } = input.repository.record;
    const before = this.kept.get(path);
    const state = stateOf(input);
    if (before !== undefined && isInTime(before, input.nowMs) && before.state === state && sameFacts(before.input, input))
      return before.outcomes;
    const outcomes = judge(input);
    this.kept.set(path, { input, state, outcomes, judgedAtMs: input.nowMs, untilMs: nextJudgementMs(outcomes, input.nowMs) });
    return outcomes;
  };

  /** Forgets repositories that are there no more. */
  keepOnly(paths: ReadonlyMap<string, unknown>): void {
    for (const path of this.kept.keys()) if (!paths.has(path)) this.kept.delete(path);
  }

  /** Whether no window closed since. */
  isCurrent(nowMs: number): boolean {
    return [...this.kept.values()].every((kept) => isInTime(kept, nowMs));
  }
}

function isInTime({ judgedAtMs, untilMs }: Kept, nowMs: number): boolean {
  return nowMs >= judgedAtMs && nowMs < untilMs;
}

/** Commits and what was taken back are read anew with anything that changes of a repository, its links included. */
function sameFacts(before: JudgeInput, now: JudgeInput): boolean {
  return (
    before.repository.commits === now.repository.commits && before.undoings === now.undoings && sameSquashes(before.squashes, now.squashes)
  );
}

function sameSquashes(before: ReadonlyMap<string, CommitRecord>, now: ReadonlyMap<string, CommitRecord>): boolean {
  return before.size === now.size && [...now].every(([sha, squash]) => before.get(sha)?.sha === squash.sha);
}

function stateOf({ repository: { record }, links, branchOf }: JudgeInput): string {
  const { settings, heads, identityHashes, upstream, fetchedAtMs, readAtMs, defaultBranch } = record;
  // Sessions' branches come from their calls, which are read apart from git.
  const branches = links.flatMap((link) => (link.repository === record.path ? [`${link.sessionId} ${link.sha} ${branchOf(link)}`] : []));
  return JSON.stringify([settings, heads, identityHashes, upstream, fetchedAtMs, upstream ? null : readAtMs, defaultBranch, branches]);
}
