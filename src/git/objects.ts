/** Objects by name, asked in one go over standard input (`git cat-file`). */
import { gitText, streamGit } from './stream.ts';
import { answer } from './problem.ts';
import type { FullShas, GitOptions } from './types.ts';

const abbreviation = /^[0-9a-f]{4,64}$/i;

/** Whether a text is a whole SHA: on git's standard input it can be nothing else. */
export function isFullSha(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The commit that each name leads to, in their order; null where there is none, or more than one. A name with a line break is none. */
export async function commitsOf(path: string, names: readonly string[], options: GitOptions): Promise<readonly (string | null)[]> {
  if (names.length === 0) return [];
  // An empty line is asked and answered as a missing object, which keeps the answers in step.
  const input = names.map((name) => (/[\0\r\n]/.test(name) || name === '' ? '\n' : `${name}^{commit}\n`)).join('');
  const lines = (await gitText(path, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], { ...options, input })).split('\n');
  return names.map((_, index) => /^([0-9a-f]{40}|[0-9a-f]{64}) commit$/.exec(lines[index] ?? '')?.[1] ?? null);
}

/** Those of the SHAs that are commits here, each once. */
export async function existingCommits(path: string, shas: readonly string[], options: GitOptions): Promise<readonly string[]> {
  const asked = [...new Set(shas)].filter((sha) => abbreviation.test(sha));
  const found = await commitsOf(path, asked, options);
  return [...new Set(found.filter((sha) => sha !== null))];
}

/**
 * Those of the objects that are here: a partial clone leaves contents out until somebody needs them. Asked of `rev-list`, the one command that
 * passes over what is missing; `cat-file` would want to fetch it, and ends.
 */
export async function presentObjects(path: string, ids: readonly string[], options: GitOptions): Promise<ReadonlySet<string>> {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Set();
  const args = ['rev-list', '--objects', '--no-walk=unsorted', '--missing=allow-any', '--ignore-missing', '--stdin'];
  const text = await gitText(path, args, { ...options, input: asked.map((id) => `${id}\n`).join('') });
  return new Set(text.split('\n').map((line) => line.trimEnd()));
}

/** See `FullShas`. */
export const fullShas: FullShas = (path, abbreviated, options) => answer(() => fullShasOf(path, abbreviated, options));

export async function fullShasOf(path: string, abbreviated: readonly string[], options: GitOptions): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(abbreviated)].filter((each) => abbreviation.test(each));
  const found = await commitsOf(path, asked, options);
  const full = new Map<string, string>();
  for (const [index, short] of asked.entries()) {
    const sha = found[index] ?? '';
    // A branch may be named like a SHA, and leads elsewhere.
    if (sha.startsWith(short.toLowerCase())) full.set(short, sha);
  }
  return full;
}

/** Contents of blobs one after the other; larger ones than `longest` are left out, and so is what does not exist. */
export async function* blobsOf(
  path: string,
  ids: readonly string[],
  options: GitOptions & { readonly longest: number },
): AsyncGenerator<{ readonly id: string; readonly text: string }, void, undefined> {
  if (ids.length === 0) return;
  const input = ids.map((id) => `${id}\n`).join('');
  let open: Buffer = Buffer.alloc(0);
  let blob: { readonly id: string; readonly parts: Buffer[]; readonly isKept: boolean; left: number } | null = null;
  for await (const chunk of streamGit(path, ['cat-file', '--batch'], { ...options, input })) {
    open = open.length === 0 ? chunk : Buffer.concat([open, chunk]);
    for (;;) {
      if (blob === null) {
        const end = open.indexOf(10);
        if (end === -1) break;
        const [id = '', type, size] = open.toString('utf8', 0, end).split(' ');
        open = open.subarray(end + 1);
        if (size === undefined) continue;
        const bytes = Number(size);
        blob = { id, parts: [], isKept: type === 'blob' && bytes <= options.longest, left: bytes + 1 };
      }
      const part = open.subarray(0, blob.left);
      open = open.subarray(part.length);
      blob.left -= part.length;
      if (blob.isKept) blob.parts.push(part);
      if (blob.left > 0) break;
      // A line feed that is not the content's follows it.
      if (blob.isKept) yield { id: blob.id, text: Buffer.concat(blob.parts).toString('utf8').slice(0, -1) };
      blob = null;
    }
  }
}
