import type { SimpleCommand } from './plainOutput.ts';

/** What a command line runs, in order. */
export type Node = SimpleCommand | Scope;

/** Commands whose change of folder ends with them: `( … )`, `$( … )`, a piece of a pipeline, a job in the background. */
export interface Scope {
  readonly kind: 'scope';
  readonly nodes: readonly Node[];
  /** Set anew once what stands behind it is known. */
  decisive: boolean;
  /** Whether its output becomes part of a word or a file instead of being printed. */
  readonly captured: boolean;
}

/** The command whose output is all that the nodes print; null when there are several, or none. */
export function onlyPrinting(nodes: readonly Node[]): SimpleCommand | null {
  let only: SimpleCommand | null = null;
  for (const node of nodes) {
    if (node.kind === 'scope' && node.captured) continue;
    if (node.kind === 'scope' || only !== null) return null;
    only = node;
  }
  return only;
}
