/** The lines that commits changed, as hashes; read only of those that are asked for. */
import { edgesOf } from './edges.ts';
import { hardenedDiff } from './hardening.ts';
import { existingCommits } from './objects.ts';
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

/** What each commit changed against its first parent, in the order that is asked for. A failure is the last item. */
export async function* readPatches(
  path: string,
  query: PatchQuery,
  options: GitOptions,
): AsyncGenerator<GitAnswer<readonly CommitPatch[]>, void, undefined> {
  try {
    const shas = await existingCommits(path, query.shas, options);
    if (shas.length === 0) return;
    const edges = await edgesOf(path, options);
    const kept = (patch: CommitPatch): CommitPatch => (edges.has(patch.sha) ? { ...patch, files: [] } : patch);
    const parser = new PatchParser(query.hash);
    const args = ['log', '--stdin', '--no-walk=unsorted', '-p', '-U0', '-M', '--no-notes', '--no-decorate', ...hardenedDiff, patchFormat];
    let batch: CommitPatch[] = [];
    for await (const chunk of streamGit(path, args, { ...options, input: shas.map((sha) => `${sha}\n`).join('') })) {
      batch.push(...parser.push(chunk).map(kept));
      if (batch.length < batchSize) continue;
      yield { ok: true, value: batch };
      batch = [];
    }
    batch.push(...parser.end().map(kept));
    if (batch.length > 0) yield { ok: true, value: batch };
  } catch (error) {
    yield { ok: false, problem: problemOf(error) };
  }
}
