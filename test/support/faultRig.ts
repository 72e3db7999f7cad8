/** A session whose work is in a repository that something is wrong with, read by the engine with the real git. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { everything } from '../../src/core/report/filterRequests.ts';
import type { CommitRow } from '../../src/core/report/commits.ts';
import type { Engine, EngineOptions, GitReading } from '../../src/engine/types.ts';
import { EngineRig } from './engineRig.ts';
import { GitWork, gitEnvironment, SessionLines } from './gitWork.ts';
import { sessionA } from './transcriptLines.ts';

export const cent = 10_000_000;

export class FaultRig {
  readonly rig: EngineRig;
  readonly work: GitWork;
  lines: SessionLines;
  /** Where the session works. */
  private folder: string;
  engine: Engine | null = null;

  private constructor(rig: EngineRig) {
    this.rig = rig;
    this.work = new GitWork(rig);
    this.folder = this.work.clone;
    this.lines = new SessionLines(this.folder);
  }

  static async make(): Promise<FaultRig> {
    return new FaultRig(await EngineRig.make());
  }

  get clone(): string {
    return this.work.clone;
  }

  /** Lets the session work elsewhere: another working tree, or a clone. */
  moveTo(folder: string, branch = 'main'): void {
    this.folder = folder;
    this.lines = new SessionLines(folder, { branch });
  }

  /** The session writes a file and commits it, a cent for each; the new commit. */
  adds(file: string, content = `${file}\n`, folder = this.folder): string {
    this.lines.edits(join(folder, file), content);
    this.work.write(file, content, folder);
    return this.lines.commits(`Add ${file}`, (atMs) => this.work.commit(`Add ${file}`, atMs, folder));
  }

  /** Writes the transcript as it is now. */
  async write(): Promise<void> {
    await this.rig.write(`-p/${sessionA}.jsonl`, this.lines.text());
  }

  /** Reads the transcript as it is now, and git of every repository of it. */
  async read(options: Partial<EngineOptions> = {}, signal?: AbortSignal): Promise<GitReading> {
    await this.write();
    this.engine ??= await this.rig.open({ environment: gitEnvironment(this.rig), ...options });
    await this.engine.ingest({});
    const readings = await this.engine.readGit({ folders: null, ...(signal === undefined ? {} : { signal }) });
    const [reading = assert.fail('nothing was read of git')] = readings;
    assert.equal(readings.length, 1);
    return reading;
  }

  /** Closes the ledger and opens it anew: nothing of the answers is of what was kept in memory. */
  async reopen(options: Partial<EngineOptions> = {}): Promise<void> {
    await this.engine?.close();
    this.engine = await this.rig.open({ environment: gitEnvironment(this.rig), ...options });
  }

  /** Where the commits with a session stand, by SHA. */
  async linked(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries((await this.rows()).flatMap(({ sha, links, part }) => (links.length > 0 ? [[sha, timeless(part)]] : [])));
  }

  async rows(): Promise<readonly CommitRow[]> {
    return (await this.opened.commits({ filter: everything, offset: 0, limit: null, subjects: false })).rows;
  }

  /** A repository's cents by where they stand; the parts add up, and nothing of the session is lost. */
  async standing(repository = this.folder): Promise<Readonly<Record<string, number>>> {
    const report = await this.opened.report({ sinceMs: null, untilMs: null, by: 'commit', repository });
    const parts = report.standing?.parts ?? assert.fail('no standing');
    const sum = parts.reduce((total, { money }) => total + money.nanodollars, 0);
    assert.equal(sum, report.totals.costNanodollars, 'the parts add up to the whole');
    const { totals } = await this.opened.report({ sinceMs: null, untilMs: null, by: 'repository' });
    assert.equal(totals.requests, this.requests, 'every request counts');
    return Object.fromEntries(
      parts.filter(({ money }) => money.nanodollars > 0).map(({ part, money }) => [timeless(part), money.nanodollars / cent]),
    );
  }

  /** A file of the repository's objects. */
  objectPath(sha: string, folder = join(this.clone, '.git')): string {
    return join(folder, 'objects', sha.slice(0, 2), sha.slice(2));
  }

  remove(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }

  /** What is said holds no path and no text of git's. */
  assertSentence(problem: string | null, wanted: RegExp): void {
    assert.match(problem ?? '', wanted);
    assert.match(problem ?? '', /What was read before is kept\./);
    assert.ok(!(problem ?? '').includes(this.rig.root), problem ?? '');
  }

  async close(): Promise<void> {
    await this.rig.close();
  }

  private get opened(): Engine {
    return this.engine ?? assert.fail('nothing was read yet');
  }

  private get requests(): number {
    return this.lines.lines.filter((line) => 'type' in line && line.type === 'assistant').length;
  }
}

/** A window closes with the time at which a test is run: what is on the default branch is there before and after. */
export function timeless(part: CommitRow['part']): string {
  return part === 'stayed' ? 'onDefaultBranch' : (part ?? '');
}
