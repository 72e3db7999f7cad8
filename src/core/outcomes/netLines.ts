/** What is left of the lines that several commits change together. */
import type { LineKey } from '../attribution/lineKeys.ts';
import { lineKeys } from '../attribution/lineKeys.ts';
import type { CommittedLines } from '../attribution/matchLines.ts';

/** Lines of one file that can prove something, each with how often. */
export interface NetFile {
  readonly added: ReadonlyMap<LineKey, number>;
  readonly removed: ReadonlyMap<LineKey, number>;
}

export type NetLines = ReadonlyMap<string, NetFile>;

/** A line that so many files of one change have proves nothing: `return nil, err`. */
const commonFiles = 5;

/**
 * What commits change together, by file: a line that one of them adds and another takes away again cancels out, and so does one that is
 * moved within its file. Trivial lines, and those that many of the files have, prove nothing and are left out, and so are manifests, in which
 * the lines of everybody meet.
 */
export function netLines(commits: Iterable<Pick<CommittedLines, 'files'>>, trivial: ReadonlySet<LineKey>): NetLines {
  const balances = new Map<string, Map<LineKey, number>>();
  for (const { files } of commits)
    for (const { file, added, removed } of files) {
      if (isManifest(file)) continue;
      const balance = balances.get(file) ?? new Map<LineKey, number>();
      balances.set(file, balance);
      for (const key of lineKeys(added)) balance.set(key, (balance.get(key) ?? 0) + 1);
      for (const key of lineKeys(removed)) balance.set(key, (balance.get(key) ?? 0) - 1);
    }
  const filesOf = new Map<LineKey, number>();
  for (const balance of balances.values())
    for (const [key, times] of balance) if (times !== 0) filesOf.set(key, (filesOf.get(key) ?? 0) + 1);
  const net = new Map<string, NetFile>();
  for (const [file, balance] of balances) {
    const added = new Map<LineKey, number>();
    const removed = new Map<LineKey, number>();
    for (const [key, times] of balance) {
      if (times === 0 || trivial.has(key) || (filesOf.get(key) ?? 0) >= commonFiles) continue;
      if (times > 0) added.set(key, times);
      else removed.set(key, -times);
    }
    if (added.size + removed.size > 0) net.set(file, { added, removed });
  }
  return net;
}

const manifests = new Set([
  ...['package.json', 'composer.json', 'cargo.toml', 'pyproject.toml', 'setup.cfg', 'setup.py', 'requirements.txt', 'pipfile', 'go.mod'],
  ...['gemfile', 'pom.xml', 'build.gradle', 'build.gradle.kts', 'package.swift', 'podfile', 'pubspec.yaml', 'mix.exs', 'deno.json'],
  ...['changelog.md', 'version', 'version.txt', 'manifest.json'],
]);

/** Whether a file says what a project is made of, or which version it has: versions go up and down without anything being mended. */
export function isManifest(path: string): boolean {
  return manifests.has((path.split('/').at(-1) ?? '').toLowerCase());
}
