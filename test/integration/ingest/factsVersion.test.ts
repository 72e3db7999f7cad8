/** What transcripts were not asked for before is read of those that are still there. */
import assert from 'node:assert/strict';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EngineRig } from '../../support/engineRig.ts';
import { makeOlderLedger } from '../../support/faults/olderLedgers.ts';
import { ledgerFacts } from '../../support/ledgerFacts.ts';
import { assistant, jsonl, prompt, sessionA, sessionB, toolResult, toolUse } from '../../support/transcriptLines.ts';

describe('a ledger from before shell calls were kept', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const call = (id: string, command: string, sessionId: string): string =>
    jsonl(
      prompt('Do it.', { sessionId }),
      assistant({ id: `msg_${id}`, sessionId, content: [toolUse(`toolu_${id}`, 'Bash', { command })] }),
      toolResult(`toolu_${id}`, { stdout: '', stderr: '' }, { sessionId }),
    );
  const rows = (sql: string): readonly unknown[] => {
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    try {
      return database
        .prepare(sql)
        .all()
        .map((row) => Object.values(row));
    } finally {
      database.close();
    }
  };
  /** The ledger as the version before would have left it. */
  const makeOlder = (version = 3): void => {
    const filled = join(rig.root, 'filled.sqlite');
    const database = new DatabaseSync(rig.ledger);
    database.exec(`VACUUM INTO '${filled}'`);
    database.close();
    makeOlderLedger(filled, version, rig.ledger);
    if (version < 4) return;
    const older = new DatabaseSync(rig.ledger);
    older.exec('UPDATE transcript SET facts = 1');
    older.close();
  };

  it('gets them from the transcripts that are there, once, and keeps what is said of those that are gone', async () => {
    await rig.write(`-p/${sessionA}.jsonl`, call('a', 'touch a.ts', sessionA));
    const gone = await rig.write(`-p/${sessionB}.jsonl`, call('b', 'touch b.ts', sessionB));
    await rig.ingest();
    await rm(gone);
    await rig.ingest();
    const before = ledgerFacts(rig.ledger);
    makeOlder();
    const again = await rig.ingest();
    assert.deepEqual([again.filesRead, again.newRequests], [1, 0]);
    assert.deepEqual(rows('SELECT tool_use_id, length(file_hashes), length(run_hashes) FROM shell_call'), [['toolu_a', 8, 16]]);
    const { shellCalls: _known, ...others } = before;
    const { shellCalls: _now, ...stillThere } = ledgerFacts(rig.ledger);
    assert.deepEqual(stillThere, others);
    assert.equal((await rig.ingest()).filesRead, 0);
  });

  it('of the version after that gets how prompts were asked, whole commands, failed edits and large reads', async () => {
    const file = { file_path: '/home/ada/loom/a.ts' };
    const lines = [
      { ...prompt('Plan it.'), permissionMode: 'plan' },
      assistant({ content: [toolUse('toolu_e', 'Edit', { ...file, old_string: 'a' }), toolUse('toolu_r', 'Read', file)] }),
      toolResult('toolu_e', 'Error: not found', { isError: true, says: 'not found' }),
      toolResult('toolu_r', undefined, { says: 'x'.repeat(30_000) }),
    ];
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(...lines) + call('a', 'touch a.ts', sessionA));
    await rig.ingest();
    const before = ledgerFacts(rig.ledger);
    makeOlder(4);
    assert.equal((await rig.ingest()).filesRead, 1);
    assert.deepEqual(ledgerFacts(rig.ledger), before);
    assert.deepEqual(rows('SELECT mode FROM turn ORDER BY mode'), [[''], ['plan']]);
    assert.deepEqual(rows('SELECT length(command_hash) FROM shell_call'), [[8]]);
    assert.deepEqual(rows('SELECT path, tool FROM failed_edit'), [[file.file_path, 'Edit']]);
    assert.deepEqual(rows('SELECT path, characters, whole FROM large_read'), [[file.file_path, 30_000, 1]]);
  });

  it('is read again from the start where a transcript has grown since', async () => {
    const path = await rig.write(`-p/${sessionA}.jsonl`, call('a', 'touch a.ts', sessionA));
    await rig.ingest();
    makeOlder();
    await appendFile(path, call('c', 'touch c.ts', sessionA));
    await rig.ingest();
    assert.deepEqual(rows('SELECT tool_use_id FROM shell_call ORDER BY 1'), [['toolu_a'], ['toolu_c']]);
  });
});
