/** Files of made-up code, edited line by line. */
import path from 'node:path';
import type { Chance } from './random.ts';

/** An edit as Claude Code records it. */
export interface DemoHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** Each with `-` or `+` before it. */
  readonly lines: readonly string[];
}

export type DemoFile = readonly string[];

const nouns = ['warp', 'weft', 'thread', 'spool', 'bead', 'rod', 'frame', 'nib', 'line', 'width', 'draft', 'count'] as const;
const verbs = ['wind', 'count', 'measure', 'turn', 'read', 'place', 'lift', 'draw', 'round', 'carry'] as const;

const shapes: Readonly<Record<string, (left: string, right: string) => string>> = {
  '.ts': (left, right) => `export const ${left} = ${right};`,
  '.go': (left, right) => `var ${left} = ${right}`,
  '.py': (left, right) => `${left} = ${right}`,
};

/** A line of made-up code in the language of the file; no two are the same but by chance. */
function codeLine(file: string, chance: Chance): string {
  const [noun, verb, other] = [chance.of(nouns), chance.of(verbs), chance.of(nouns)];
  const [first, second] = [chance.between(2, 999), chance.between(2, 999)];
  const shape = shapes[path.extname(file)];
  if (shape === undefined) return `To ${verb} the ${noun} takes ${first} of ${second} steps beside the ${other}.`;
  return shape(`${noun}${first}`, `${verb}(${other}, ${second})`);
}

export function newFile(file: string, chance: Chance): DemoFile {
  return Array.from({ length: chance.between(12, 40) }, () => codeLine(file, chance));
}

/** Replaces a few lines of a file by new ones. */
export function editFile(file: string, content: DemoFile, chance: Chance): { readonly content: DemoFile; readonly hunk: DemoHunk } {
  const start = chance.between(0, Math.max(0, content.length - 6));
  const removed = content.slice(start, start + chance.between(0, 5));
  const added = Array.from({ length: chance.between(2, 18) }, () => codeLine(file, chance));
  return {
    content: [...content.slice(0, start), ...added, ...content.slice(start + removed.length)],
    hunk: {
      oldStart: start + 1,
      oldLines: removed.length,
      newStart: start + 1,
      newLines: added.length,
      lines: [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)],
    },
  };
}
