import type { RootFinding } from '../engine/types.ts';
import { homely } from './sizes.ts';
import { printable } from './table.ts';

/** The folder that was looked for, as people write it. */
export function lookedFor({ path }: RootFinding, home: string): string {
  return printable(homely(path, home));
}

/** What was found in it, in the words of `count`. */
export function stateOfRoot({ found, problem }: RootFinding, count: () => string): string {
  return problem ?? (found ? count() : 'does not exist');
}
