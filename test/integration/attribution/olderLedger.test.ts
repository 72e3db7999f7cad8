import assert from 'node:assert/strict';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, gitEnvironment } from '../../support/gitWork.ts';
import { sessionA } from '../../support/transcriptLines.ts';

describe('git beside an older ledger', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  it('reads git into a ledger of the first schema, with the edits that were there before', async () => {
    const older = openLedger({ path: rig.ledger, nowMs: 0, migrations: migrations.slice(0, 1) });
    assert.ok(older.ok);
    older.ledger.database.exec(`
      INSERT INTO session VALUES (1, '${sessionA}');
      INSERT INTO transcript VALUES (1, '/gone.jsonl', 1, '', '', 0, 1, 0, 1, '', '', 0, 0, '{}', '{}', 0, 0);
      INSERT INTO context VALUES (1, '${rig.root}', '', '', '');
      INSERT INTO request VALUES (1, 'msg_1', 1, 1, 1795000000000, 0, 'claude-opus-5-5', 0, 500, 0, 0, 0, 0, 0, '', 'end_turn', 1, 0, 0, 0, 0);
      INSERT INTO edit VALUES ('toolu_1', 1, 1, 'msg_1', 1795000001000, 'Write', '${work.clone}/a.ts', 1, 0, x'', x'', 1);`);
    older.ledger.database.close();
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.readGit({ folders: null });
    const report = await engine.report({ sinceMs: null, untilMs: null, by: 'repository' });
    assert.deepEqual(
      report.rows.filter(({ requests }) => requests > 0).map(({ key, costNanodollars }) => [key, costNanodollars]),
      [[work.clone, 10_000_000]],
    );
  });
});
