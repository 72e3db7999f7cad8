/** Finds commands and edits that failed again and again in one thread, without a success of the same between. */
import type { EditCall } from '../attribution/gitFacts.ts';
import { fewestFailures } from '../attribution/repetition.ts';
import type { CommandTry, FailedEdit } from '../attribution/repetition.ts';
import type { History } from '../attribution/history.ts';
import { getOrAdd } from '../report/moneySum.ts';
import type { CheckKind } from '../transcript/facts.ts';
import { threadKey } from './threadSpans.ts';
import type { Thread } from './threadSpans.ts';

export { fewestFailures };

/** With edits between, a command that fails is how work goes: then only so many failures say something. */
export const fewestWithEdits = 8;

/** What failed. */
export type Failing =
  { readonly kind: 'command'; readonly check: CheckKind | null } | { readonly kind: 'edit'; readonly file: string; readonly path: string };

export interface FailureRun extends Thread {
  readonly failing: Failing;
  /** When each failure came, at least `fewestFailures`. */
  readonly failedMs: readonly number[];
  /** Successful edits of the thread between the first failure and the last. */
  readonly edits: number;
}

/** Every run of the history, in order of its last failure. */
export function failureRuns({ repetition, edits }: History): readonly FailureRun[] {
  const { commandTries, failedEdits } = repetition;
  if (commandTries.length === 0 && failedEdits.length < fewestFailures) return [];
  const threads = new Set([...commandTries, ...failedEdits].map(threadKey));
  const byThread = new Map<string, EditCall[]>();
  for (const edit of edits) {
    const key = threadKey(edit);
    if (threads.has(key)) getOrAdd(byThread, key, () => []).push(edit);
  }
  const editsOf = (thread: Thread): readonly EditCall[] => byThread.get(threadKey(thread)) ?? [];
  return [...commandRuns(commandTries, editsOf), ...editRuns(failedEdits, editsOf)].sort(
    (left, right) => lastOf(left) - lastOf(right) || (threadKey(left) < threadKey(right) ? -1 : 1),
  );
}

/** When the last failure of a run came. */
export function lastOf({ failedMs }: FailureRun): number {
  return failedMs.at(-1) ?? 0;
}

type EditsOf = (thread: Thread) => readonly EditCall[];

function commandRuns(tries: readonly CommandTry[], editsOf: EditsOf): readonly FailureRun[] {
  const groups = new Map<string, CommandTry[]>();
  for (const each of tries) getOrAdd(groups, `${threadKey(each)}\0${each.command}`, () => []).push(each);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { sessionId, agentId } = first;
    const edited = editsOf(first).map(({ atMs }) => atMs);
    return unbroken(group).flatMap((run): readonly FailureRun[] => {
      const failedMs = run.map(({ atMs }) => atMs);
      if (longestWithout(failedMs, edited) < fewestFailures && failedMs.length < fewestWithEdits) return [];
      return [{ sessionId, agentId, failing: { kind: 'command', check: first.check }, failedMs, edits: countBetween(failedMs, edited) }];
    });
  });
}

/** Failures between which nothing succeeded; what was started in the background says neither. */
function unbroken(tries: readonly CommandTry[]): readonly (readonly CommandTry[])[] {
  const runs: CommandTry[][] = [[]];
  for (const each of tries) {
    if (each.succeeded === true) runs.push([]);
    else if (each.succeeded === false) runs.at(-1)?.push(each);
  }
  return runs;
}

function editRuns(failed: readonly FailedEdit[], editsOf: EditsOf): readonly FailureRun[] {
  const groups = new Map<string, FailedEdit[]>();
  for (const each of failed) getOrAdd(groups, `${threadKey(each)}\0${each.path}\0${each.error}`, () => []).push(each);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < fewestFailures) return [];
    const { sessionId, agentId, file, path } = first;
    const edits = editsOf(first);
    const succeeded = edits.filter((edit) => edit.path === path).map(({ atMs }) => atMs);
    const runs: number[][] = [[]];
    for (const [index, { atMs }] of group.entries()) {
      const before = group[index - 1]?.atMs;
      if (before !== undefined && succeeded.some((doneMs) => doneMs > before && doneMs <= atMs)) runs.push([]);
      runs.at(-1)?.push(atMs);
    }
    const edited = edits.map(({ atMs }) => atMs);
    return runs
      .filter(({ length }) => length >= fewestFailures)
      .map((failedMs): FailureRun => ({
        sessionId,
        agentId,
        failing: { kind: 'edit', file, path },
        failedMs,
        edits: countBetween(failedMs, edited),
      }));
  });
}

/** The most failures in a row between which nothing was edited. */
function longestWithout(failedMs: readonly number[], editedMs: readonly number[]): number {
  let [longest, length] = [0, 0];
  for (const [index, atMs] of failedMs.entries()) {
    const before = failedMs[index - 1];
    length = before !== undefined && editedMs.some((doneMs) => doneMs > before && doneMs <= atMs) ? 1 : length + 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

function countBetween(failedMs: readonly number[], editedMs: readonly number[]): number {
  const [first = 0, last = 0] = [failedMs[0], failedMs.at(-1)];
  return editedMs.filter((atMs) => atMs > first && atMs < last).length;
}
