/** A real repository whose commits have days, and what is seen of its changes' lines so many days later. */
import type { CommitRecord } from '../../src/core/attribution/gitFacts.ts';
import { lineKeys } from '../../src/core/attribution/lineKeys.ts';
import { findChanges } from '../../src/core/outcomes/changes.ts';
import type { Change, ChangeStyle } from '../../src/core/outcomes/changes.ts';
import { mainline } from '../../src/core/outcomes/mainline.ts';
import type { ChangeOutcome } from '../../src/core/outcomes/outcome.ts';
import type { ClaimedLine } from '../../src/core/outcomes/survivalClaims.ts';
import { FileHistory } from '../../src/core/outcomes/survivalPaths.ts';
import { planSurvival } from '../../src/core/outcomes/survivalPlan.ts';
import { packHashes } from '../../src/core/transcript/hashedLine.ts';
import { lookAt } from '../../src/engine/survivalLook.ts';
import type { Looked } from '../../src/engine/survivalLook.ts';
import { blameFile, fileIds, ignoredCommits } from '../../src/git/blame.ts';
import { GitRig } from './gitRig.ts';
import { anOutcome, outcomesOf } from './outcomes.ts';

const dayMs = 24 * 60 * 60_000;
export const dayZeroMs = Date.UTC(2026, 2, 2, 8);

export interface SurvivalQuestion {
  /** What the sessions wrote: lines by path, by the commit that took them. */
  readonly wrote?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly change?: Partial<Change>;
  readonly outcome?: Partial<ChangeOutcome>;
  /** Other SHAs that are the change: its copies, and what it squashed. */
  readonly copies?: readonly string[];
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
    const { wrote = {}, today = 60, seenUntil = today, style = null, copies = [] } = question;
    const head = this.git.git(this.folder, 'rev-parse', 'main');
    const refs = this.git.git(this.folder, 'for-each-ref', '--format=%(objectname)').split('\n');
    const read = await this.git.read(this.folder, [head, ...refs, ...Object.keys(wrote)]);
    const commits = new Map(
      read.map((commit) => [commit.sha, { ...commit, branch: 'main', onDefaultBranch: true, reachable: true } satisfies CommitRecord]),
    );
    const arrivals = mainline({ commits, headSha: head, mergesDefault: () => false });
    const found = findChanges({ arrivals, style, isBot: () => false, wasElsewhere: () => style === 'rebase' });
    const change = found.find((each) => each.sha === sha);
    if (change === undefined) throw new Error(`${sha} is no change.`);
    const whole = { ...change, ...question.change };
    const outcome = anOutcome({ sha, change: whole, shippedAtMs: whole.shippedAtMs, ...question.outcome });
    const outcomes = outcomesOf([outcome], { seenUntilMs: dayZeroMs + seenUntil * dayMs });
    const changeOf = new Map([...outcomes.changeOf, ...[sha, ...copies].map((each) => [each, outcome] as const)]);
    const claims = new Map(
      Object.entries(wrote).map(([by, files]) => [by, new Map(Object.entries(files).map(([path, text]) => [path, this.claimed(text)]))]),
    );
    const [plan] = planSurvival({
      ...{ outcomes: { ...outcomes, changeOf }, commits, arrivals, claims: new Map([[1, claims]]) },
      ...{ linked: new Set(Object.keys(wrote)), identityHashes: [this.git.hashed('ada@example.invalid')], isLeftOut: () => false },
      nowMs: dayZeroMs + today * dayMs,
    });
    if (plan === undefined) throw new Error('There is nothing to look at.');
    return lookAt(plan, {
      ...{ repository: this.folder, git: { blameFile, fileIds, ignoredCommits }, gitOptions: this.git.options },
      ...{ hashes: new Map([[1, this.git.hash]]), files: new FileHistory(commits.values()), isLeftOut: () => false },
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
