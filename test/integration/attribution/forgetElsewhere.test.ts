/** What is forgotten goes under every name that it has, with what sessions elsewhere did there. */
import assert from 'node:assert/strict';
import { appendFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, SessionLines, gitEnvironment } from '../../support/gitWork.ts';
import { assistant, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

describe('forgetting under other names', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const file = `-p/${sessionA}.jsonl`;
  const soon = (): { at: string } => ({ at: new Date(Date.now() + 60_000).toISOString() });
  /** Repositories with requests of their own; another row may only say that its side calls are not known. */
  const byRepository = async (engine: Engine): Promise<unknown> => {
    const { rows } = await engine.report({ by: 'repository', sinceMs: null, untilMs: null });
    return rows.flatMap(({ key, requests }) => (requests === 0 ? [] : [[key, requests]])).sort();
  };
  /** Paths that facts name. */
  const named = (): unknown => {
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    const rows = database.prepare("SELECT path FROM edit UNION SELECT directory FROM commit_call WHERE directory <> ''").all();
    database.close();
    return rows.map(({ path }) => path);
  };
  /** Has a transcript read from its start. */
  const readAgain = async (engine: Engine, path: string): Promise<void> => {
    await utimes(path, new Date(), new Date(Date.now() + 5_000));
    await engine.ingest({});
  };

  it('takes along what a session elsewhere did there, and leaves that session its requests', async () => {
    const loom = new GitWork(rig, 'loom');
    const other = new GitWork(rig, 'other');
    const lines = new SessionLines(other.clone);
    lines
      .says()
      .edits(join(other.clone, 'own.ts'), 'own\n')
      .edits(join(loom.clone, 'lib', 'a.ts'), 'a\n');
    loom.write('lib/a.ts', 'a\n');
    lines.commits('Add a', (atMs) => loom.commit('Add a', atMs), `git -C ${loom.clone} commit -m "Add a"`);
    const path = await rig.write(file, lines.text());
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.ingest({});
    await engine.readGit({ folders: null });
    const before = await byRepository(engine);
    assert.deepEqual((before as [string, number][]).map(([key]) => key).sort(), [loom.clone, other.clone]);
    assert.deepEqual(await engine.forget(loom.clone), { sessions: 0, requests: 0 });
    assert.deepEqual(await byRepository(engine), [[other.clone, 4]]);
    assert.deepEqual(named(), [join(other.clone, 'own.ts')]);
    await readAgain(engine, path);
    assert.deepEqual(await byRepository(engine), [[other.clone, 4]]);
    assert.deepEqual(named(), [join(other.clone, 'own.ts')]);
    const late = new SessionLines(other.clone, { sessionId: sessionB, startMs: Date.now() + 60_000 });
    await rig.write(`-p/${sessionB}.jsonl`, late.edits(join(loom.clone, 'b.ts'), 'b\n').text());
    await engine.ingest({});
    assert.deepEqual(named(), [join(loom.clone, 'b.ts'), join(other.clone, 'own.ts')]);
  });

  it('takes along what was recorded under a path that is mapped to it, also in what is read later', async () => {
    const loom = new GitWork(rig, 'loom');
    const recorded = '/Users/ada/loom';
    const lines = new SessionLines(`${recorded}/lib`);
    const path = await rig.write(file, lines.says().edits(`${recorded}/lib/a.ts`, 'a\n').text());
    const elsewhere = new SessionLines('/Users/ada/other', { sessionId: sessionB });
    await rig.write(`-p/${sessionB}.jsonl`, elsewhere.edits(`${recorded}/b.ts`, 'b\n').text());
    const engine = await rig.open({ environment: gitEnvironment(rig), mappings: [{ from: recorded, to: loom.clone }] });
    await engine.ingest({});
    assert.deepEqual(await byRepository(engine), [[loom.clone, 3]]);
    assert.deepEqual(await engine.forget(loom.clone), { sessions: 1, requests: 2 });
    assert.deepEqual(await byRepository(engine), [['', 1]]);
    assert.deepEqual(named(), []);
    await readAgain(engine, path);
    assert.deepEqual(await byRepository(engine), [['', 1]]);
    assert.deepEqual(named(), []);
    await appendFile(path, jsonl(assistant({ ...soon(), more: { cwd: recorded } })));
    await engine.ingest({});
    assert.deepEqual(await byRepository(engine), [
      ['', 1],
      [loom.clone, 1],
    ]);
  });

  it('leaves what a mapping leads into another repository', async () => {
    const loom = new GitWork(rig, 'loom');
    const weave = new GitWork(rig, 'weave');
    const lines = ['/w/loom', '/w/loom/weave', loom.clone].map((cwd) => assistant({ more: { cwd } }));
    const path = await rig.write(file, jsonl(...lines));
    const mappings = [
      { from: '/w/loom', to: loom.clone },
      { from: '/w/loom/weave/', to: weave.clone },
    ];
    const engine = await rig.open({ environment: gitEnvironment(rig), mappings });
    await engine.ingest({});
    assert.deepEqual(await engine.forget(loom.clone), { sessions: 1, requests: 2 });
    assert.deepEqual(await byRepository(engine), [[weave.clone, 1]]);
    await readAgain(engine, path);
    assert.deepEqual(await byRepository(engine), [[weave.clone, 1]]);
  });

  it('knows a path of Windows in a ledger that came from there', async () => {
    const path = await rig.write(
      file,
      jsonl(...['C:\\work\\loom', 'C:\\work\\loom\\src', 'C:\\work\\loomed'].map((cwd) => assistant({ more: { cwd } }))),
    );
    const engine = await rig.open();
    await engine.ingest({});
    for (const folder of ['C:', 'C:\\', 'C:/', '\\\\server\\share\\'])
      await assert.rejects(engine.forget(folder), /Nothing was forgotten/, folder);
    assert.equal((await engine.forget('C:\\work\\loom\\')).requests, 2);
    await readAgain(engine, path);
    assert.equal((await engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.requests, 1);
  });
});
