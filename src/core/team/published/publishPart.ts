import { betweenEditionsMs, closesAtMs, isFinal } from './closing.ts';
import { draftOf, sumsOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { keptFigures } from './keptFigures.ts';
import { mayFollow } from './mayFollow.ts';
import { tallyOf } from './suppress.ts';
import type { Contribution, EditionBasis, PublishedPart, PublishInput, PublishResult } from './types.ts';

/**
 * The next edition of a part of a week, or why there is none now. The first is made once the part has closed and anything of it can be told. A further one
 * at the earliest four weeks after the last, and only when between it and each edition before every figure that can be told changed by nobody or by k
 * people at least, none of them with more than half of what changed: all figures or none.
 */
export function publishPart(input: PublishInput): PublishResult {
  const { week, part, nowMs, k, previous } = input;
  if (nowMs < closesAtMs(week, part)) return { kind: 'waits', for: 'closing' };
  const last = previous.at(-1);
  if (last === undefined) {
    const draft = draftOf(input, 1);
    return draft === null ? { kind: 'waits', for: 'protected' } : published(draft, draft.edition);
  }
  const earlier = previous.flatMap(({ edition, basis }) => (basis === null ? [] : [{ edition, basis }]));
  if (isFinal(week, part, nowMs) || earlier.length < previous.length) return { kind: 'unchanged', final: true };
  if (nowMs < last.edition.publishedAtMs + betweenEditionsMs) return { kind: 'waits', for: 'fourWeeks' };
  const draft = draftOf(input, last.edition.edition + 1);
  if (draft === null) return { kind: 'waits', for: 'protected' };
  const edition = keptFigures(last.edition, draft.edition);
  if (edition === null) return { kind: 'waits', for: 'protected' };
  if (isSame(last.edition, edition)) return { kind: 'unchanged', final: false };
  const { people } = basisOf(draft);
  const isAllowed = earlier.every((before) => mayFollow(before.edition, before.basis, edition, people, k));
  return isAllowed ? published(draft, edition) : { kind: 'waits', for: 'protected' };
}

function published(draft: Draft, edition: PublishedPart): PublishResult {
  return { kind: 'published', edition, basis: basisOf(draft) };
}

function basisOf({ edition, people }: Draft): EditionBasis {
  const contributions = people.map((person): [string, Contribution] => [person.reporter, sumsOf(person, edition.part)]);
  const columns = new Map<string, number[]>();
  for (const [, sums] of contributions) {
    for (const [key, amount] of Object.entries(sums)) {
      const column = columns.get(key);
      if (column === undefined) columns.set(key, [amount]);
      else column.push(amount);
    }
  }
  return {
    people: Object.fromEntries(contributions),
    whole: Object.fromEntries([...columns].map(([key, amounts]) => [key, tallyOf(amounts)])),
  };
}

/** Whether two editions say the same: a figure that is protected says as little as one that an older edition is without. */
function isSame(before: PublishedPart, after: PublishedPart): boolean {
  const withoutNull = (_name: string, value: unknown): unknown => value ?? undefined;
  const told = (edition: PublishedPart): string => JSON.stringify({ ...edition, edition: 0, publishedAtMs: 0 }, withoutNull);
  return told(before) === told(after);
}

/** What is kept of an edition once somebody withdrew: nothing of theirs. */
export function withoutReporter({ people, whole }: EditionBasis, reporter: string): EditionBasis {
  return { people: Object.fromEntries(Object.entries(people).filter(([name]) => name !== reporter)), whole };
}
