/** What commits say of themselves: read with them, and once more of those that a ledger of before holds without. */
import assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { GitFacts } from '../../../src/engine/gitFacts.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { readHints } from '../../../src/git/readHints.ts';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { readCommits } from '../../../src/ledger/commits.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitRig, valueOf } from '../../support/gitRig.ts';
import { GitWork, gitEnvironment, SessionLines } from '../../support/gitWork.ts';
import { sessionA } from '../../support/transcriptLines.ts';

const plain = { bot: false, mergedBranch: '', mergedInto: '', hotfix: false, withClaude: false };

describe('hints of commits', function () {
  this.timeout(60_000);

  describe('by their SHAs', () => {
    let rig: GitRig;
    beforeEach(async () => {
      rig = await GitRig.make();
    });
    afterEach(() => rig.close());

    it('are what reading the commits says, of those that are there', async () => {
      const folder = rig.init('loom');
      const bot = 'renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>';
      await rig.commit(folder, { message: 'Renew (#3)', files: { a: '1\n' }, author: bot });
      await rig.commit(folder, {
        message: '\n Hotfix\nof it\n\nText\n\nCo-Authored-By: Claude <noreply@anthropic.com>',
        files: { a: '2\n' },
      });
      rig.git(folder, 'checkout', '-q', '-b', 'topic', 'HEAD~');
      const lost = await rig.commit(folder, { message: 'Topic', files: { b: '1\n' } });
      rig.git(folder, 'checkout', '-q', 'main');
      rig.git(folder, 'merge', '-q', '--no-ff', 'topic');
      const read = await rig.read(folder, [rig.git(folder, 'rev-parse', 'HEAD')]);
      const wanted = read.map(({ sha, hints, pullNumber }) => ({ sha, hints, pullNumber }));
      const asked = [...wanted.map(({ sha }) => sha), 'a'.repeat(40)];
      const found = [];
      for await (const batch of readHints(folder, asked, rig.options)) found.push(...valueOf(batch));
      assert.deepEqual(found, wanted);
      assert.equal(wanted.length, 4);
      assert.deepEqual(new Map(wanted.map(({ sha, hints }) => [sha, hints])).get(lost), plain);
      assert.deepEqual(
        wanted
          .map(({ hints, pullNumber }) => ({ ...hints, pullNumber }))
          .filter((each) => each.pullNumber !== null || each.hotfix || each.mergedBranch !== ''),
        [
          { ...plain, mergedBranch: 'topic', pullNumber: null },
          { ...plain, hotfix: true, withClaude: true, pullNumber: null },
          { ...plain, bot: true, pullNumber: 3 },
        ],
      );
    });
  });

  describe('of a ledger of before', () => {
    let rig: EngineRig;
    let work: GitWork;
    beforeEach(async () => {
      rig = await EngineRig.make();
      work = new GitWork(rig);
    });
    afterEach(() => rig.close());

    const readGit = async (engine: Engine): Promise<void> => {
      const readings = await engine.readGit({ folders: null });
      assert.deepEqual(
        readings.map(({ problem }) => problem),
        [null],
      );
    };
    const stored = (): ReadonlyMap<string, unknown> => {
      const database = new DatabaseSync(rig.ledger, { readOnly: true });
      const { commits } = readCommits(database, 1, 0);
      database.close();
      return new Map(commits.map(({ sha, hints }) => [sha, hints]));
    };

    it('are read once more where git still has the commit, and nothing of the others is lost', async () => {
      await rig.write(`-loom/${sessionA}.jsonl`, new SessionLines(work.clone).says().text());
      work.write('a.ts', '1\n');
      const kept = work.commit('Merged PR 12: Hotfix of the loom', Date.parse('2026-11-02T08:00:00Z'));
      work.write('a.ts', '2\n');
      const gone = work.commit('Hotfix that goes', Date.parse('2026-11-02T09:00:00Z'));
      const first = await rig.open({ environment: gitEnvironment(rig) });
      await first.ingest({});
      await readGit(first);
      await first.close();
      await forget(rig.ledger);
      work.git('reset', '-q', '--hard', kept);
      work.git('reflog', 'expire', '--expire=now', '--all');
      work.git('gc', '-q', '--prune=now');

      const engine = await rig.open({ environment: gitEnvironment(rig) });
      const database = new DatabaseSync(rig.ledger, { readOnly: true });
      const memory = new GitFacts(database, []);
      memory.refresh();
      assert.equal(memory.get(work.clone)?.facts.commits.get(kept)?.hints, undefined);
      assert.deepEqual([...stored().values()], [undefined, undefined, undefined]);
      await readGit(engine);
      const hints = stored();
      assert.equal(hints.size, 3);
      assert.deepEqual(hints.get(kept), { ...plain, hotfix: true });
      assert.equal(hints.get(gone), undefined);
      // What is held in memory is renewed with it.
      memory.refresh();
      assert.deepEqual(memory.get(work.clone)?.facts.commits.get(kept)?.hints, { ...plain, hotfix: true });
      assert.equal(memory.get(work.clone)?.facts.commits.get(kept)?.pullNumber, 12);
      database.close();
    });
  });
});

/** Makes the ledger one of the schema before hints, with all that such a one could hold. */
async function forget(path: string): Promise<void> {
  const newer = `${path}.newer`;
  await rename(path, newer);
  const older = openLedger({ path, nowMs: 0, migrations: migrations.slice(0, 3) });
  assert.ok(older.ok);
  const { database } = older.ledger;
  database.exec(`PRAGMA foreign_keys = OFF; ATTACH '${newer}' AS newer`);
  const tables = database.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
  for (const { name } of tables) {
    const columns = database.prepare(`SELECT name FROM pragma_table_info(?, 'main')`).all(String(name));
    const names = columns.map((column) => column.name).join(', ');
    database.exec(
      `DELETE FROM main.${String(name)}; INSERT INTO main.${String(name)} (${names}) SELECT ${names} FROM newer.${String(name)}`,
    );
  }
  database.exec("UPDATE git_commit SET pull_number = NULL; UPDATE repository SET linked = 'before'; DETACH newer");
  database.close();
  await rm(newer);
}
