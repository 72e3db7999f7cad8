/** Which files of a repository the commands of sessions named: names of the repository's commits are hashed as a command would have named them. */
import type { FileWork } from '../core/attribution/inferredLinks.ts';
import { lineKeys } from '../core/attribution/lineKeys.ts';
import type { LineKey } from '../core/attribution/lineKeys.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import { hashName } from '../core/transcript/shellFacts.ts';
import type { NameKind } from '../core/transcript/shellFacts.ts';
import { lineHash } from '../ingest/lineHash.ts';
import type { HashKey } from '../ledger/hashKey.ts';
import type { RecordedShellCall } from '../ledger/shellCalls.ts';
import type { Places } from './places.ts';

export interface ShellWorkInput {
  /** Its path. */
  readonly repository: string;
  readonly calls: readonly RecordedShellCall[];
  /** Paths of commits that may be found by what commands named, from the root of the working tree. */
  readonly paths: ReadonlySet<string>;
  readonly keys: readonly HashKey[];
  readonly places: Pick<Places, 'ofFile'>;
  readonly nameOf: (path: string) => string;
  /** When a call began that ended only after a commit that it made, by `toolUseId`. */
  readonly startOf: (toolUseId: string) => number | undefined;
}

/** What a hash says: a file that was named, and whether to be changed. */
interface Named {
  readonly path: string;
  readonly changes: boolean;
}

type Names = ReadonlyMap<LineKey, Named>;

/** What the calls did with files of the repository, in their order. */
export function shellWork({ repository, calls, paths, keys, places, nameOf, startOf }: ShellWorkInput): readonly FileWork[] {
  if (paths.size === 0) return [];
  const folders = new Folders(repository, places);
  for (const { cwd } of calls) folders.look(cwd);
  const hashes = new Map(keys.map(({ id, secret }) => [id, lineHash(secret)]));
  const known = new Map<string, Names>();
  const namesUnder = (hashKey: number, folder: string, begin: (path: string) => string | null): Names => {
    const key = `${String(hashKey)} ${folder}`;
    let names = known.get(key);
    const hash = hashes.get(hashKey);
    if (names === undefined) known.set(key, (names = hash === undefined ? new Map<LineKey, Named>() : namesOf(paths, begin, hash)));
    return names;
  };
  return calls.flatMap(({ toolUseId, sessionId, agentId, cwd, atMs, fileHashes, hashKey }): readonly FileWork[] => {
    const relative = folders.beginningOf(cwd);
    const tables = [
      ...(relative === null ? [] : [namesUnder(hashKey, `in ${relative.strip} ${relative.add}`, (path) => inside(path, relative))]),
      ...folders.roots.map((root) => namesUnder(hashKey, `at ${root}`, (path) => `${root}/${path}`)),
    ];
    const found = new Map<string, boolean>();
    for (const key of lineKeys(fileHashes))
      for (const names of tables) {
        const named = names.get(key);
        if (named !== undefined) found.set(nameOf(named.path), named.changes || found.get(nameOf(named.path)) === true);
      }
    return [...found].map(([file, changes]): FileWork => ({ sessionId, agentId, atMs: startOf(toolUseId) ?? atMs, file, changes }));
  });
}

function namesOf(paths: ReadonlySet<string>, begin: (path: string) => string | null, hash: HashText): Names {
  const names = new Map<LineKey, Named>();
  const add = (kind: NameKind, name: string, path: string, changes: boolean): void => {
    const [key] = lineKeys(hashName(kind, name, hash));
    if (key !== undefined) names.set(key, { path, changes });
  };
  for (const path of paths) {
    const name = begin(path);
    if (name === null) continue;
    add('file', name, path, true);
    add('seen', name, path, false);
  }
  return names;
}

/** How a path of the repository begins where it is named from a folder: without the folder's own path, or with the repository's. */
interface Beginning {
  readonly strip: string;
  readonly add: string;
}

function inside(path: string, { strip, add }: Beginning): string | null {
  return path.startsWith(strip) ? add + path.slice(strip.length) : null;
}

/** Where sessions were in a repository, as they recorded it. */
class Folders {
  /** Working trees that a session was in, with `/`. */
  readonly roots: string[] = [];
  readonly #repository: string;
  readonly #places: ShellWorkInput['places'];
  readonly #strips = new Map<string, string | null>();

  constructor(repository: string, places: ShellWorkInput['places']) {
    this.#repository = repository;
    this.#places = places;
    this.roots.push(slashed(repository));
  }

  look(cwd: string): void {
    if (cwd === '' || this.#strips.has(cwd)) return;
    // Any name in the folder tells where it lies.
    const { repository, file } = this.#places.ofFile(`${cwd}${cwd.includes('\\') ? '\\' : '/'}x`);
    const strip = repository === this.#repository && file !== '' ? file.slice(0, -1) : null;
    this.#strips.set(cwd, strip);
    if (strip === null) return;
    const folder = `${slashed(cwd)}/`;
    const root = folder.endsWith(`/${strip}`) ? folder.slice(0, folder.length - strip.length - 1) : null;
    if (root !== null && !this.roots.includes(root)) this.roots.push(root);
  }

  /** Null where no file of the repository is below the folder. */
  beginningOf(cwd: string): Beginning | null {
    const strip = this.#strips.get(cwd) ?? null;
    if (strip !== null) return { strip, add: '' };
    const folder = `${slashed(cwd)}/`;
    const root = cwd === '' ? undefined : this.roots.find((each) => each.startsWith(folder));
    return root === undefined ? null : { strip: '', add: `${root.slice(folder.length)}/` };
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
