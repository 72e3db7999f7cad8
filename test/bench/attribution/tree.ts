/** Files as lists of lines, and what a change does to them. Lines are told apart by what they are, not by their text. */
import type { Line } from './lines.ts';

export type Tree = ReadonlyMap<string, readonly Line[]>;

/** A run of lines that takes the place of others. */
export interface Hunk {
  /** Index in the old file of the first line that goes, or before which lines come. */
  readonly at: number;
  readonly removed: readonly Line[];
  readonly added: readonly Line[];
}

export function hunksOf(before: readonly Line[], after: readonly Line[]): readonly Hunk[] {
  const stays = new Set(after);
  const was = new Set(before);
  const hunks: Hunk[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    const [removed, added]: [Line[], Line[]] = [[], []];
    const at = left;
    for (let line = before[left]; line !== undefined && !stays.has(line); line = before[(left += 1)]) removed.push(line);
    for (let line = after[right]; line !== undefined && !was.has(line); line = after[(right += 1)]) added.push(line);
    if (removed.length > 0 || added.length > 0) hunks.push({ at, removed, added });
    left += 1;
    right += 1;
  }
  return hunks;
}

export function applyHunks(before: readonly Line[], hunks: readonly Hunk[]): readonly Line[] {
  const after: Line[] = [];
  let from = 0;
  for (const { at, removed, added } of hunks) {
    after.push(...before.slice(from, at), ...added);
    from = at + removed.length;
  }
  return [...after, ...before.slice(from)];
}

export function pathsChanged(before: Tree, after: Tree): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

/** Lines that only one of the trees has, wherever they stand in it: a line that only moved is in neither list. */
export function changedLines(before: Tree, after: Tree): { readonly added: readonly Line[]; readonly removed: readonly Line[] } {
  const paths = pathsChanged(before, after);
  const linesIn = (tree: Tree): readonly Line[] => paths.flatMap((path) => tree.get(path) ?? []);
  const [old, now] = [linesIn(before), linesIn(after)];
  const [was, is] = [new Set(old), new Set(now)];
  return { added: now.filter((line) => !was.has(line)), removed: old.filter((line) => !is.has(line)) };
}

/** What the change from one tree to another makes of a third, as a rebase or a cherry-pick does it without a conflict. */
export function replay(from: Tree, to: Tree, onto: Tree): Tree {
  const result = new Map(onto);
  for (const path of pathsChanged(from, to)) {
    const [before, after, target] = [from.get(path) ?? [], to.get(path), onto.get(path)];
    if (after === undefined) result.delete(path);
    else if (target === undefined || target === before) result.set(path, after);
    else result.set(path, replayFile(before, after, target));
  }
  return result;
}

function replayFile(before: readonly Line[], after: readonly Line[], target: readonly Line[]): readonly Line[] {
  const lines = [...target];
  for (const { at, removed, added } of hunksOf(before, after)) {
    for (const line of removed) {
      const index = lines.indexOf(line);
      if (index >= 0) lines.splice(index, 1);
    }
    // Behind the nearest line before it that is still there.
    let behind = -1;
    for (const near of before.slice(0, at).reverse()) if (behind < 0) behind = lines.indexOf(near);
    lines.splice(behind + 1, 0, ...added.filter((line) => !lines.includes(line)));
  }
  return lines.length === target.length && lines.every((line, at) => line === target[at]) ? target : lines;
}

export function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => `${text}\n`).join('');
}
