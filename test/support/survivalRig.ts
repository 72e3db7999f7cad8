/** A real repository whose commits have days, and what is seen of its changes' lines so many days later. */
import { findCopies } from '../../src/core/attribution/copies.ts';
import { lineKeys } from '../../src/core/attribution/lineKeys.ts';
import type { Change, ChangeStyle } from '../../src/core/outcomes/changes.ts';
import type { ChangeOutcome } from '../../src/core/outcomes/outcome.ts';
import { defaultSettings } from '../../src/core/outcomes/repositorySettings.ts';
import type { ClaimedLine } from '../../src/core/outcomes/survivalClaims.ts';
import { FileHistory } from '../../src/core/outcomes/survivalPaths.ts';
import { planSurvival } from '../../src/core/outcomes/survivalPlan.ts';
import { unitsOf } from '../../src/core/outcomes/units.ts';
import { packHashes } from '../../src/core/transcript/hashedLine.ts';
import { placeCommits } from '../../src/engine/gitFacts.ts';
import { lookAt } from '../../src/engine/survivalLook.ts';
import type { Looked } from '../../src/engine/survivalLook.ts';
import { blameFile, fileIds, ignoredCommits, lineKeysOf } from '../../src/git/blame.ts';
import { GitRig } from './gitRig.ts';
import { aRepository } from './histories.ts';
import { anOutcome, outcomesOf } from './outcomes.ts';

const dayMs = 24 * 60 * 60_000;
export const dayZeroMs = Date.UTC(2026, 2, 2, 8);

export interface SurvivalQuestion {
  /** What the sessions wrote: lines by path, by the commit that took them. */
  readonly wrote?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly change?: Partial<Change>;
  readonly outcome?: Partial<ChangeOutcome>;
  /** Commits that it was squashed from. */
  readonly squashed?: readonly string[];
  readonly style?: ChangeStyle;
  /** Days after the first one; the default branch was seen until then. */
  readonly today?: number;
  readonly seenUntil?: number;
}

export class SurvivalRig {
  readonly git: GitRig;
  folder: string;
  private last = 0;

  private constructor(git: GitRig, folder: string) {
    this.git = git;
    this.folder = folder;
  }

  static async make(): Promise<SurvivalRig> {
    const git = await GitRig.make();
    return new SurvivalRig(git, git.init('loom', '-b', 'main'));
  }

  /** Commits all files on a day; later commits of a day are seconds later. */
  async commit(day: number, files: Readonly<Record<string, string | Uint8Array | null>>, message = 'Change'): Promise<string> {
    for (const [name, content] of Object.entries(files)) {
      if (content === null) this.git.git(this.folder, 'rm', '-q', '--', name);
      else await this.git.write(`${this.folder}/${name}`, content);
    }
    this.run(day, 'add', '-A');
    this.run(day, 'commit', '-q', '--allow-empty', '-m', message);
    return this.git.git(this.folder, 'rev-parse', 'HEAD');
  }

  /** Runs git on a day; returns the commit that stands there then, `''` before the first. */
  run(day: number, ...args: readonly string[]): string {
    this.last += 1;
    const at = `${String(Math.floor((dayZeroMs + day * dayMs) / 1000) + this.last)} +0000`;
    this.git.gitWith({ environment: { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at } }, this.folder, ...args);
    return this.git.git(this.folder, 'log', '--all', '-1', '--format=%H') && this.git.git(this.folder, 'rev-parse', 'HEAD');
  }

  /** What git says of the change `sha`. */
  async look(sha: string, question: SurvivalQuestion = {}): Promise<Looked> {
    const { wrote = {}, today = 60, seenUntil = today, style = null, squashed = [] } = question;
    const heads = this.git
      .git(this.folder, 'for-each-ref', '--format=%(refname) %(objectname)')
      .split('\n')
      .map((line) => ({ ref: line.split(' ')[0] ?? '', sha: line.split(' ')[1] ?? '' }));
    const defaultSha = this.git.git(this.folder, 'rev-parse', 'main');
    const read = await this.git.read(this.folder, [...heads.map((head) => head.sha), ...Object.keys(wrote)]);
    const commits = placeCommits({ heads, defaultBranch: 'main', defaultSha }, read, new Map());
    const repository = aRepository([...commits.values()], { path: this.folder, identityHashes: [this.git.hashed('ada@example.invalid')] });
    const found = unitsOf(repository, findCopies(commits), style).find((each) => each.sha === sha);
    const landed = commits.get(sha);
    if (found === undefined || landed === undefined) throw new Error(`${sha} is no change.`);
    const change = { ...found, ...question.change };
    const outcome = anOutcome({ sha, change, shippedAtMs: change.shippedAtMs, ...question.outcome });
    const settings = { ...defaultSettings, style };
    const claims = Object.entries(wrote).map(
      ([by, files]) => [by, new Map(Object.entries(files).map(([path, text]) => [path, this.claimed(text)]))] as const,
    );
    const [plan] = planSurvival({
      outcomes: outcomesOf([outcome], { settings, seenUntilMs: dayZeroMs + seenUntil * dayMs }),
      ...{ repository, squashes: new Map(squashed.map((each) => [each, landed])), claims: new Map([[1, new Map(claims)]]) },
      ...{ linked: new Set(Object.keys(wrote)), isLeftOut: () => false, nowMs: dayZeroMs + today * dayMs },
    });
    if (plan === undefined) throw new Error('There is nothing to look at.');
    return lookAt(plan, {
      ...{ repository: this.folder, git: { blameFile, fileIds, ignoredCommits, lineKeysOf }, gitOptions: this.git.options },
      ...{
        hashes: new Map([[1, this.git.hash]]),
        trivial: new Map(),
        ignoreLists: new Map(),
        files: new FileHistory(commits.values()),
        isLeftOut: () => false,
      },
      committedAtMs: (each) => commits.get(each)?.committerMs ?? 0,
    });
  }

  /** `path days surviving/lines` of each row. */
  async rows(sha: string, question: SurvivalQuestion = {}): Promise<readonly string[]> {
    const looked = await this.look(sha, question);
    if (!looked.ok) throw new Error(looked.problem?.sentence ?? 'git has not what is to be looked at.');
    return looked.rows.map(({ path, days, lines, surviving }) => `${path} ${String(days)} ${String(surviving)}/${String(lines)}`);
  }

  close(): Promise<void> {
    return this.git.close();
  }

  private claimed(text: string): readonly ClaimedLine[] {
    return lineKeys(packHashes(text.split('\n'), this.git.hash)).map((key) => ({ key, sessionId: 'session-1' }));
  }
}
