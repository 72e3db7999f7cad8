/** Histories made with the real git, and what became of their changes as the engine judges it; commits are called by names. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { History } from '../../src/core/attribution/history.ts';
import { commitParts } from '../../src/core/outcomes/commitParts.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../src/core/outcomes/outcome.ts';
import { loadRate } from '../../src/core/pricing/rate.ts';
import { PayoffEngine } from '../../src/engine/engine.ts';
import { GitFacts } from '../../src/engine/gitFacts.ts';
import { HistoryKeeper } from '../../src/engine/history.ts';
import { Places } from '../../src/engine/places.ts';
import { SideCalls } from '../../src/engine/sideCallRows.ts';
import { repositoryOf } from '../../src/git/identity.ts';
import { EngineRig } from './engineRig.ts';
import { assistant, jsonl, prompt, sessionA } from './transcriptLines.ts';

const dayMs = 24 * 60 * 60_000;

export interface CommitOptions {
  /** Contents by path; null deletes the file. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** Beneath the subject. */
  readonly body?: string;
  /** Another author than this clone's own. */
  readonly by?: string;
  /** False: nothing says that a session made it. */
  readonly linked?: boolean;
}

/** A clone of its own; day 0 was sixty days ago, and every command of git has the time that is set. */
export class OutcomeRig {
  readonly engineRig: EngineRig;
  readonly folder: string;
  /** SHA by name. */
  readonly shas = new Map<string, string>();
  /** Milliseconds UTC, of whole seconds. */
  readonly startMs = Math.floor((Date.now() - 60 * dayMs) / 1000) * 1000;
  private day = 0;
  private read: { readonly engine: PayoffEngine; readonly keeper: HistoryKeeper } | null = null;

  private constructor(engineRig: EngineRig) {
    this.engineRig = engineRig;
    this.folder = join(engineRig.root, 'loom');
    mkdirSync(this.folder);
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'user.email', 'ada@example.invalid');
    this.git('config', 'user.name', 'Ada');
  }

  /** With one commit, `begin`, and one session that the commits name. */
  static async make(): Promise<OutcomeRig> {
    const rig = new OutcomeRig(await EngineRig.make());
    rig.commit('begin', { files: { README: 'Loom\n' }, linked: false });
    const more = { sessionId: sessionA, at: new Date(rig.startMs).toISOString(), more: { cwd: rig.folder, gitBranch: 'main' } };
    await rig.engineRig.write(`-loom/${sessionA}.jsonl`, jsonl(prompt('Weave.', more), assistant(more)));
    return rig;
  }

  get environment(): Readonly<Record<string, string | undefined>> {
    return { PATH: process.env.PATH, HOME: this.engineRig.home, GIT_CONFIG_NOSYSTEM: '1' };
  }

  /** What follows is done on that day. */
  on(day: number): this {
    this.day = day;
    return this;
  }

  msOf(day: number): number {
    return this.startMs + Math.round(day * 86_400) * 1000;
  }

  git(...args: readonly string[]): string {
    const date = `${String(this.msOf(this.day) / 1000)} +0000`;
    const env = { ...this.environment, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_EDITOR: 'true' } as NodeJS.ProcessEnv;
    return execFileSync('git', ['-C', this.folder, ...args], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  /** Commits files under a subject, which is its name until the first colon, a second after the one before. */
  commit(subject: string, { files = {}, body = '', by, linked = true }: CommitOptions = {}): string {
    for (const [path, content] of Object.entries(files)) {
      const full = join(this.folder, path);
      mkdirSync(dirname(full), { recursive: true });
      if (content === null) rmSync(full);
      else writeFileSync(full, content);
    }
    this.git('add', '-A');
    const message = [subject, body, linked ? `Claude-Session: ${sessionA}` : ''].filter((part) => part !== '').join('\n\n');
    const author = by === undefined ? [] : ['--author', by];
    this.git('commit', '-q', '--allow-empty', ...author, '-m', message);
    return this.name(subject);
  }

  /** Goes to a branch, a new one where there is none of that name. */
  branch(name: string, from?: string): this {
    if (from === undefined) this.git('checkout', '-q', name);
    else this.git('checkout', '-q', '-b', name, from);
    return this;
  }

  /** Merges a branch into the one that is checked out, with a merge commit. */
  merge(branch: string, message = `Merge branch '${branch}'`): string {
    this.git('merge', '-q', '--no-ff', '-m', message, branch);
    return this.name(`merge ${branch}`);
  }

  /** Squashes a branch into one commit, as a forge does. */
  squash(branch: string, subject: string): string {
    this.git('merge', '-q', '--squash', branch);
    this.git('commit', '-q', '-m', subject);
    return this.name(subject);
  }

  /** Reverts a commit, as `git revert` does. */
  revert(name: string, ...args: readonly string[]): string {
    this.git('revert', '--no-edit', ...args, this.sha(name));
    return this.name(`revert ${name}`);
  }

  sha(name: string): string {
    const sha = this.shas.get(name);
    assert.ok(sha !== undefined, `there is no commit called ${name}`);
    return sha;
  }

  /** Calls the commit that is checked out by a name: a subject up to its colon. */
  name(subject: string): string {
    const sha = this.git('rev-parse', 'HEAD');
    this.shas.set(subject.replace(/:.*$/s, ''), sha);
    this.day += 1 / 86_400;
    return sha;
  }

  /** The history as it is on a day; today when that is left out. */
  async history(day = 60): Promise<History> {
    const { engine, keeper } = await this.engine();
    await engine.ingest({});
    for (const { problem } of await engine.readGit({ folders: [this.folder] })) assert.equal(problem, null);
    return keeper.read(this.msOf(day));
  }

  /** The history as it is later, when nothing was written since. */
  async historyLater(day: number): Promise<History> {
    return (await this.engine()).keeper.read(this.msOf(day));
  }

  /** The same, placed as if nothing had been read before. */
  async historyAtOnce(day = 60): Promise<History> {
    return (await this.keeper()).read(this.msOf(day));
  }

  async outcomes(day?: number): Promise<RepositoryOutcomes> {
    const outcomes = (await this.history(day)).outcomes.get(this.folder);
    assert.ok(outcomes !== undefined);
    return outcomes;
  }

  /** Where the cost of a commit stands, by its name. */
  async parts(day?: number): Promise<(name: string) => string | null> {
    const history = await this.history(day);
    const [repository, outcomes] = [history.repositories.get(this.folder), history.outcomes.get(this.folder)];
    assert.ok(repository !== undefined && outcomes !== undefined);
    const partOf = commitParts(repository, outcomes);
    return (name) => partOf(this.sha(name));
  }

  /** Every change but the first as `style name: state`, with what came back and what joined it. */
  async told(day?: number): Promise<readonly string[]> {
    return (await this.outcomes(day)).changes.slice(1).map((outcome) => this.tell(outcome));
  }

  tell({ change, state, pending, comeBacks, joined }: ChangeOutcome): string {
    const came = comeBacks.map(({ kind, by, sha, afterWindow }) => `${kind} by ${by} (${this.nameOf(sha)}${afterWindow ? ', after' : ''})`);
    const with_ = [...new Set(joined.map(({ kind, sha }) => `${kind} ${this.nameOf(sha)}`))];
    const said = [
      `${change.style} ${this.nameOf(change.sha)}: ${pending ?? state}`,
      ...came,
      ...(with_.length === 0 ? [] : [`with ${with_.join(', ')}`]),
    ];
    return said.join('; ');
  }

  private nameOf(sha: string): string {
    return [...this.shas].find(([, known]) => known === sha)?.[0] ?? sha.slice(0, 7);
  }

  private async engine(): Promise<NonNullable<OutcomeRig['read']>> {
    if (this.read !== null) return this.read;
    const engine = await this.engineRig.open({ environment: this.environment });
    assert.ok(engine instanceof PayoffEngine);
    this.read = { engine, keeper: await keeperOf(engine) };
    return this.read;
  }

  private async keeper(): Promise<HistoryKeeper> {
    return keeperOf((await this.engine()).engine);
  }

  close(): Promise<void> {
    return this.engineRig.close();
  }
}

/** The history of an engine's ledger, placed as the engine does. */
export async function keeperOf({ ledger: { database } }: PayoffEngine): Promise<HistoryKeeper> {
  const places = new Places([], repositoryOf);
  return new HistoryKeeper({
    database,
    places,
    sideCalls: new SideCalls(database),
    rate: await loadRate(),
    git: new GitFacts(database, []),
  });
}

/** So many lines that nobody else writes, from a number on. */
export function linesOf(word: string, count: number, from = 0): string {
  return Array.from(
    { length: count },
    (_, index) => `export const ${word}${String(from + index)} = "${word} ${String(from + index)}";\n`,
  ).join('');
}
