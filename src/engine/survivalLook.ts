/** Looks in git at one change: which lines of sessions shipped with it, and which of them were still there so many days later. */
import type { LineKey } from '../core/attribution/lineKeys.ts';
import type { SurvivalRow } from '../core/outcomes/survival.ts';
import { countKeys } from '../core/outcomes/survivalClaims.ts';
import type { FileHistory } from '../core/outcomes/survivalPaths.ts';
import type { ChangePlan, FileClaim } from '../core/outcomes/survivalPlan.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import { ignoreList } from '../git/blame.ts';
import type { blameFile, fileIds, ignoredCommits, lineKeysOf } from '../git/blame.ts';
import type { BlamedLine } from '../git/blameParser.ts';
import type { GitAnswer, GitOptions, GitProblem } from '../git/types.ts';

/** What is asked of git. */
export interface SurvivalGit {
  readonly blameFile: typeof blameFile;
  readonly fileIds: typeof fileIds;
  readonly ignoredCommits: typeof ignoredCommits;
  readonly lineKeysOf: typeof lineKeysOf;
}

export interface LookInput {
  readonly repository: string;
  readonly git: SurvivalGit;
  readonly gitOptions: GitOptions;
  /** By the row of the key; one at least. */
  readonly hashes: ReadonlyMap<number, HashText>;
  /** Lines that stand in any file, by the row of the key. */
  readonly trivial: ReadonlyMap<number, ReadonlySet<LineKey>>;
  readonly files: FileHistory;
  readonly isLeftOut: (path: string) => boolean;
  /** Milliseconds UTC. */
  readonly committedAtMs: (sha: string) => number;
  /** What lists of commits to pass over say, by their contents; grows. */
  readonly ignoreLists: Map<string, readonly string[]>;
}

/** `problem` null: git has not what is to be looked at (a shallow clone), or not all of it. */
export type Looked =
  { readonly ok: true; readonly rows: readonly SurvivalRow[] } | { readonly ok: false; readonly problem: GitProblem | null };

/** So many other files are looked at for lines that were moved there from one file. */
const mostCompanions = 8;

/** A file of the change as it arrived. */
interface Landed {
  readonly path: string;
  /** Null where it did not arrive. */
  readonly contents: string | null;
  readonly claims: readonly FileClaim[];
}

interface Followed extends Landed {
  readonly shipped: number;
  /** Lines that are to be found again, by where they come from, with the row of their key. */
  readonly lines: ReadonlyMap<string, { readonly key: number; readonly line: LineKey }>;
}

class Unreadable extends Error {
  readonly problem: GitProblem | null;

  constructor(problem: GitProblem | null) {
    super('git cannot say.');
    this.problem = problem;
  }
}

/** The rows of a change: each of its files when it shipped, and after each number of days that is due. One process of git at a time. */
export async function lookAt(plan: ChangePlan, input: LookInput): Promise<Looked> {
  try {
    return { ok: true, rows: await new Look(plan, input).rows() };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.problem };
    throw error;
  }
}

class Look {
  private readonly plan: ChangePlan;
  private readonly input: LookInput;
  private readonly own: ReadonlySet<string>;
  /** Contents by commit and file. */
  private readonly contents = new Map<string, string | null>();

  constructor(plan: ChangePlan, input: LookInput) {
    this.plan = plan;
    this.input = input;
    this.own = new Set(plan.own.map(({ sha }) => sha));
  }

  async rows(): Promise<readonly SurvivalRow[]> {
    const { landing, due, outcome, claims } = this.plan;
    const shas = [landing, ...due.map(({ sha }) => sha)];
    // Most of what is asked one by one further on, in one go.
    await this.ids(shas.flatMap((sha) => [...claims.map(({ path }) => path), ignoreList].map((file) => ({ sha, file }))));
    const files: Followed[] = [];
    for (const file of await this.landed()) {
      const followed = await this.follow(file);
      if (followed !== null) files.push(followed);
    }
    const survivors = await this.survivors(files);
    return files.flatMap((file): readonly SurvivalRow[] => {
      const of = { changeSha: outcome.change.sha, path: file.path };
      const committed = file.claims.reduce((sum, claim) => sum + claim.committed, 0);
      const arrived = { ...of, days: 0, seenSha: landing, lines: committed, surviving: Math.min(file.shipped, committed) };
      const counts = survivors.get(file) ?? [];
      return [
        arrived,
        ...due.map(({ days, sha }, index) => ({ ...of, days, seenSha: sha, lines: file.lines.size, surviving: counts[index] ?? 0 })),
      ];
    });
  }

  /** The files that have lines of sessions, as they are called where the change arrived. */
  private async landed(): Promise<readonly Landed[]> {
    const { claims, landing } = this.plan;
    const places = await this.locate(
      claims.map(({ path }) => path),
      landing,
    );
    const files = new Map<string, Landed>();
    for (const claim of claims) {
      const { path, contents } = places.get(claim.path) ?? { path: claim.path, contents: null };
      files.set(path, { path, contents, claims: [...(files.get(path)?.claims ?? []), claim] });
    }
    return [...files.values()];
  }

  /** What of a file's lines arrived; null where they cannot be told. */
  private async follow(file: Landed): Promise<Followed | null> {
    const { landing, since } = this.plan;
    if (file.contents === null) return { ...file, shipped: 0, lines: new Map() };
    const whole = new Set(file.claims.flatMap(({ wholeCommits }) => wholeCommits));
    const keys = new Set(file.claims.flatMap(({ lines }) => [...lines.keys()]));
    const taken = new Set<number>();
    const lines = new Map<string, { readonly key: number; readonly line: LineKey }>();
    for (const key of keys.size === 0 ? [...this.input.hashes.keys()].slice(0, 1) : keys) {
      const hash = this.input.hashes.get(key);
      if (hash === undefined) continue;
      const blamed = await this.blame({ file: file.path, sha: landing, since, ignored: [], hash, acrossFiles: false });
      if (blamed === null) return null;
      const take = (index: number, blamedLine: BlamedLine, line: LineKey): void => {
        taken.add(index);
        if (!blamedLine.origin.before) lines.set(idOf(blamedLine), { key, line });
      };
      for (const [index, line] of blamed.entries()) if (line.key !== null && whole.has(line.origin.sha)) take(index, line, line.key);
      const wanted = countKeys(file.claims.flatMap((claim) => (claim.lines.get(key) ?? []).map((line) => line.key)));
      // What the change brought comes first: a bracket may have been there before.
      for (const before of [false, true])
        for (const [index, line] of blamed.entries()) {
          const left = line.key === null ? 0 : (wanted.get(line.key) ?? 0);
          if (line.key === null || left === 0 || line.origin.before !== before || taken.has(index)) continue;
          wanted.set(line.key, left - 1);
          take(index, line, line.key);
        }
    }
    return { ...file, shipped: taken.size, lines };
  }

  /**
   * How many of each file's lines are there at the commits that are due, first one first. What is there at last was there before, and what is
   * gone stays so: the commits in between are looked at for files only that lost lines by then.
   */
  private async survivors(files: readonly Followed[]): Promise<ReadonlyMap<Followed, readonly number[]>> {
    const { due } = this.plan;
    const last = due.at(-1);
    const counts = new Map<Followed, readonly number[]>();
    if (last === undefined) return counts;
    const atLast = await this.foundAt(last.sha, files);
    const lastOf = (file: Followed): number => atLast.get(file)?.size ?? 0;
    const beforeOf = (file: Followed): number => counts.get(file)?.at(-1) ?? file.lines.size;
    for (const [index, { sha }] of due.slice(0, -1).entries()) {
      const isNew = sha !== last.sha && sha !== due[index - 1]?.sha;
      const open = isNew ? files.filter((file) => beforeOf(file) > lastOf(file)) : [];
      const found = await this.foundAt(sha, open);
      for (const file of files) {
        const seen = found.get(file);
        const there = seen === undefined ? beforeOf(file) : new Set([...seen, ...(atLast.get(file) ?? [])]).size;
        counts.set(file, [...(counts.get(file) ?? []), sha === last.sha ? lastOf(file) : Math.min(beforeOf(file), there)]);
      }
    }
    for (const file of files) counts.set(file, [...(counts.get(file) ?? []), lastOf(file)]);
    return counts;
  }

  /** The lines of files that are there at a commit, in the same file or where they were moved to. */
  private async foundAt(sha: string, files: readonly Followed[]): Promise<ReadonlyMap<Followed, ReadonlySet<string>>> {
    const found = new Map<Followed, Set<string>>();
    const find = (file: Followed, lines: readonly BlamedLine[]): void => {
      for (const line of lines) if (file.lines.has(idOf(line))) found.get(file)?.add(idOf(line));
    };
    const asked = files.filter(({ lines }) => lines.size > 0);
    const places = await this.locate(
      asked.map(({ path }) => path),
      sha,
    );
    for (const file of asked) {
      const place = places.get(file.path);
      found.set(file, new Set(place?.contents === file.contents ? file.lines.keys() : []));
      if (place === undefined || place.contents === null || place.contents === file.contents) continue;
      find(file, await this.blameAt(sha, place.path, false));
    }
    for (const [other, ofFiles] of await this.companionsOf(found, sha)) {
      const lines = await this.blameAt(sha, other, true);
      for (const file of ofFiles) find(file, lines);
    }
    return found;
  }

  /** Files that were changed along with those that lost lines, and have one of these now. */
  private async companionsOf(
    found: ReadonlyMap<Followed, ReadonlySet<string>>,
    sha: string,
  ): Promise<ReadonlyMap<string, readonly Followed[]>> {
    const { files, isLeftOut, committedAtMs, hashes, git, repository, gitOptions } = this.input;
    const others = new Map<string, Followed[]>();
    const lost = new Map<Followed, ReadonlyMap<number, ReadonlySet<LineKey>>>();
    for (const [file, there] of found) {
      const lines = this.lostLines(file, there);
      if (lines.size === 0) continue;
      lost.set(file, lines);
      const changed = files.changedWith(file.path, this.plan.shippedAtMs, committedAtMs(sha)).filter((other) => !isLeftOut(other));
      for (const other of changed.slice(0, mostCompanions)) others.set(other, [...(others.get(other) ?? []), file]);
    }
    const ids = await this.ids([...others.keys()].map((file) => ({ sha, file })));
    const wanted = ids.filter((id) => id !== null);
    const companions = new Map<string, Set<Followed>>();
    for (const key of wanted.length === 0 ? [] : new Set([...lost.values()].flatMap((lines) => [...lines.keys()]))) {
      const hash = hashes.get(key);
      if (hash === undefined) continue;
      const known = answered(await git.lineKeysOf(repository, wanted, hash, gitOptions));
      for (const [index, [other, ofFiles]] of [...others].entries()) {
        const there = known.get(ids[index] ?? '');
        for (const file of ofFiles)
          if (there !== undefined && [...(lost.get(file)?.get(key) ?? [])].some((line) => there.has(line)))
            companions.set(other, (companions.get(other) ?? new Set()).add(file));
      }
    }
    return new Map([...companions].map(([other, ofFiles]) => [other, [...ofFiles]]));
  }

  /** Lines of a file that are not there any more and would be known again elsewhere, by the row of their key. */
  private lostLines({ lines }: Followed, there: ReadonlySet<string>): ReadonlyMap<number, ReadonlySet<LineKey>> {
    const lost = new Map<number, Set<LineKey>>();
    for (const [id, { key, line }] of lines)
      if (!there.has(id) && this.input.trivial.get(key)?.has(line) !== true) lost.set(key, (lost.get(key) ?? new Set()).add(line));
    return lost;
  }

  /** Each file under the name that it has at a commit, with its contents; null contents where it is there under none. */
  private async locate(
    paths: readonly string[],
    sha: string,
  ): Promise<ReadonlyMap<string, { readonly path: string; readonly contents: string | null }>> {
    const ids = await this.ids(paths.map((file) => ({ sha, file })));
    const places = new Map(paths.map((path, index) => [path, { path, contents: ids[index] ?? null }]));
    const later = paths
      .filter((_, index) => (ids[index] ?? null) === null)
      .flatMap((path) => this.input.files.laterNames(path).map((file) => ({ path, file })));
    const laterIds = await this.ids(later.map(({ file }) => ({ sha, file })));
    for (const [index, { path, file }] of later.entries()) {
      const contents = laterIds[index] ?? null;
      if (contents !== null && places.get(path)?.contents === null) places.set(path, { path: file, contents });
    }
    return places;
  }

  /** Commits to pass over: what the change itself made is what is looked for. */
  private async ignoredAt(sha: string): Promise<readonly string[]> {
    const { git, repository, gitOptions, ignoreLists } = this.input;
    const [id = null] = await this.ids([{ sha, file: ignoreList }]);
    if (id === null) return [];
    const ignored = ignoreLists.get(id) ?? answered(await git.ignoredCommits(repository, sha, gitOptions));
    ignoreLists.set(id, ignored);
    return ignored.filter((each) => !this.own.has(each));
  }

  /** Contents of files, each asked for once. */
  private async ids(questions: readonly { readonly sha: string; readonly file: string }[]): Promise<readonly (string | null)[]> {
    const { git, repository, gitOptions } = this.input;
    const names = questions.map(({ sha, file }) => `${sha} ${file}`);
    const unknown = questions.filter((_, index) => !this.contents.has(names[index] ?? ''));
    if (unknown.length > 0) {
      const ids = answered(await git.fileIds(repository, unknown, gitOptions));
      for (const [index, { sha, file }] of unknown.entries()) this.contents.set(`${sha} ${file}`, ids[index] ?? null);
    }
    return names.map((name) => this.contents.get(name) ?? null);
  }

  /** None of what has too many lines to tell: what grew so large is nobody's work any more. */
  private async blameAt(sha: string, file: string, acrossFiles: boolean): Promise<readonly BlamedLine[]> {
    const { since } = this.plan;
    return (await this.blame({ file, sha, since, ignored: await this.ignoredAt(sha), hash: null, acrossFiles })) ?? [];
  }

  /** None of what is no text; null where there are too many to tell. */
  private async blame(query: Parameters<SurvivalGit['blameFile']>[1]): Promise<readonly BlamedLine[] | null> {
    const { git, repository, gitOptions } = this.input;
    const blamed = answered(await git.blameFile(repository, query, gitOptions));
    if (blamed.kind === 'noRevision') throw new Unreadable(null);
    if (blamed.kind === 'tooLarge') return null;
    return blamed.kind === 'lines' ? blamed.lines : [];
  }
}

function answered<Value>(answer: GitAnswer<Value>): Value {
  if (!answer.ok) throw new Unreadable(answer.problem);
  return answer.value;
}

function idOf({ origin, line }: BlamedLine): string {
  return `${origin.sha} ${String(line)} ${origin.file}`;
}
