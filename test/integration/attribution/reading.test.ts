/** From transcripts and a real git to where each cent stands: reading, linking, reading again, and what is left when things are gone. */
import assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine, EngineOptions } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, SessionLines, gitEnvironment } from '../../support/gitWork.ts';
import { sessionA } from '../../support/transcriptLines.ts';

const cent = 10_000_000;

describe('git beside the sessions', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  const open = (options: Partial<EngineOptions> = {}): Promise<Engine> => rig.open({ environment: gitEnvironment(rig), ...options });
  const all = { sinceMs: null, untilMs: null };
  const standing = async (engine: Engine, repository: string): Promise<Record<string, number>> => {
    const report = await engine.report({ ...all, by: 'commit', repository });
    assert.ok(report.standing);
    return Object.fromEntries(
      report.standing.parts.filter(({ money }) => money.nanodollars > 0).map(({ part, money }) => [part, money.nanodollars / cent]),
    );
  };
  /** A session with two commits, an edit in neither, and a last word. */
  const session = (): { readonly lines: SessionLines; readonly first: string; readonly second: string } => {
    const lines = new SessionLines(work.clone);
    const change = (file: string): ((atMs: number) => string) => {
      work.write(file, `${file}\n`);
      return (atMs) => work.commit(`Add ${file}`, atMs);
    };
    lines.says().edits(join(work.clone, 'a.ts'), 'a.ts\n');
    const first = lines.commits('Add a.ts', change('a.ts'));
    lines.edits(join(work.clone, 'b.ts'), 'b.ts\n');
    const second = lines.commits('Add b.ts', change('b.ts'));
    lines.says();
    return { lines, first, second };
  };

  it('links two commits with the session that made them, and puts each cent in its place', async () => {
    const { lines, first, second } = session();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    const [reading] = await engine.readGit({ folders: [work.clone] });
    assert.deepEqual(reading, { repository: work.clone, commits: 3, newCommits: 3, problem: null });
    const report = await engine.report({ ...all, by: 'commit', repository: work.clone });
    assert.deepEqual(
      new Map(report.rows.map(({ key, costNanodollars }) => [key, costNanodollars / cent])),
      // What was asked before the first edit belongs to it, the call that committed to the next edit; the last word to none.
      new Map([
        [first, 2],
        [second, 3],
        ['', 1],
      ]),
    );
    assert.deepEqual(await standing(engine, work.clone), { onDefaultBranch: 5, noEdits: 1 });
    const { rows } = await engine.commits({
      filter: { ...all, repository: work.clone, branch: null, model: null, part: null },
      offset: 0,
      limit: null,
      subjects: true,
    });
    assert.deepEqual(
      rows.map(({ sha, links, subject }) => [sha, links.map(({ tier, sessionId }) => [tier, sessionId]), subject]),
      [
        [second, [[1, sessionA]], 'Add b.ts'],
        [first, [[1, sessionA]], 'Add a.ts'],
        [rows[2]?.sha, [], 'Begin'],
      ],
    );
  });
});
