/** Which commits the lines of a file come from; no line is kept, only its hash. */
import { lineKeys } from '../core/attribution/lineKeys.ts';
import type { LineKey } from '../core/attribution/lineKeys.ts';
import { packHashes } from '../core/transcript/hashedLine.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import { BlameParser } from './blameParser.ts';
import type { BlamedLine } from './blameParser.ts';
import { blobsOf, commitsOf, existingCommits } from './objects.ts';
import { answer, GitFailure } from './problem.ts';
import { gitText, streamGit } from './stream.ts';
import type { GitAnswer, GitOptions } from './types.ts';

export interface BlameQuery {
  /** From the root of the working tree, with `/`. */
  readonly file: string;
  /** The commit, in full, whose version of the file is looked at. */
  readonly sha: string;
  /** History up to here, itself included, is not looked into: the nearer, the faster. Null for all. */
  readonly since: string | null;
  /** Commits that only changed how lines look, each of them there; see `ignoredCommits`. */
  readonly ignored: readonly string[];
  /** Null where only the origins are wanted. */
  readonly hash: HashText | null;
  /** Lines that came from other files that the same commit changes are followed there. Dearer. */
  readonly acrossFiles: boolean;
}

export type BlamedFile =
  | { readonly kind: 'lines'; readonly lines: readonly BlamedLine[] }
  /** `noRevision`: the commit, or where the history is to end, is not here (a shallow clone, or a rewritten history). */
  | { readonly kind: 'absent' | 'binary' | 'submodule' | 'tooLarge' | 'noRevision' };

/** A file with more lines was generated or imported. */
const mostLines = 50_000;

/** An argument each; beyond this a list of commits to pass over is no list by hand. */
const mostIgnored = 300;

/** Where a repository names commits that only changed how lines look. */
export const ignoreList = '.git-blame-ignore-revs';
const longestList = 256 * 1024;

/**
 * The origin of each line, white space not counted, lines that were moved within the file and a renamed file followed. A root commit is
 * an origin as any other.
 */
export function blameFile(path: string, query: BlameQuery, options: GitOptions): Promise<GitAnswer<BlamedFile>> {
  return answer(async () => {
    try {
      return await blame(path, query, options);
    } catch (error) {
      if (!(error instanceof GitFailure) || !['failed', 'damaged'].includes(error.problem.reason)) throw error;
      const why = await whyNot(path, query, options);
      // git calls a file whose contents are missing no path.
      if (why === null) throw new GitFailure('damaged');
      return { kind: why };
    }
  });
}

async function blame(path: string, query: BlameQuery, options: GitOptions): Promise<BlamedFile> {
  const { file, sha, since, ignored, hash, acrossFiles } = query;
  const parser = new BlameParser(hash);
  const args = [
    ...['blame', '--porcelain', '--root', '-w', '-M', ...(acrossFiles ? ['-C'] : [])],
    // The list that a setting names is another tree's, and a missing one would end the command.
    ...['--no-textconv', '--no-progress', '--no-ignore-revs-file', ...ignored.map((each) => `--ignore-rev=${each}`)],
    ...[sha, ...(since === null ? [] : [`^${since}`]), '--', file],
  ];
  for await (const chunk of streamGit(path, args, options)) {
    parser.push(chunk);
    if (parser.isBinary) return { kind: 'binary' };
    if (parser.lines.length > mostLines) return { kind: 'tooLarge' };
  }
  return { kind: 'lines', lines: parser.lines };
}

/** What was wrong with the question; null where it was not the question. */
async function whyNot(
  path: string,
  { file, sha, since }: BlameQuery,
  options: GitOptions,
): Promise<'absent' | 'submodule' | 'noRevision' | null> {
  const commits = await commitsOf(path, [sha, ...(since === null ? [] : [since])], options);
  if (commits.includes(null)) return 'noRevision';
  const text = await gitText(path, ['ls-tree', '-z', '--full-tree', sha, '--', file], options);
  const [, type] = text.split(/[ \t]/);
  if (type === 'commit') return 'submodule';
  return type === 'blob' ? null : 'absent';
}

/** The commits that the repository's `.git-blame-ignore-revs` names at a commit, as far as they are here. */
export function ignoredCommits(path: string, sha: string, options: GitOptions): Promise<GitAnswer<readonly string[]>> {
  return answer(async () => {
    for await (const { text } of blobsOf(path, [`${sha}:${ignoreList}`], { ...options, longest: longestList })) {
      const named = text.split('\n').map((line) => (line.split('#')[0] ?? '').trim());
      const whole = named.filter((each) => each.length >= 40).slice(0, mostIgnored);
      return await existingCommits(path, whole, options);
    }
    return [];
  });
}

/** The contents of files at commits, by their ids, in the order of the questions; null where there is no file, or a submodule. */
export function fileIds(
  path: string,
  questions: readonly { readonly sha: string; readonly file: string }[],
  options: GitOptions,
): Promise<GitAnswer<readonly (string | null)[]>> {
  return answer(async () => {
    if (questions.length === 0) return [];
    // A line that is no name is answered as a missing object, which keeps the answers in step.
    const input = questions.map(({ sha, file }) => (/[\0\r\n]/.test(file) ? '\n' : `${sha}:${file}\n`)).join('');
    const lines = (await gitText(path, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], { ...options, input })).split('\n');
    return questions.map((_, index) => /^([0-9a-f]{40}|[0-9a-f]{64}) blob$/.exec(lines[index] ?? '')?.[1] ?? null);
  });
}

/** A larger file is nothing that lines are moved into. */
const longestContents = 1024 * 1024;

/** The lines of contents without their white space, by id; contents that are not here, or too large, are not in it. */
export function lineKeysOf(
  path: string,
  ids: readonly string[],
  hash: HashText,
  options: GitOptions,
): Promise<GitAnswer<ReadonlyMap<string, ReadonlySet<LineKey>>>> {
  return answer(async () => {
    const keys = new Map<string, ReadonlySet<LineKey>>();
    for await (const { id, text } of blobsOf(path, [...new Set(ids)], { ...options, longest: longestContents }))
      keys.set(id, new Set(lineKeys(packHashes(text.split('\n'), hash))));
    return keys;
  });
}
