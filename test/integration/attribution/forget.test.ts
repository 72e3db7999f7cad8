import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { appendFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { gitEnvironment } from '../../support/gitWork.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';

describe('forgetting', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const file = `-home-ada-loom/${sessionA}.jsonl`;

  it('forgets nothing where no folder is named, nor everything', async () => {
    await rig.write(file, jsonl(assistant(), assistant({ more: { cwd: join(rig.root, 'outside') } })));
    const engine = await rig.open();
    await engine.ingest({});
    const before = (await rig.totals()).requests;
    for (const folder of ['', ' ', '.', 'loom', '~', '/', '//', '/..', '/.', '/home/..'])
      await assert.rejects(engine.forget(folder), /Nothing was forgotten/, folder);
    assert.equal((await rig.totals()).requests, before);
  });

  it('keeps a response out that began before, whatever of it comes later', async () => {
    const cwd = join(rig.root, 'gone');
    const soon = new Date(Date.now() + 60_000).toISOString();
    const line = (at?: string): object =>
      assistant({ id: 'msg_01both', stopReason: null, more: { cwd }, ...(at === undefined ? {} : { at }) });
    const path = await rig.write(file, jsonl(assistant({ more: { cwd } }), line()));
    const engine = await rig.open();
    await engine.ingest({});
    assert.equal((await engine.forget(cwd)).requests, 2);
    for (let piece = 0; piece < 2; piece += 1) {
      await appendFile(path, jsonl(line(soon)));
      assert.equal((await engine.ingest({})).requests, 0);
    }
    await appendFile(path, jsonl(assistant({ at: soon, more: { cwd } })));
    assert.equal((await engine.ingest({})).requests, 1);
  });

  it('keeps it out also where its lines are read in two batches', async () => {
    const cwd = join(rig.root, 'gone');
    const engine = await rig.open();
    await engine.forget(cwd);
    const soon = new Date(Date.now() + 60_000).toISOString();
    const line = (id: string, text: string, at = '2026-11-20T12:00:00.000Z'): object =>
      assistant({ id, at, content: [{ type: 'text', text }], more: { cwd } });
    const between = Array.from({ length: 6 }, () => line('msg_01between', 'x'.repeat(1_000_000)));
    await rig.write(file, jsonl(line('msg_01both', 'x'), ...between, line('msg_01both', 'x', soon)));
    assert.equal((await engine.ingest({})).requests, 0);
  });

  /** A repository with one commit, made an hour ago. */
  function repositoryIn(folder: string): string {
    const date = new Date(Date.now() - 60 * 60_000).toISOString();
    const environment = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    execFileSync('git', ['init', '-q', folder]);
    const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid'];
    execFileSync('git', ['-C', folder, ...person, 'commit', '-q', '--allow-empty', '-m', 'Begin'], { env: environment });
    return folder;
  }

  describe('what a repository lies in', () => {
    let outer = '';
    let inner = '';
    let path = '';
    beforeEach(() => {
      outer = join(rig.root, 'outer');
      inner = join(outer, 'inner');
    });

    async function read(): Promise<Engine> {
      path = await rig.write(file, jsonl(...[outer, inner, join(outer, 'src')].map((cwd) => assistant({ more: { cwd } }))));
      const engine = await rig.open({ environment: gitEnvironment(rig) });
      await engine.ingest({});
      await engine.readGit({ folders: null });
      return engine;
    }
    const repositories = async (engine: Engine): Promise<unknown> =>
      (await engine.holdings()).repositories.map(({ repository, requests }) => [repository, requests]);
    const commits = async (engine: Engine): Promise<unknown> =>
      (await engine.readGit({ folders: null })).map((reading) => [reading.repository, reading.commits]);

    it('is forgotten without it where that is a repository itself, also in what is read later', async () => {
      repositoryIn(outer);
      repositoryIn(inner);
      const engine = await read();
      assert.equal((await engine.forget(outer)).requests, 2);
      assert.deepEqual(await repositories(engine), [[inner, 1]]);
      assert.deepEqual(await commits(engine), [[inner, 1]]);
      const late = [outer, inner].map((cwd) => assistant({ more: { cwd } }));
      await appendFile(path, jsonl(...late));
      await engine.ingest({});
      assert.deepEqual(await repositories(engine), [[inner, 2]]);
    });

    it('is forgotten with it where that is a folder, its commits of before among them', async () => {
      mkdirSync(outer);
      repositoryIn(inner);
      const engine = await read();
      assert.deepEqual(await commits(engine), [[inner, 1]]);
      assert.equal((await engine.forget(outer)).requests, 3);
      await appendFile(path, jsonl(assistant({ at: new Date(Date.now() + 1_000).toISOString(), more: { cwd: inner } })));
      await engine.ingest({});
      assert.deepEqual(await repositories(engine), [[inner, 1]]);
      assert.deepEqual(await commits(engine), [[inner, 0]]);
    });

    it('is forgotten without it also where nothing of that repository was ever read', async () => {
      repositoryIn(outer);
      repositoryIn(inner);
      const first = await rig.open();
      await first.forget(outer);
      await first.close();
      assert.deepEqual(await repositories(await read()), [[inner, 1]]);
    });

    it('keeps what git said of it where git was never asked of that repository', async () => {
      repositoryIn(outer);
      repositoryIn(inner);
      path = await rig.write(file, jsonl(...[outer, inner].map((cwd) => assistant({ more: { cwd } }))));
      const engine = await rig.open({ environment: gitEnvironment(rig) });
      await engine.ingest({});
      await engine.readGit({ folders: [inner] });
      await engine.forget(outer);
      const database = new DatabaseSync(rig.ledger, { readOnly: true });
      const kept = database.prepare('SELECT path FROM git_commit JOIN repository ON repository.id = repository').all();
      database.close();
      assert.deepEqual(
        kept.map((row) => row.path),
        [inner],
      );
    });

    it('stays where a repository in it is forgotten that the disk has no more, with all of that', async () => {
      repositoryIn(outer);
      repositoryIn(inner);
      const beside = join(rig.root, 'beside');
      execFileSync('git', ['-C', inner, 'worktree', 'add', '-q', beside]);
      path = await rig.write(file, jsonl(...[outer, inner, beside].map((cwd) => assistant({ more: { cwd } }))));
      const engine = await rig.open();
      await engine.ingest({});
      for (const folder of [inner, beside]) rmSync(folder, { recursive: true });
      assert.equal((await engine.forget(inner)).requests, 2);
      assert.deepEqual(await repositories(engine), [[outer, 1]]);
      await utimes(path, new Date(), new Date(Date.now() + 5_000));
      await engine.ingest({});
      assert.deepEqual(await repositories(engine), [[outer, 1]]);
    });

    it('stays forgotten with it where that was a folder and has become a repository', async () => {
      mkdirSync(outer);
      repositoryIn(inner);
      const engine = await read();
      await engine.forget(`${outer}/`);
      repositoryIn(outer);
      const late = { at: new Date(Date.now() + 1_000).toISOString(), more: { cwd: join(outer, 'new') } };
      await appendFile(path, jsonl(assistant(late)));
      await engine.ingest({});
      await utimes(path, new Date(), new Date(Date.now() + 5_000));
      await engine.close();
      const again = await rig.open({ environment: gitEnvironment(rig) });
      await again.ingest({});
      assert.deepEqual(await repositories(again), [[outer, 1]]);
    });
  });
});
