/** What commits say of themselves, what was taken back of changes and what is still there of them, from one ledger into another. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { hintsOf } from '../../../src/git/hints.ts';
import { writeCommits } from '../../../src/ledger/commits.ts';
import { readHashKey } from '../../../src/ledger/hashKey.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { unreadRepository, writeRepository } from '../../../src/ledger/repositories.ts';
import { recordShapes } from '../../../src/ledger/transfer/format.ts';
import { TransferRig } from '../../support/transferRig.ts';
import type { Machine } from '../../support/transferRig.ts';

const hints = hintsOf({ authorName: 'Ada', authorAddress: '', subject: "Merge branch 'hotfix/x' into main", body: '' });
const commit = {
  ...{ sha: 'a'.repeat(40), parents: [], tree: 'b'.repeat(40), authorMs: 1_795_000_000_000, committerMs: 1_795_000_000_000 },
  ...{ authorHash: '', subjectHash: '', files: [], sessionMarks: [], reverts: [], pullNumber: 7 },
};

describe('what an export has of outcomes', () => {
  let rig: TransferRig;
  beforeEach(async () => {
    rig = await TransferRig.make();
  });
  afterEach(() => rig.close());

  /** A machine on which git said of one commit what is given, and what was reckoned of it. */
  const machine = async (name: string, { hinted, surviving }: { hinted: boolean; surviving: number }): Promise<Machine> => {
    const made = await rig.machine(name);
    await made.read();
    const opened = openLedger({ path: made.ledger, nowMs: 0 });
    assert.ok(opened.ok);
    const { database } = opened.ledger;
    const key = readHashKey(database);
    const id = writeRepository(database, '/loom', { ...unreadRepository, readAtMs: 1_795_000_001_000 + surviving }, key);
    writeCommits(database, id, [hinted ? { ...commit, hints } : { ...commit, pullNumber: null }], key);
    database.prepare("UPDATE repository SET settings = '{\"secret\":1}', settings_problem = 'A sentence.'").run();
    database.prepare("INSERT INTO undoing VALUES (?, 'aa', 'bb', 10, ?, 3, 2)").run(id, surviving);
    database.prepare("INSERT INTO survival VALUES (?, 'aa', 'a.ts', 14, 'cc', 10, ?)").run(id, surviving);
    database.close();
    return made;
  };
  const held = ({ ledger }: Machine): unknown => {
    const database = new DatabaseSync(ledger, { readOnly: true });
    const rows = [
      'SELECT hints, pull_number FROM git_commit',
      'SELECT * FROM undoing',
      'SELECT * FROM survival',
      'SELECT settings FROM repository',
    ];
    const found = rows.map((sql) =>
      database
        .prepare(sql)
        .all()
        .map((row) => Object.values(row).slice(sql.includes('*') ? 1 : 0)),
    );
    database.close();
    return found;
  };
  const text = '{"mergedBranch":"hotfix/x","mergedInto":"main","hotfix":true}';

  it('comes with a repository that is not here, its settings do not', async () => {
    const laptop = await machine('laptop', { hinted: true, surviving: 9 });
    const desk = await rig.machine('desk');
    const file = await laptop.export();
    for (const _ of [1, 2]) {
      await desk.import(file);
      assert.deepEqual(held(desk), [[[text, 7]], [['aa', 'bb', 10, 9, 3, 2]], [['aa', 'a.ts', 14, 'cc', 10, 9]], [['']]]);
    }
  });

  it('gives a commit the hints that it lacks here, and leaves what was reckoned here', async () => {
    const laptop = await machine('laptop', { hinted: true, surviving: 9 });
    const desk = await machine('desk', { hinted: false, surviving: 4 });
    await desk.import(await laptop.export());
    assert.deepEqual(held(desk), [[[text, 7]], [['aa', 'bb', 10, 4, 3, 2]], [['aa', 'a.ts', 14, 'cc', 10, 4]], [['{"secret":1}']]]);
    await laptop.import(await desk.export());
    assert.deepEqual(held(laptop), [[[text, 7]], [['aa', 'bb', 10, 9, 3, 2]], [['aa', 'a.ts', 14, 'cc', 10, 9]], [['{"secret":1}']]]);
  });

  it('is of the newer of two readings elsewhere', async () => {
    const older = await (await machine('older', { hinted: false, surviving: 4 })).export();
    const newer = await (await machine('newer', { hinted: true, surviving: 9 })).export();
    for (const [name, files] of Object.entries({ one: [older, newer], other: [newer, older] })) {
      const desk = await rig.machine(name);
      for (const file of files) await desk.import(file);
      const [commits, undoings] = held(desk) as readonly unknown[];
      assert.deepEqual([commits, undoings], [[[text, 7]], [['aa', 'bb', 10, 9, 3, 2]]], name);
    }
  });

  it('may lack hints, as files of before do', () => {
    const written = { ...commit, key: 0 };
    assert.equal(recordShapes.commit(written)?.hints, null);
    assert.equal(recordShapes.commit({ ...written, hints: null })?.hints, null);
    assert.deepEqual(recordShapes.commit({ ...written, hints })?.hints, hints);
    assert.equal(recordShapes.commit({ ...written, hints: { ...hints, bot: 1 } }), undefined);
  });
});
