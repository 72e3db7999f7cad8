import type { EditionBasis, PublishInput, PublishResult } from './types.ts';

/** The next edition of a part of a week, or why there is none now. */
export function publishPart(_input: PublishInput): PublishResult {
  throw new Error('Not written yet.');
}

/** What is kept of an edition once somebody withdrew: nothing of theirs. */
export function withoutReporter({ people, whole }: EditionBasis, reporter: string): EditionBasis {
  return { people: Object.fromEntries(Object.entries(people).filter(([name]) => name !== reporter)), whole };
}
