/** Which files of a repository the commands of sessions named: names of the repository's commits are hashed as a command would have named them. */
import type { FileWork } from '../core/attribution/inferredLinks.ts';
import { lineKeys } from '../core/attribution/lineKeys.ts';
import type { LineKey } from '../core/attribution/lineKeys.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import { hashName } from '../core/transcript/shellFacts.ts';
import type { NameKind } from '../core/transcript/shellFacts.ts';
import { lineHash } from '../ingest/lineHash.ts';
import type { HashKey } from '../ledger/hashKey.ts';
import type { NamingCall } from '../ledger/shellCalls.ts';
import type { Places } from './places.ts';

export interface ShellWorkInput {
  /** Its path. */
  readonly repository: string;
  readonly calls: Iterable<NamingCall>;
  /** Paths of commits that may be found by what commands named, from the root of the working tree. */
  readonly paths: ReadonlySet<string>;
  readonly keys: readonly HashKey[];
  readonly places: Pick<Places, 'ofFile'>;
  readonly nameOf: (path: string) => string;
}

/** What a hash says: a file that was named, and whether to be changed. */
interface Named {
  readonly file: string;
  readonly changes: boolean;
}

type Names = ReadonlyMap<LineKey, Named>;

/** What the calls did with files of the repository. */
export function shellWork({ repository, calls: given, paths, keys, places, nameOf }: ShellWorkInput): readonly FileWork[] {
  if (paths.size === 0) return [];
  const folders = new Folders(repository, places);
  const calls = [...given];
  for (const { cwd } of calls) folders.look(cwd);
  const work: FileWork[] = [];
  for (const { id, secret } of keys) {
    const hash = lineHash(secret);
    const files = [...paths].map((path): readonly [string, string] => [path, nameOf(path)]);
    const namesFor = remembering(
      ({ strip, add }: Beginning) => `${strip} ${add}`,
      (beginning) => namesOf(files, (path) => inside(path, beginning), hash),
    );
    const absolute = remembering(
      (root: string) => root,
      (root) => namesOf(files, (path) => `${root}/${path}`, hash),
    );
    const tablesOf = remembering(
      (cwd: string) => cwd,
      (cwd): readonly Names[] => {
        const relative = folders.beginningOf(cwd);
        return [...(relative === null ? [] : [namesFor(relative)]), ...folders.roots.map(absolute)];
      },
    );
    for (const { sessionId, agentId, cwd, atMs, fileHashes, hashKey } of calls) {
      if (hashKey !== id) continue;
      const tables = tablesOf(cwd);
      for (const key of lineKeys(fileHashes))
        for (const names of tables) {
          const named = names.get(key);
          if (named !== undefined) work.push({ sessionId, agentId, atMs, file: named.file, changes: named.changes });
        }
    }
  }
  return work;
}

function remembering<Key, Value>(nameOf: (key: Key) => string, make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const name = nameOf(key);
    let value = known.get(name);
    if (value === undefined) known.set(name, (value = make(key)));
    return value;
  };
}

function namesOf(files: readonly (readonly [path: string, file: string])[], begin: (path: string) => string | null, hash: HashText): Names {
  const names = new Map<LineKey, Named>();
  const add = (kind: NameKind, name: string, named: Named): void => {
    for (const key of lineKeys(hashName(kind, name, hash))) names.set(key, named);
  };
  for (const [path, file] of files) {
    const name = begin(path);
    if (name === null) continue;
    add('file', name, { file, changes: true });
    add('seen', name, { file, changes: false });
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
