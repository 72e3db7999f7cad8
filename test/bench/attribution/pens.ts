/** What a session or a person does to the files of a working tree, committed or not. */
import type { Random } from '../random.ts';
import { formats, makeLine, makeLines, makePath, unowned } from './lines.ts';
import type { Line, Pen } from './lines.ts';
import type { WorkTree } from './repository.ts';
import { applyHunks, hunksOf, pathsChanged } from './tree.ts';
import type { Hunk, Tree } from './tree.ts';

export interface FileEdit {
  readonly path: string;
  readonly before: readonly Line[];
  readonly after: readonly Line[];
  readonly hunks: readonly Hunk[];
  /** The file was not there before. */
  readonly isNew: boolean;
}

/** Who writes; `''` is a person. */
export interface Writer {
  readonly writer: string;
  readonly shown: boolean;
}

export const person: Writer = { writer: '', shown: false };

/** Puts new contents in a file, and remembers whose hand took lines away. */
export function put(where: WorkTree, path: string, after: readonly Line[] | undefined, by: string): void {
  const before = where.files.get(path) ?? [];
  const stays = new Set(after ?? []);
  for (const line of before)
    if (stays.has(line)) continue;
    else if (by === '') where.removals.delete(line);
    else where.removals.set(line, by);
  if (after === undefined) where.files.delete(path);
  else where.files.set(path, after);
}

export function createFile(random: Random, where: WorkTree, by: Writer): FileEdit {
  let path = makePath(random);
  while (where.files.has(path)) path = makePath(random);
  const after = makeLines(random, 4 + random.below(random.below(4) === 0 ? 90 : 30), { ...by, path });
  put(where, path, after, by.writer);
  return { path, before: [], after, hunks: hunksOf([], after), isNew: true };
}

/** A file that somebody may work on; the ones that are not committed are the likelier ones. */
export function anyFile(random: Random, where: WorkTree): string | null {
  const paths = [...where.files.keys()];
  if (paths.length === 0) return null;
  const dirty = paths.filter((path) => where.files.get(path) !== where.head.tree.get(path));
  return dirty.length > 0 && random.below(5) < 2 ? random.of(dirty) : random.of(paths);
}

/** Adds, replaces or takes away a few lines, in one place or in several. */
export function editFile(random: Random, where: WorkTree, by: Writer, path: string, places = 1): FileEdit {
  const before = where.files.get(path) ?? [];
  let after = before;
  for (let place = 0; place < places; place += 1) after = editOnce(random, after, { ...by, path });
  put(where, path, after, by.writer);
  return { path, before, after, hunks: hunksOf(before, after), isNew: false };
}

function editOnce(random: Random, lines: readonly Line[], pen: Pen): readonly Line[] {
  const at = random.below(lines.length + 1);
  const kind = random.below(10);
  const some = (most: number): Line[] => makeLines(random, 1 + random.below(most), pen);
  if (kind < 5 || lines.length < 4) return applyHunks(lines, [{ at, removed: [], added: some(random.below(3) === 0 ? 30 : 9) }]);
  const removed = lines.slice(at, at + 1 + random.below(5));
  if (kind < 6) return applyHunks(lines, [{ at, removed, added: [] }]);
  // A word is changed in each line, or all is written anew.
  const added = kind < 8 ? removed.map((line) => tweaked(random, line, pen)) : some(7);
  return applyHunks(lines, [{ at, removed, added }]);
}

/** A line with another word in it: whoever changed it wrote this one. */
export function tweaked(random: Random, line: Line, pen: Pen): Line {
  const text = line.text.replace(/[a-z]{4,}/i, (word) => `${word}${random.of(['Now', 'Once', 'Here', 'All', 'Each'])}`);
  return text === line.text ? line : makeLine(text, pen);
}

/** Whether a line is not in the commit that the working tree stands on. */
function isNewIn(where: WorkTree): (line: Line) => boolean {
  const committed = new Set([...where.head.tree.values()].flat());
  return (line) => !committed.has(line);
}

/**
 * The same task done once more: what was changed from one tree to another is written into a working tree that stands where the first one
 * stood. Most lines come out the same.
 */
export function repeatWork(
  random: Random,
  where: WorkTree,
  by: Writer,
  { from, to }: { readonly from: Tree; readonly to: Tree },
): readonly FileEdit[] {
  const edits: FileEdit[] = [];
  for (const path of pathsChanged(from, to)) {
    const [old, target] = [from.get(path), to.get(path)];
    const before = where.files.get(path);
    if (target === undefined || before !== old || random.below(6) === 0) continue;
    const pen = { ...by, path };
    const again = (line: Line): Line =>
      line.writer === '' || random.below(10) < 3 ? tweaked(random, line, pen) : makeLine(line.text, pen, line.telling);
    const hunks = hunksOf(old ?? [], target).map((hunk) => ({ ...hunk, added: hunk.added.map(again) }));
    const after = applyHunks(old ?? [], hunks);
    put(where, path, after, by.writer);
    edits.push({ path, before: before ?? [], after, hunks, isNew: before === undefined });
  }
  return edits;
}

/** What a person does to lines that a session wrote and nobody committed: a share of them is written in another way. */
export function rewrite(random: Random, where: WorkTree, outOfTen: number): void {
  const isNew = isNewIn(where);
  for (const [path, lines] of [...where.files]) {
    const after = lines.map((line) =>
      isNew(line) && line.writer !== '' && random.below(10) < outOfTen ? tweaked(random, line, { ...person, path }) : line,
    );
    if (after.some((line, at) => line !== lines[at])) put(where, path, after, '');
  }
}

/** A formatter's run: over what is new, or over all of the changed files. */
export function format(random: Random, where: WorkTree, names: readonly string[] = Object.keys(formats)): void {
  const isNew = isNewIn(where);
  const everything = random.below(6) === 0;
  const change = formats[random.of(names)];
  if (change === undefined) return;
  for (const [path, lines] of [...where.files]) {
    if (lines === where.head.tree.get(path)) continue;
    const owned = everything ? lines.map((line) => (isNew(line) ? line : unowned(line))) : lines;
    const after = change(owned, (line) => !everything && !isNew(line));
    // Only what another text was given is another line.
    const kept = after.map((line) => (lines.includes(line) ? line : (sameLine(lines, line) ?? line)));
    if (kept.length !== lines.length || kept.some((line, at) => line !== lines[at])) where.files.set(path, kept);
  }
}

function sameLine(lines: readonly Line[], line: Line): Line | undefined {
  return lines.find(({ text, first }) => text === line.text && first === line.first);
}

/** Lines go from one file into another; what was committed before is nobody's work anew. */
export function moveLines(random: Random, where: WorkTree, by: Writer): { readonly from: FileEdit; readonly to: FileEdit } | null {
  const [source, target] = [anyFile(random, where), anyFile(random, where)];
  if (source === null || target === null || source === target) return null;
  const [lines, others] = [where.files.get(source) ?? [], where.files.get(target) ?? []];
  if (lines.length < 6) return null;
  const at = random.below(lines.length - 3);
  const run = lines.slice(at, at + 3 + random.below(10));
  const isNew = isNewIn(where);
  const moved = run.map((line) =>
    by.writer === '' ? (isNew(line) ? line : unowned(line)) : makeLine(line.text, { ...by, path: target }, line.telling),
  );
  const [left, longer] = [
    [...lines.slice(0, at), ...lines.slice(at + run.length)],
    [...others, ...moved],
  ];
  put(where, source, left, by.writer);
  put(where, target, longer, by.writer);
  return {
    from: { path: source, before: lines, after: left, hunks: hunksOf(lines, left), isNew: false },
    to: { path: target, before: others, after: longer, hunks: hunksOf(others, longer), isNew: false },
  };
}

export function renameFile(random: Random, where: WorkTree): { readonly from: string; readonly to: string } | null {
  const from = anyFile(random, where);
  const lines = where.files.get(from ?? '');
  if (from === null || lines === undefined) return null;
  // Into another folder, or to another name.
  const to = random.below(2) === 0 ? `moved/${from.split('/').at(-1) ?? ''}` : makePath(random);
  if (where.files.has(to)) return null;
  where.files.delete(from);
  where.files.set(to, lines);
  return { from, to };
}

/** What `git add -p` and `git add FILE` stage: some of the files, and of some of those only a few places. Null when that is nothing, or all. */
export function partOf(random: Random, { head, files }: WorkTree): Tree | null {
  const staged = new Map(head.tree);
  let [some, all] = [false, true];
  for (const path of new Set([...head.tree.keys(), ...files.keys()])) {
    const [before, after] = [head.tree.get(path), files.get(path)];
    if (before === after) continue;
    if (random.below(10) < 4) {
      all = false;
      continue;
    }
    some = true;
    const hunks = hunksOf(before ?? [], after ?? []);
    if (before === undefined || after === undefined || hunks.length < 2 || random.below(2) === 0) {
      if (after === undefined) staged.delete(path);
      else staged.set(path, after);
      continue;
    }
    all = false;
    staged.set(path, applyHunks(before, hunks.slice(0, 1 + random.below(hunks.length - 1))));
  }
  return some && !all ? staged : null;
}
