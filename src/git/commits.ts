/** Commits with their files, read once each: what is known already is left out by git itself. */
import { isPartial, partialKeys, settingsOf } from './configuration.ts';
import { edgesOf } from './edges.ts';
import { hardenedDiff } from './hardening.ts';
import { LogParser, logFormat } from './logParser.ts';
import { NulTokens } from './nulTokens.ts';
import { existingCommits, fullShasOf, isFullSha, presentObjects } from './objects.ts';
import { GitFailure, problemOf } from './problem.ts';
import { streamGit } from './stream.ts';
import type { StreamOptions } from './stream.ts';
import type { CommitQuery, GitAnswer, GitOptions, ReadCommit, ReadCommits } from './types.ts';

const batchSize = 500;
const alone = '--no-walk=unsorted';
const shaLengths = new Set([40, 64]);

/**
 * See `ReadCommits`. Renames are found, merges have no files, binary files have no counts. Of a commit at the edge of a shallow clone neither its
 * parents nor its files are known: it has none.
 */
export const readCommits: ReadCommits = async function* (
  path,
  query,
  options,
): AsyncGenerator<GitAnswer<readonly ReadCommit[]>, void, undefined> {
  try {
    const edges = await edgesOf(path, options);
    for await (const batch of batchesOf(path, query, options)) {
      const known = batch.map((commit) => (edges.has(commit.sha) ? { ...commit, files: [] } : commit));
      yield { ok: true, value: await withWholeReverts(path, known, options) };
    }
  } catch (error) {
    yield { ok: false, problem: problemOf(error) };
  }
};

async function* batchesOf(path: string, query: CommitQuery, options: GitOptions): AsyncGenerator<readonly ReadCommit[], void, undefined> {
  const partial = query.partial ?? isPartial(await settingsOf(path, partialKeys, options));
  let isBegun = false;
  try {
    for await (const batch of namedBatches(path, { ...query, partial }, options)) {
      isBegun = true;
      yield batch;
    }
  } catch (error) {
    if (isBegun || !/^(?:damaged|failed)$/.test(problemOf(error).reason)) throw error;
    // git gives up when it is to leave out what it no longer has: a branch was rewritten and cleaned up.
    const existing = new Set(await existingCommits(path, [...query.include, ...query.exclude], options));
    const isThere = (sha: string): boolean => existing.has(sha);
    const there = { include: query.include.filter(isThere), exclude: query.exclude.filter(isThere) };
    yield* namedBatches(path, { ...query, ...there, partial }, options);
  }
}

/** As `batchesOf`, where git has everything that is named. */
async function* namedBatches(
  path: string,
  query: CommitQuery,
  options: GitOptions,
): AsyncGenerator<readonly ReadCommit[], void, undefined> {
  // git shows HEAD when asked for nothing.
  if (query.include.length === 0) return;
  // Whatever else stands on its input may be an option.
  if (![...query.include, ...query.exclude].every(isFullSha)) throw new GitFailure('failed');
  const input = [...query.include, ...query.exclude.map((sha) => `^${sha}`)].map((line) => `${line}\n`).join('');
  const parser = new LogParser(query.hash);
  if (query.partial !== true) yield* logOf(path, logArguments('--numstat', '-M'), parser, { ...options, input });
  else
    for await (const batch of logOf(path, logArguments('--raw', '--no-abbrev', '-M100%'), parser, { ...options, input }))
      yield await withCounts(path, batch, parser, query, options);
}

function logArguments(...asked: readonly string[]): readonly string[] {
  const plain = ['--encoding=UTF-8', '--no-decorate', '--no-notes', '--no-mailmap'];
  return ['log', '--stdin', '-z', ...asked, ...plain, ...hardenedDiff, logFormat];
}

async function* logOf(
  path: string,
  args: readonly string[],
  parser: LogParser,
  options: StreamOptions,
): AsyncGenerator<readonly ReadCommit[], void, undefined> {
  const tokens = new NulTokens();
  let batch: ReadCommit[] = [];
  try {
    for await (const chunk of streamGit(path, args, options)) {
      for (const commit of parser.push(tokens.push(chunk))) {
        batch.push(commit);
        if (batch.length < batchSize) continue;
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    // What git gave before it failed is whole but for the last, which is asked for alone.
    const last = parser.openSha;
    if (last !== '' && !args.includes(alone)) batch.push(...(await readAlone(path, args, last, parser, options)));
    if (batch.length > 0) yield batch;
    throw error;
  }
  batch.push(...parser.end());
  if (batch.length > 0) yield batch;
}

/** The commit without its history; nothing where git cannot give it. */
async function readAlone(
  path: string,
  args: readonly string[],
  sha: string,
  parser: LogParser,
  options: StreamOptions,
): Promise<readonly ReadCommit[]> {
  const found: ReadCommit[] = [];
  try {
    for await (const commits of logOf(path, [...args, alone], parser.anew(), { ...options, input: `${sha}\n` })) found.push(...commits);
  } catch {
    return [];
  }
  return found;
}

/** Of a partial clone: lines are counted in the commits whose files are all here, and fetched for none; the others keep unknown counts. */
async function withCounts(
  path: string,
  batch: readonly ReadCommit[],
  parser: LogParser,
  query: CommitQuery,
  options: GitOptions,
): Promise<readonly ReadCommit[]> {
  const present = await presentObjects(
    path,
    batch.flatMap(({ sha }) => parser.blobsBySha.get(sha) ?? []),
    options,
  );
  const countable = batch.filter(({ sha }) => parser.blobsBySha.get(sha)?.every((id) => present.has(id)) ?? false);
  for (const { sha } of batch) parser.blobsBySha.delete(sha);
  if (countable.length === 0) return batch;
  const input = countable.map(({ sha }) => `${sha}\n`).join('');
  const counted = new Map<string, ReadCommit>();
  const args = logArguments(alone, '--numstat', '-M');
  for await (const commits of logOf(path, args, new LogParser(query.hash), { ...options, input }))
    for (const commit of commits) counted.set(commit.sha, commit);
  return batch.map((commit) => counted.get(commit.sha) ?? commit);
}

/** `git revert --reference` names the commit by the beginning of its SHA: replaced by the whole one where that is known. */
async function withWholeReverts(path: string, batch: readonly ReadCommit[], options: GitOptions): Promise<readonly ReadCommit[]> {
  const abbreviated = batch.flatMap(({ reverts }) => reverts.filter((sha) => !shaLengths.has(sha.length)));
  if (abbreviated.length === 0) return batch;
  const whole = await fullShasOf(path, abbreviated, options);
  return batch.map((commit) => ({ ...commit, reverts: commit.reverts.map((sha) => whole.get(sha) ?? sha) }));
}
