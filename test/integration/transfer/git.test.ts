/** Imported sessions and their commits: found in a clone of this machine by subject too, kept as they came where there is none. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { GitFacts } from '../../../src/engine/gitFacts.ts';
import type { Engine, EngineOptions } from '../../../src/engine/types.ts';
import { readHashKey } from '../../../src/ledger/hashKey.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { readExport } from '../../../src/ledger/transfer/importFile.ts';
import { RepositoryImport } from '../../../src/ledger/transfer/importRepositories.ts';
import { GitWork, gitEnvironment, SessionLines } from '../../support/gitWork.ts';
import type { Machine } from '../../support/transferRig.ts';
import { TransferRig } from '../../support/transferRig.ts';
import { sessionA } from '../../support/transcriptLines.ts';

describe('git in an imported history', function () {
  this.timeout(60_000);
  let rig: TransferRig;
  let laptop: Machine;
  let desk: Machine;
  let work: GitWork;
  let lines: SessionLines;
  beforeEach(async () => {
    rig = await TransferRig.make();
    laptop = await rig.machine('laptop');
    desk = await rig.machine('desk');
    work = new GitWork({ root: rig.root, home: laptop.home }, 'loom');
    lines = new SessionLines(work.clone);
  });
  afterEach(() => rig.close());

  const everyCommit = { sinceMs: null, untilMs: null, repository: null, branch: null, model: null, part: null };
  const options = (machine: Machine): Partial<EngineOptions> => ({ environment: gitEnvironment({ root: rig.root, home: machine.home }) });
  const linked = async (engine: Engine): Promise<unknown> => {
    const { rows } = await engine.commits({ filter: everyCommit, offset: 0, limit: null, subjects: false });
    return rows
      .filter((row) => row.links.length > 0)
      .map((row) => [row.sha, row.own, row.part, row.links.map(({ tier, sessionId }) => [sessionId, tier]), row.money])
      .sort();
  };
  const readGit = (machine: Machine, more: Partial<EngineOptions> = {}): Promise<unknown> =>
    machine.with(
      async (engine) => {
        await engine.readGit({ folders: null });
        return linked(engine);
      },
      { ...options(machine), ...more },
    );

  /** A commit of which the transcript says only the subject: `git commit -q`. */
  const quietly = (subject: string, file: string): string => {
    let sha = '';
    lines.edits(join(work.clone, file), `${file}\n`);
    lines.commits(subject, (atMs) => {
      work.write(file, `${file}\n`);
      sha = work.commit(subject, atMs);
      return sha;
    });
    const result = lines.lines.at(-1) as { toolUseResult: object };
    result.toolUseResult = { stdout: '', stderr: '', interrupted: false };
    return sha;
  };
  const write = (): Promise<string> => rig.write('laptop', `-loom/${sessionA}.jsonl`, lines.text());

  it('finds commits by their subjects in another clone, those that are fetched later too', async () => {
    const first = quietly('Weave quietly', 'a.ts');
    const second = join(rig.root, 'second');
    execFileSync('git', ['clone', '-q', work.clone, second], { env: gitEnvironment({ root: rig.root, home: desk.home }) });
    execFileSync('git', ['-C', second, 'config', 'user.email', 'ada@example.invalid']);
    await rig.write(
      'desk',
      '-loom/dddddddd-0000-4000-8000-00000000000d.jsonl',
      new SessionLines(second, { sessionId: 'dddddddd-0000-4000-8000-00000000000d' }).says().text(),
    );
    await desk.read();
    await readGit(desk);
    const later = quietly('Weave later', 'b.ts');
    await write();
    await laptop.read();
    // Git was never read there: nothing but the calls themselves says which commits they made.
    await desk.import(await laptop.export());
    const mappings = [{ from: work.clone, to: second }];
    const before = (await readGit(desk, { mappings })) as readonly unknown[][];
    assert.deepEqual(
      before.map(([sha, own, , links]) => [sha, own, links]),
      [[first, true, [[sessionA, 3]]]],
    );
    execFileSync('git', ['-C', second, 'pull', '-q'], { env: gitEnvironment({ root: rig.root, home: desk.home }) });
    const after = (await readGit(desk, { mappings })) as readonly unknown[][];
    assert.deepEqual(
      after.map(([sha, own, , links]) => [sha, own, links]),
      [
        [first, true, [[sessionA, 3]]],
        [later, true, [[sessionA, 3]]],
      ].sort(),
    );
  });

  it('says of a clone that is read here what it says there, also after it is read again', async () => {
    const quiet = quietly('Weave quietly', 'a.ts');
    lines.edits(join(work.clone, 'c.ts'), 'c.ts\n');
    const amended = lines.commits('Weave aloud', (atMs) => {
      work.write('c.ts', 'c.ts\n');
      return work.commit('Weave aloud', atMs);
    });
    work.git('commit', '-q', '--amend', '-m', 'Weave aloud', '--no-edit');
    await write();
    await laptop.read();
    const there = (await readGit(laptop)) as readonly (readonly unknown[])[];
    assert.ok(there.length === 2 && there.some(([sha]) => sha === quiet) && !there.some(([sha]) => sha === amended));
    const file = await laptop.export();
    await desk.import(file);
    assert.deepEqual(await desk.with(linked), there, 'before git is read here');
    assert.deepEqual(await readGit(desk), there, 'after');
    await desk.import(file);
    assert.deepEqual(await readGit(desk), there, 'imported and read again');
    // And the other way round: read here first, then merged.
    const third = await rig.machine('third');
    await rig.write('third', `-loom/${sessionA}.jsonl`, lines.text());
    await third.read();
    await readGit(third);
    await third.import(file);
    assert.deepEqual(await third.with(linked), there);
    assert.deepEqual(await readGit(third), there);
  });

  it('keeps links and standing of a clone that is not here, and reads nothing for it', async () => {
    quietly('Weave quietly', 'a.ts');
    await write();
    await laptop.read();
    const there = await readGit(laptop);
    const standing = (machine: Machine): Promise<unknown> =>
      machine.with(
        async (engine) => (await engine.report({ by: 'commit', sinceMs: null, untilMs: null, repository: work.clone })).standing,
      );
    const expected = await standing(laptop);
    const file = await laptop.export();
    renameSync(work.clone, `${work.clone}-gone`);
    await desk.import(file);
    assert.deepEqual(await desk.with((engine) => engine.readGit({ folders: null }), options(desk)), []);
    assert.deepEqual(await desk.with(linked), there);
    assert.deepEqual(await standing(desk), expected);
    const own = await desk.with(linked, { identities: ['ada@example.invalid'] });
    assert.deepEqual(own, there, 'an address is known under every key');
  });

  it('knows whose commits are of a clone that two others had under the same path, in whatever order they come', async () => {
    const begin = work.git('rev-parse', 'HEAD').trim();
    work.write('hand.ts', 'by hand');
    const byHand = work.commit('Weave by hand', Date.now());
    const first = quietly('Weave quietly', 'a.ts');
    await write();
    await laptop.read();
    await readGit(laptop);
    const older = await laptop.export();
    const tower = await rig.machine('tower');
    const sessionId = 'dddddddd-0000-4000-8000-00000000000d';
    lines = new SessionLines(work.clone, { sessionId });
    const second = quietly('Weave later', 'b.ts');
    await rig.write('tower', `-loom/${sessionId}.jsonl`, lines.text());
    await tower.read();
    await readGit(tower);
    const newer = await tower.export();
    renameSync(work.clone, `${work.clone}-gone`);
    for (const [name, files] of [
      ['one', [older, newer, older]],
      ['other', [newer, older, newer]],
    ] as const) {
      const machine = await rig.machine(name);
      for (const file of files) await machine.import(file);
      const { rows } = await machine.with((engine) => engine.commits({ filter: everyCommit, offset: 0, limit: null, subjects: false }));
      assert.deepEqual(
        rows.map(({ sha, own, links }) => [sha, own, links.map((link) => link.sessionId)]).sort(),
        [
          [begin, true, []],
          [byHand, true, []],
          [first, true, [sessionA]],
          [second, true, [sessionId]],
        ].sort(),
        name,
      );
    }
  });

  it('shows a window that looks in the middle of a merge all of it afterwards', async () => {
    quietly('Weave quietly', 'a.ts');
    await write();
    await laptop.read();
    const there = (await readGit(laptop)) as readonly unknown[];
    const file = await laptop.export();
    await desk.with(() => Promise.resolve());
    const opened = openLedger({ path: desk.ledger, nowMs: Date.now() });
    assert.ok(opened.ok);
    const { database } = opened.ledger;
    try {
      database.prepare('INSERT INTO session (session_id) VALUES (?)').run(sessionA);
      const facts = new GitFacts(database, []);
      const rules = { keptFromMs: () => -Infinity, keyOf: () => readHashKey(database).id };
      let merging: RepositoryImport | null = null;
      for await (const records of readExport(file, { signal: new AbortController().signal, onProgress: () => undefined }))
        for (const record of records) {
          if (record.type === 'repository') {
            merging = new RepositoryImport(database, record, rules, new Set([sessionA]));
            merging.begin();
          } else if (record.type === 'commit' || record.type === 'link') merging?.add([record]);
          else continue;
          facts.refresh();
        }
      const seen = facts.get(work.clone) ?? assert.fail('It was not merged.');
      const whole = new GitFacts(database, []);
      whole.refresh();
      assert.deepEqual(seen, whole.get(work.clone));
      assert.deepEqual([seen.links.length, there.length], [1, 1]);
      assert.equal([...seen.facts.commits.values()].filter(({ reachable }) => reachable).length, seen.facts.commits.size);
    } finally {
      database.close();
    }
  });
});
