import type { CommitCall, EditCall } from './gitFacts.ts';
import type { Linked } from './placement.ts';

export interface TakeInput {
  /** Each with the session that made it. */
  readonly edits: readonly EditCall[];
  readonly linked: Linked;
  readonly commitCalls: readonly CommitCall[];
}

/** Which commit took each edit, full SHA by `toolUseId`: the one place that decides it. An edit that no commit took is not in it. */
export function takeEdits(_input: TakeInput): ReadonlyMap<string, string> {
  return new Map();
}
