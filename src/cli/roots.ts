import path from 'node:path';
import type { RootFinding } from '../engine/types.ts';
import { homely } from './sizes.ts';
import { printable } from './table.ts';

/** The folder that was looked for, as people write it: of a configuration folder that has none, its `projects`. */
export function lookedFor({ path: folder, found, problem }: RootFinding, home: string): string {
  const isNamed = found || problem !== null || path.basename(folder) === 'projects';
  return printable(homely(isNamed ? folder : path.join(folder, 'projects'), home));
}

/** What was found in it, in the words of `count`. */
export function stateOfRoot({ found, problem }: RootFinding, count: () => string): string {
  return problem ?? (found ? count() : 'does not exist');
}
