/** What is true of a history, what was said of it, and how the two compare. */
import type { Change, Commit } from './repository.ts';

/** A session and a change, by one name. */
export interface Pair {
  readonly sessionId: string;
  readonly change: Change;
}

export interface Said extends Pair {
  /** 0: said by a rule that has no tiers. */
  readonly tier: number;
}

export interface Truth {
  /** What has to be found. */
  readonly pairs: readonly Pair[];
  /** Whether a pair is right; null where it may be said or not: a commit that is on no branch, a squash beside its commits. */
  readonly isTrue: (pair: Pair) => boolean | null;
}

/**
 * A session has worked on a change that one of its commits on a branch holds, if it ran the `git commit` itself, or a line that says something
 * (no bracket, nothing that every file has) is its own: added with its words, whatever a formatter or a move made of it, or taken away by it.
 * Lines that were committed before and come back (a revert undone, a move, a file formatted) are nobody's, and so is a merge. A squash stands for
 * its commits: where one of those is on a branch still, the squash may be said of their sessions, and need not.
 */
export function truthOf(reachable: Iterable<Commit>): Truth {
  const there = new Set([...reachable].map(({ change }) => change.root));
  const hasWorked = (change: Change, sessionId: string): boolean => {
    const work = change.work.get(sessionId);
    return work !== undefined && (work.lines > 0 || change.makers.has(sessionId));
  };
  const isCopy = (change: Change): boolean => change.members.some((member) => there.has(member.root));
  const pairs = [...there].flatMap((change) =>
    isCopy(change) ? [] : [...change.work.keys()].filter((id) => hasWorked(change, id)).map((sessionId) => ({ sessionId, change })),
  );
  const isTrue = ({ sessionId, change }: Pair): boolean | null => {
    const is = hasWorked(change, sessionId);
    return !is ? (there.has(change) ? false : null) : there.has(change) && !isCopy(change) ? true : null;
  };
  return { pairs, isTrue };
}

export interface Count {
  right: number;
  wrong: number;
  missing: number;
}

export const noCount = (): Count => ({ right: 0, wrong: 0, missing: 0 });

export interface Figures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function figuresOf({ right, wrong, missing }: Count): Figures {
  const precision = right + wrong === 0 ? 1 : right / (right + wrong);
  const recall = right + missing === 0 ? 1 : right / (right + missing);
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

export interface Judged {
  readonly right: readonly Said[];
  readonly wrong: readonly Said[];
  readonly missing: readonly Pair[];
}

export function judge(truth: Truth, said: readonly Said[]): Judged {
  const strongest = new Map<Change, Map<string, Said>>();
  for (const one of said) {
    const known = strongest.get(one.change) ?? new Map<string, Said>();
    strongest.set(one.change, known);
    if (one.tier < (known.get(one.sessionId)?.tier ?? Infinity)) known.set(one.sessionId, one);
  }
  const all = [...strongest.values()].flatMap((bySession) => [...bySession.values()]);
  return {
    right: all.filter((one) => truth.isTrue(one) === true),
    wrong: all.filter((one) => truth.isTrue(one) === false),
    missing: truth.pairs.filter(({ change, sessionId }) => strongest.get(change)?.has(sessionId) !== true),
  };
}
