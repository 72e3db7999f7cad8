/** Sessions that other tools recorded beside the commits: git-ai in notes, Entire in checkpoints. */
import type { SessionMark } from '../core/attribution/gitFacts.ts';
import { askGit } from './ask.ts';
import type { ListedReference } from './heads.ts';
import { trailerValues, uuidsIn } from './message.ts';
import { NulTokens } from './nulTokens.ts';
import { blobsOf } from './objects.ts';
import { answer } from './problem.ts';
import { gitText, streamGit } from './stream.ts';
import type { GitOptions, ReadMarks } from './types.ts';

const notesRef = 'refs/notes/ai';
const checkpointRefs = ['refs/heads/entire/checkpoints', 'refs/remotes/**/entire/checkpoints/**'];
/** The same. */
const checkpointRef = /^refs\/(?:heads\/entire\/checkpoints(?:$|\/)|remotes\/(?:.+\/)?entire\/checkpoints\/.)/;
/** A note or checkpoint that is longer is none of those tools'. */
const longestRecord = 8 * 1024 * 1024;
const deepest = 12;

type Marks = Map<string, SessionMark[]>;

/** Where `marksStateOf` looks beside branches and remote branches. */
export const marksBelow = notesRef;

/** Differs whenever notes or checkpoints do; `''` when there are none. `references` are all below `marksBelow`, branches and remote branches. */
export function marksStateOf(references: readonly ListedReference[]): string {
  const isMark = ({ ref }: ListedReference): boolean => ref === notesRef || checkpointRef.test(ref);
  return references
    .filter(isMark)
    .map(({ ref, id }) => `${ref} ${id}`)
    .join('\n');
}

async function markRefs(path: string, options: GitOptions): Promise<readonly { readonly ref: string; readonly id: string }[]> {
  const text = await askGit(path, ['for-each-ref', '--format=%(refname) %(objectname)', notesRef, ...checkpointRefs], options);
  return text.split('\n').flatMap((line) => {
    const [ref = '', id = ''] = line.split(' ');
    return id === '' ? [] : [{ ref, id }];
  });
}

/** See `ReadMarks`. */
export const readMarks: ReadMarks = (path, options) =>
  answer(async () => {
    const marks: Marks = new Map();
    const refs = await markRefs(path, options);
    if (refs.some(({ ref }) => ref === notesRef)) await readNotes(path, marks, options);
    const checkpoints = refs.filter(({ ref }) => ref !== notesRef).map(({ id }) => id);
    if (checkpoints.length > 0) await readCheckpoints(path, checkpoints, marks, options);
    return marks;
  });

async function readNotes(path: string, marks: Marks, options: GitOptions): Promise<void> {
  const list = await gitText(path, ['notes', `--ref=${notesRef}`, 'list'], options);
  const commitsByNote = new Map<string, string[]>();
  for (const line of list.split('\n')) {
    const [note = '', commit] = line.split(' ');
    if (commit !== undefined) commitsByNote.set(note, [...(commitsByNote.get(note) ?? []), commit]);
  }
  for await (const { id, text } of blobsOf(path, [...commitsByNote.keys()], { ...options, longest: longestRecord }))
    for (const sessionId of noteSessions(text))
      for (const commit of commitsByNote.get(id) ?? []) add(marks, commit, { sessionId, source: 'note' });
}

/** Ids in the JSON of a git-ai note, which stands after a list of lines and `---`. */
export function noteSessions(text: string): readonly string[] {
  const divider = /^---\r?\n/m.exec(text);
  const json = parsed(divider === null ? text : text.slice(divider.index + divider[0].length));
  // A message quotes whatever was said, ids included.
  return namedIds(
    json,
    (key) => /^(?:id|session_?id)$/i.test(key),
    (key) => key !== 'messages',
  ).filter((id) => uuidsIn(id)[0] === id);
}

async function readCheckpoints(path: string, branches: readonly string[], marks: Marks, options: GitOptions): Promise<void> {
  const commits = await checkpointCommits(path, options);
  if (commits.size === 0) return;
  const checkpointsByBlob = new Map<string, string>();
  for (const branch of branches)
    for await (const { blob, file } of treeOf(path, branch, options)) {
      const [, first = '', rest = ''] = /^([0-9a-z]{2})\/([0-9a-z]{4,64})\/(?:.*\/)?metadata\.json$/i.exec(file) ?? [];
      if (commits.has(first + rest)) checkpointsByBlob.set(blob, first + rest);
    }
  for await (const { id, text } of blobsOf(path, [...checkpointsByBlob.keys()], { ...options, longest: longestRecord }))
    for (const sessionId of checkpointSessions(text))
      for (const commit of commits.get(checkpointsByBlob.get(id) ?? '') ?? []) add(marks, commit, { sessionId, source: 'checkpoint' });
}

/** Ids in a checkpoint's metadata; older ones stand behind a date. */
export function checkpointSessions(text: string): readonly string[] {
  return [
    ...new Set(
      namedIds(
        parsed(text),
        (key) => /session_?ids?$/i.test(key),
        () => true,
      ).flatMap(uuidsIn),
    ),
  ];
}

/** Commits by the checkpoint that their trailer names, over all branches. */
async function checkpointCommits(path: string, options: GitOptions): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const tokens = new NulTokens();
  let sha: string | null = null;
  const args = ['log', '--branches', '--remotes', '--tags', '-i', '--grep=^Entire-Checkpoint:', '--no-patch', '--encoding=UTF-8'];
  for await (const chunk of streamGit(path, [...args, '--no-notes', '--no-mailmap', '-z', '--format=tformat:%H%x00%b'], options))
    for (const token of tokens.push(chunk)) {
      if (sha === null) {
        sha = token;
        continue;
      }
      for (const checkpoint of trailerValues(token, 'Entire-Checkpoint')) found.set(checkpoint, [...(found.get(checkpoint) ?? []), sha]);
      sha = null;
    }
  return found;
}

async function* treeOf(
  path: string,
  commit: string,
  options: GitOptions,
): AsyncGenerator<{ readonly blob: string; readonly file: string }> {
  const tokens = new NulTokens();
  for await (const chunk of streamGit(path, ['ls-tree', '-r', '-z', '--full-tree', commit], options))
    for (const token of tokens.push(chunk)) {
      const [, blob, file] = /^\d+ blob ([0-9a-f]+)\t([^]*)$/.exec(token) ?? [];
      if (blob !== undefined && file !== undefined) yield { blob, file };
    }
}

function add(marks: Marks, commit: string, mark: SessionMark): void {
  const known = marks.get(commit) ?? [];
  if (known.some(({ sessionId, source }) => sessionId === mark.sessionId && source === mark.source)) return;
  marks.set(commit, [...known, mark]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Texts that stand under a name that is an id's, at any depth; lists of them too. */
function namedIds(json: unknown, isId: (key: string) => boolean, isEntered: (key: string) => boolean): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown, named: boolean, depth: number): void => {
    if (typeof value === 'string' && named) found.push(value);
    if (typeof value !== 'object' || value === null || depth > deepest) return;
    for (const [key, inner] of Object.entries(value)) {
      if (Array.isArray(value)) visit(inner, named, depth + 1);
      else if (isEntered(key)) visit(inner, isId(key), depth + 1);
    }
  };
  visit(json, false, 0);
  return found;
}
