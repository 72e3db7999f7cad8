import type { ChangeLines } from '../../outcomes/survival.ts';
import type { ChangeOutcome } from '../../outcomes/outcome.ts';
import type { CommitChange } from '../commits.ts';
import { outcomeSentences, stateWords } from './outcomeSentences.ts';
import type { SentenceWords } from './outcomeSentences.ts';

/** What the row of a commit says of the change that it belongs to. */
export function commitChange(sha: string, outcome: ChangeOutcome, lines: ChangeLines | undefined, words: SentenceWords): CommitChange {
  const { change, state, pending, shippedAtMs, window, windowClosesAtMs, setAside } = outcome;
  return {
    ...{ sha: change.sha, style: change.style, state, pending, shippedAtMs, windowDays: window.days, windowClosesAtMs, setAside },
    joined: outcome.joined.find((each) => each.sha === sha)?.kind ?? null,
    words: stateWords(outcome, words),
    sentences: outcomeSentences(outcome, words),
    lines: lines === undefined ? null : { committed: lines.committed, shipped: lines.shipped, at: lines.at },
  };
}
