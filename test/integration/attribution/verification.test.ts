/** Whether a commit was verified by what its repository names, as the ledger knows it. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { verificationOf } from '../../../src/core/outcomes/verification.ts';
import { verificationFacts } from '../../../src/engine/verificationFacts.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, noon, sessionA, sessionB, toolResult, toolUse } from '../../support/transcriptLines.ts';

describe('verification by a repository’s own commands', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  it('is told by the calls of a session, as they are in the ledger', async () => {
    const call = (id: string, command: string, sessionId: string, isError: boolean): string =>
      jsonl(
        assistant({ id: `msg_${id}`, sessionId, content: [toolUse(`toolu_${id}`, 'Bash', { command })] }),
        toolResult(`toolu_${id}`, isError ? 'Error: Exit code 1' : { stdout: '', stderr: '' }, { sessionId, isError }),
      );
    await rig.write(`-p/${sessionA}.jsonl`, call('a', 'cd web && npm run verify', sessionA, false));
    await rig.write(`-p/${sessionB}.jsonl`, call('b', 'npm run verify', sessionB, true));
    await rig.ingest();
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    try {
      const [lastEditMs, committedMs] = [Date.parse(noon) - 1000, Date.parse(noon) + 1000];
      const of = (sessionId: string, commands: readonly string[]): string =>
        verificationOf({ ...verificationFacts(database, [sessionA, sessionB], commands), checks: [], sessionId, lastEditMs, committedMs });
      assert.deepEqual([of(sessionA, ['npm run verify']), of(sessionB, ['npm run verify'])], ['passed', 'failed']);
      assert.deepEqual([of(sessionA, ['npm run all']), of(sessionA, [])], ['notRun', 'notRun']);
    } finally {
      database.close();
    }
  });
});
