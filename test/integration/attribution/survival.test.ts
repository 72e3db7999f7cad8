/** Lines that sessions wrote, from the transcript to what is still there: the whole way through the ledger. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { Engine } from '../../../src/engine/types.ts';
import type { SurvivalReading } from '../../../src/engine/survivalReader.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, gitEnvironment } from '../../support/gitWork.ts';
import { ShellSession } from '../../support/shellSession.ts';
import { sessionA } from '../../support/transcriptLines.ts';

const startMs = Date.parse('2026-03-02T12:00:00Z');
const dayMs = 24 * 60 * 60_000;
const weave = 'export function weave(threads: number): string {\n  const shed = open(threads);\n  return shed.map(pass).join();\n}\n';
const dye = 'export const madder = "#a23b2a";\nexport const indigo = "#26436b";\nexport const weld = "#d9b73a";\n';

describe('lines that are still there', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  const session = (): ShellSession => new ShellSession({ sessionId: sessionA, cwd: work.clone, environment: gitEnvironment(rig), startMs });
  const open = async (one: ShellSession): Promise<Engine> => {
    await rig.write(`-loom/${one.sessionId}.jsonl`, one.text());
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.ingest({});
    for (const { problem } of await engine.readGit({ folders: null })) assert.equal(problem, null);
    return engine;
  };
  const look = async (
    engine: Engine,
    some: Partial<Parameters<Engine['survival']['read']>[0]> = {},
  ): Promise<SurvivalReading | undefined> => (await engine.survival.read({ folders: [work.clone], nowMs: Date.now(), ...some }))[0];
  const rows = (): readonly string[] => {
    const database = new DatabaseSync(rig.ledger);
    const found = database.prepare('SELECT change_sha, path, days, lines, surviving FROM survival ORDER BY path, days').all();
    database.close();
    return found.map((row) =>
      [String(row.change_sha).slice(0, 7), row.path, row.days, `${String(row.surviving)}/${String(row.lines)}`].join(' '),
    );
  };

  it('are followed from the edit over the commit to the default branch, once a day of them is over', async () => {
    const one = session().edits('weave.ts', weave).edits('dye.ts', dye);
    const sha = work.commit('Weave and dye', startMs + dayMs);
    work.write('weave.ts', weave.replace('open(threads)', 'openWide(threads)'));
    work.commit('Open wide', startMs + 5 * dayMs);
    work.write('dye.ts', dye.split('\n').slice(0, 1).join('\n'));
    work.commit('Dye red', startMs + 20 * dayMs);
    const engine = await open(one);
    assert.deepEqual(rows(), []);
    const seen: number[] = [];
    const reading = await look(engine, { onProgress: ({ changesDone }) => seen.push(changesDone) });
    assert.deepEqual(reading, { repository: work.clone, changes: 1, looked: 1, unreadable: 0, problem: null });
    assert.deepEqual(seen, [1]);
    const start = sha.slice(0, 7);
    assert.deepEqual(rows(), [
      ...[`${start} dye.ts 0 3/3`, `${start} dye.ts 7 3/3`, `${start} dye.ts 14 3/3`, `${start} dye.ts 30 1/3`],
      ...[`${start} weave.ts 0 4/4`, `${start} weave.ts 7 3/4`, `${start} weave.ts 14 3/4`, `${start} weave.ts 30 3/4`],
    ]);
    const view = await engine.outcomes.ofRepository({ repository: work.clone, sinceMs: null, untilMs: null, nowMs: Date.now() });
    const figures = view?.lines;
    assert.deepEqual([figures?.committed, figures?.shipped, figures?.at[30].lines, figures?.at[30].surviving], [7, 7, 7, 4]);
    // What is known is not asked again, by this process or the next.
    assert.equal((await look(engine))?.looked, 0);
    const next = await rig.open({ environment: gitEnvironment(rig) });
    assert.deepEqual(await next.survival.read({ folders: null, nowMs: Date.now() }), [{ ...reading, looked: 0 }]);
  });

  it('are looked for again after more days, and when the history was rewritten', async () => {
    const one = session().edits('dye.ts', dye);
    work.commit('Dye', startMs + dayMs);
    const engine = await open(one);
    await look(engine, { nowMs: startMs + 9 * dayMs });
    const days = (): readonly (string | undefined)[] => rows().map((row) => row.split(' ')[2]);
    assert.deepEqual(days(), ['0', '7']);
    assert.equal((await look(engine, { nowMs: startMs + 10 * dayMs }))?.looked, 0);
    await look(engine, { nowMs: startMs + 16 * dayMs });
    assert.deepEqual(days(), ['0', '7', '14']);
    work.write('dye.ts', `// Dyes.\n${dye}`);
    work.commit('Say what they are', startMs + 3 * dayMs);
    await engine.readGit({ folders: null });
    assert.equal((await look(engine))?.looked, 1);
    work.write('dye.ts', dye.split('\n').slice(1).join('\n'));
    work.git('add', '-A');
    const at = new Date(startMs + 3 * dayMs).toISOString();
    work.gitAt(work.clone, { GIT_COMMITTER_DATE: at }, 'commit', '-q', '--amend', '-m', 'Dye less');
    await engine.readGit({ folders: null });
    assert.equal((await look(engine))?.looked, 1);
    assert.equal(rows().at(-1)?.split(' ')[3], '2/3');
    work.git('reset', '-q', '--hard', 'HEAD~1');
    work.gitAt(work.clone, { GIT_COMMITTER_DATE: at }, 'commit', '-q', '--amend', '-m', 'Dye well');
    const amended = work.git('rev-parse', '--short=7', 'HEAD').trim();
    await engine.readGit({ folders: null });
    assert.equal((await look(engine))?.looked, 1);
    assert.deepEqual(
      rows(),
      [0, 7, 14, 30].map((day) => `${amended} dye.ts ${String(day)} 3/3`),
    );
  });

  it('of a file are its sessions’, with their part of the cost', async () => {
    const one = session().edits('dye.ts', dye).edits('weave.ts', weave);
    const sha = work.commit('Dye', startMs + dayMs);
    work.write('dye.ts', `// By hand.\n${dye.split('\n').slice(1).join('\n')}`);
    const head = work.commit('Dye less', startMs + 2 * dayMs);
    const engine = await open(one);
    const file = { repository: work.clone, nowMs: Date.now() };
    assert.deepEqual(await engine.survival.linesOfFile({ ...file, path: 'dye.ts' }), {
      ...{ path: 'dye.ts', sha: head, lines: 3 },
      // Two requests made the change, each a cent; two of its seven lines are left here.
      sessions: [
        {
          changeSha: sha,
          shippedAtMs: startMs + dayMs,
          sessionId: sessionA,
          lines: 2,
          committed: 7,
          nanodollars: Math.round((2e7 * 2) / 7),
        },
      ],
    });
    assert.deepEqual(await engine.survival.linesOfFile({ ...file, path: 'README' }), { path: 'README', sha: head, lines: 1, sessions: [] });
    assert.match(JSON.stringify(await engine.survival.linesOfFile({ ...file, path: 'none' })), /no file of this name/);
    assert.equal(await engine.survival.linesOfFile({ ...file, repository: rig.root, path: 'dye.ts' }), null);
  });

  it('are not looked for where git may not be run, when it is called off, nor for longer than is asked', async () => {
    const one = session().edits('dye.ts', dye);
    work.commit('Dye', startMs + dayMs);
    const engine = await open(one);
    const ended = new AbortController();
    ended.abort();
    assert.equal(await look(engine, { signal: ended.signal }), undefined);
    assert.match((await look(engine, { withinMs: -1 }))?.problem ?? '', /Not every change was looked at/);
    const restricted = await rig.open({ environment: gitEnvironment(rig), git: false });
    assert.deepEqual(await restricted.survival.read({ folders: null, nowMs: Date.now() }), []);
    assert.deepEqual(rows(), []);
    assert.equal((await look(engine))?.looked, 1);
  });

  it('go with their repository when that is forgotten', async () => {
    const one = session().edits('dye.ts', dye);
    work.commit('Dye', startMs + dayMs);
    const engine = await open(one);
    await look(engine);
    assert.equal(rows().length, 4);
    await engine.forget(work.clone);
    assert.deepEqual(rows(), []);
    await engine.deleteEverything();
  });
});
