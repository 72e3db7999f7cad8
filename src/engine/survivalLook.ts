/** Looks in git at one change: which lines of sessions shipped with it, and which of them were still there so many days later. */
import type { LineKey } from '../core/attribution/lineKeys.ts';
import type { FileHistory } from '../core/outcomes/survivalPaths.ts';
import type { SurvivalRow } from '../core/outcomes/survival.ts';
import { countKeys } from '../core/outcomes/survivalClaims.ts';
import { linesOfSessions } from '../core/outcomes/survivalOfFile.ts';
import type { LineOfFile, LinesOfSession } from '../core/outcomes/survivalOfFile.ts';
import type { ChangePlan, FileClaim } from '../core/outcomes/survivalPlan.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import type { BlamedFile, blameFile, fileIds, ignoredCommits } from '../git/blame.ts';
import type { BlamedLine } from '../git/blameParser.ts';
import type { GitOptions, GitProblem } from '../git/types.ts';

/** What is asked of git. */
export interface SurvivalGit {
  readonly blameFile: typeof blameFile;
  readonly fileIds: typeof fileIds;
  readonly ignoredCommits: typeof ignoredCommits;
}

export interface LookInput {
  readonly repository: string;
  readonly git: SurvivalGit;
  readonly gitOptions: GitOptions;
  /** By the row of the key; one at least. */
  readonly hashes: ReadonlyMap<number, HashText>;
  readonly files: FileHistory;
  readonly isLeftOut: (path: string) => boolean;
  /** Milliseconds UTC. */
  readonly committedAtMs: (sha: string) => number;
}

/** `problem` null: git has not what is to be looked at (a shallow clone), or not all of it. */
export type Looked =
  { readonly ok: true; readonly rows: readonly SurvivalRow[] } | { readonly ok: false; readonly problem: GitProblem | null };

/** Other files into which lines of a change may have been moved: so many are looked at. */
const mostCompanions = 5;

/** A file of the change as it arrived. */
interface Landed {
  readonly path: string;
  /** Null where it did not arrive. */
  readonly contents: string | null;
  readonly claims: readonly FileClaim[];
}

interface Followed extends Landed {
  readonly shipped: number;
  /** Lines that are to be found again, by where they come from. */
  readonly lines: ReadonlySet<string>;
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

/** A file as the default branch has it. */
export interface FileLines {
  readonly path: string;
  readonly sha: string;
  /** All that are not blank. */
  readonly lines: number;
  readonly sessions: readonly LinesOfSession[];
}

export interface FileQuestion {
  /** From the root of the working tree, with `/`. */
  readonly path: string;
  readonly headSha: string;
  readonly plans: readonly ChangePlan[];
  /** See `costsOfChanges`. */
  readonly costOf: (changeSha: string, sessionId: string) => number | null;
}

/** Who wrote the lines of a file; `problem` where git cannot say. */
export async function linesOfFile(
  { path, headSha, plans, costOf }: FileQuestion,
  { repository, git, gitOptions, hashes, files }: LookInput,
): Promise<FileLines | { readonly problem: string }> {
  const isSameFile = (claimed: string, file: string): boolean => claimed === file || files.laterNames(claimed).includes(file);
  const ignored = await git.ignoredCommits(repository, headSha, gitOptions);
  if (!ignored.ok) return { problem: ignored.problem.sentence };
  let lines: (LineOfFile & { readonly keys: Map<number, LineKey> })[] = [];
  for (const [key, hash] of hashes) {
    const query = { file: path, sha: headSha, since: null, ignored: ignored.value, hash, acrossFiles: false };
    const answer = await git.blameFile(repository, query, gitOptions);
    if (!answer.ok) return { problem: answer.problem.sentence };
    if (answer.value.kind !== 'lines') return { problem: noLines[answer.value.kind] };
    const blamed = answer.value.lines;
    if (lines.length === 0) lines = blamed.map(({ origin }) => ({ sha: origin.sha, file: origin.file, keys: new Map() }));
    for (const [index, line] of blamed.entries()) if (line.key !== null) lines[index]?.keys.set(key, line.key);
  }
  const written = lines.filter(({ keys }) => keys.size > 0);
  return { path, sha: headSha, lines: written.length, sessions: linesOfSessions(written, plans, costOf, isSameFile) };
}

const noLines: Readonly<Record<Exclude<BlamedFile['kind'], 'lines'>, string>> = {
  absent: 'The default branch has no file of this name.',
  binary: 'This file is no text: it has no lines.',
  submodule: 'This is another repository inside this one: it has no lines of its own here.',
  tooLarge: 'This file has more lines than anybody writes: they are not looked at.',
  noRevision: 'git has not the commit that the default branch stood on when it was last read.',
};

class Look {
  private readonly plan: ChangePlan;
  private readonly input: LookInput;
  private readonly own: ReadonlySet<string>;

  constructor(plan: ChangePlan, input: LookInput) {
    this.plan = plan;
    this.input = input;
    this.own = new Set(plan.own.map(({ sha }) => sha));
  }

  async rows(): Promise<readonly SurvivalRow[]> {
    const { landing, due, outcome } = this.plan;
    const followed: Followed[] = [];
    for (const file of await this.landed()) {
      const found = await this.follow(file);
      if (found !== null) followed.push(found);
    }
    const rows = followed.map(({ path, claims, shipped }): SurvivalRow => {
      const committed = claims.reduce((sum, claim) => sum + claim.committed, 0);
      return { changeSha: outcome.change.sha, path, days: 0, seenSha: landing, lines: committed, surviving: Math.min(shipped, committed) };
    });
    for (const { days, sha } of due)
      for (const { file, surviving } of await this.seenAt(sha, followed))
        rows.push({ changeSha: outcome.change.sha, path: file.path, days, seenSha: sha, lines: file.lines.size, surviving });
    return rows;
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
    if (file.contents === null) return { ...file, shipped: 0, lines: new Set() };
    const whole = new Set(file.claims.flatMap(({ wholeCommits }) => wholeCommits));
    const keys = new Set(file.claims.flatMap(({ lines }) => [...lines.keys()]));
    const taken = new Set<number>();
    const lines = new Set<string>();
    const take = (index: number, line: BlamedLine): void => {
      taken.add(index);
      if (!line.origin.before) lines.add(idOf(line));
    };
    for (const key of keys.size === 0 ? [...this.input.hashes.keys()].slice(0, 1) : keys) {
      const hash = this.input.hashes.get(key);
      if (hash === undefined) continue;
      const blamed = await this.blame({ file: file.path, sha: landing, since, ignored: [], hash, acrossFiles: false });
      if (blamed === null) return null;
      for (const [index, line] of blamed.entries()) if (line.key !== null && whole.has(line.origin.sha)) take(index, line);
      const wanted = countKeys(file.claims.flatMap((claim) => (claim.lines.get(key) ?? []).map((line) => line.key)));
      // What the change brought comes first: a bracket may have been there before.
      for (const before of [false, true])
        for (const [index, line] of blamed.entries()) {
          const left = line.key === null ? 0 : (wanted.get(line.key) ?? 0);
          if (line.key === null || left === 0 || line.origin.before !== before || taken.has(index)) continue;
          wanted.set(line.key, left - 1);
          take(index, line);
        }
    }
    return { ...file, shipped: taken.size, lines };
  }

  /** How many of the lines are there at a commit. A file that cannot be told is not in it. */
  private async seenAt(
    sha: string,
    files: readonly Followed[],
  ): Promise<readonly { readonly file: Followed; readonly surviving: number }[]> {
    const { since } = this.plan;
    const wanted = files.filter(({ lines }) => lines.size > 0).map(({ path }) => path);
    const places = await this.locate(wanted, sha);
    const ignored = await this.ignoredAt(sha);
    const companions = new Companions(mostCompanions);
    const seen: { readonly file: Followed; readonly surviving: number }[] = [];
    for (const file of files) {
      const place = places.get(file.path) ?? null;
      if (file.lines.size === 0 || place?.contents === file.contents) {
        seen.push({ file, surviving: file.lines.size });
        continue;
      }
      const found = new Set<string>();
      const find = (lines: readonly BlamedLine[]): void => {
        for (const line of lines) if (file.lines.has(idOf(line))) found.add(idOf(line));
      };
      if (place !== null && place.contents !== null) {
        const blamed = await this.blame({ file: place.path, sha, since, ignored, hash: null, acrossFiles: false });
        if (blamed === null) continue;
        find(blamed);
      }
      if (found.size < file.lines.size)
        for (const other of await this.companionsOf(file, place?.path ?? null, sha, companions)) {
          let lines = companions.known(other);
          if (lines === null) {
            if (!companions.hasRoom) continue;
            lines = (await this.blame({ file: other, sha, since, ignored, hash: null, acrossFiles: true })) ?? [];
            companions.keep(other, lines);
          }
          find(lines);
        }
      seen.push({ file, surviving: found.size });
    }
    return seen;
  }

  /** Files that are there and were changed along with one that lost lines. */
  private async companionsOf(file: Landed, path: string | null, sha: string, { most }: Companions): Promise<readonly string[]> {
    const { files, isLeftOut, committedAtMs } = this.input;
    const others = files
      .changedWith(file.path, this.plan.shippedAtMs, committedAtMs(sha))
      .filter((other) => other !== path && !isLeftOut(other))
      .slice(0, most);
    const ids = await this.ids(others.map((other) => ({ sha, file: other })));
    return others.filter((_, index) => (ids[index] ?? null) !== null);
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
    const { git, repository, gitOptions } = this.input;
    const answer = await git.ignoredCommits(repository, sha, gitOptions);
    if (!answer.ok) throw new Unreadable(answer.problem);
    return answer.value.filter((each) => !this.own.has(each));
  }

  private async ids(questions: readonly { readonly sha: string; readonly file: string }[]): Promise<readonly (string | null)[]> {
    if (questions.length === 0) return [];
    const { git, repository, gitOptions } = this.input;
    const answer = await git.fileIds(repository, questions, gitOptions);
    if (!answer.ok) throw new Unreadable(answer.problem);
    return answer.value;
  }

  /** None of what is no text; null where there are too many to tell. */
  private async blame(query: Parameters<SurvivalGit['blameFile']>[1]): Promise<readonly BlamedLine[] | null> {
    const { git, repository, gitOptions } = this.input;
    const answer = await git.blameFile(repository, query, gitOptions);
    if (!answer.ok) throw new Unreadable(answer.problem);
    if (answer.value.kind === 'noRevision') throw new Unreadable(null);
    if (answer.value.kind === 'tooLarge') return null;
    return answer.value.kind === 'lines' ? answer.value.lines : [];
  }
}

/** Files into which lines may have been moved, each looked at once a commit, and a few of them only. */
class Companions {
  readonly most: number;
  private readonly lines = new Map<string, readonly BlamedLine[]>();

  constructor(most: number) {
    this.most = most;
  }

  get hasRoom(): boolean {
    return this.lines.size < this.most;
  }

  known(path: string): readonly BlamedLine[] | null {
    return this.lines.get(path) ?? null;
  }

  keep(path: string, lines: readonly BlamedLine[]): void {
    this.lines.set(path, lines);
  }
}

function idOf({ origin, line }: BlamedLine): string {
  return `${origin.sha} ${String(line)} ${origin.file}`;
}
