/** The lines that commits changed, as hashes; read only of those that are asked for. */
import { edgesOf } from './edges.ts';
import { hardenedDiff } from './hardening.ts';
import { existingCommits, isFullSha } from './objects.ts';
import { PatchParser, patchFormat } from './patchParser.ts';
import type { CommitPatch } from './patchParser.ts';
import { problemOf } from './problem.ts';
import { streamGit } from './stream.ts';
import type { GitAnswer, GitOptions } from './types.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';

export interface PatchQuery {
  /** SHAs in full; merges change nothing here, and what does not exist is left out. */
  readonly shas: readonly string[];
  readonly hash: HashText;
}

/** Commits of one answer, so that a caller can keep them in one short transaction. */
const batchSize = 50;

/** So many damaged commits are passed over; a repository with more is left alone. */
const mostDamaged = 20;

/** What each commit changed against its first parent, in the order that is asked for; damaged ones are passed over. A failure is the last item. */
export async function* readPatches(
  path: string,
  query: PatchQuery,
  options: GitOptions,
): AsyncGenerator<GitAnswer<readonly CommitPatch[]>, void, undefined> {
  try {
    const shas = [...new Set(query.shas)].filter(isFullSha);
    if (shas.length === 0) return;
    const edges = await edgesOf(path, options);
    const waiting: (readonly string[])[] = [shas];
    let isChecked = false;
    let damaged = 0;
    for (let asked = waiting.shift(); asked !== undefined; asked = waiting.shift()) {
      const given = new Set<string>();
      try {
        for await (const batch of batchesOf(path, asked, query.hash, options)) {
          for (const { sha } of batch) given.add(sha);
          yield { ok: true, value: batch.map((patch) => (edges.has(patch.sha) ? { ...patch, files: [] } : patch)) };
        }
      } catch (error) {
        const { reason } = problemOf(error);
        // git gives up on all of them where it has one no more. Most often it has them all, and is not asked before.
        if (!isChecked && given.size === 0 && (reason === 'damaged' || reason === 'failed')) {
          isChecked = true;
          const existing = await existingCommits(path, asked, options);
          if (existing.length > 0) waiting.unshift(existing);
          continue;
        }
        if (reason !== 'damaged') throw error;
        if (asked.length === 1 && ++damaged > mostDamaged) throw error;
        // The first that was not given is damaged, or the one after it.
        const [first, ...others] = asked.filter((sha) => !given.has(sha));
        if (first !== undefined && asked.length > 1) waiting.unshift(...[[first], others].filter(({ length }) => length > 0));
      }
    }
  } catch (error) {
    yield { ok: false, problem: problemOf(error) };
  }
}

/** What is whole comes before a failure. */
async function* batchesOf(
  path: string,
  shas: readonly string[],
  hash: HashText,
  options: GitOptions,
): AsyncGenerator<readonly CommitPatch[], void, undefined> {
  const parser = new PatchParser(hash);
  const args = ['log', '--stdin', '--no-walk=unsorted', '-p', '-U0', '-M', '--no-notes', '--no-decorate', ...hardenedDiff, patchFormat];
  let batch: CommitPatch[] = [];
  try {
    for await (const chunk of streamGit(path, args, { ...options, input: shas.map((sha) => `${sha}\n`).join('') })) {
      batch.push(...parser.push(chunk));
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
    batch.push(...parser.end());
  } catch (error) {
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}
