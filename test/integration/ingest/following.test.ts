/** A followed ledger notices what is written, long before the next scan of all files. */
import assert from 'node:assert/strict';
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Engine, Follower } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

describe('following the transcripts', function () {
  // The scan comes after a minute at the earliest: what is seen within this time was seen by watching.
  this.timeout(50_000);
  let rig: EngineRig;
  let engine: Engine;
  let changed: () => void = () => undefined;
  const problems: string[] = [];
  let heard: () => void = () => undefined;

  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(async () => {
    await rig.close();
    assert.deepEqual(problems.splice(0), []);
  });

  const requests = async (): Promise<number> => (await engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.requests;
  const follow = async (): Promise<Follower> => {
    engine = await rig.open();
    return new Promise((ready) => {
      const follower = engine.follow({
        onChange: () => changed(),
        onProgress: (progress) => progress === null && ready(follower),
        onProblem: (sentence) => {
          problems.push(sentence);
          heard();
        },
      });
    });
  };
  /** Waits until the ledger holds so many requests. */
  const until = async (count: number): Promise<void> => {
    while ((await requests()) !== count)
      await new Promise<void>((done) => {
        changed = done;
        setTimeout(done, 200);
      });
  };

  it('notices an appended line, a new session, a new project and its first session', async () => {
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await follow();
    await until(1);
    await appendFile(path, jsonl(assistant()));
    await until(2);
    await rig.write(`-p/${sessionB}.jsonl`, jsonl(assistant({ sessionId: sessionB })));
    await until(3);
    const fresh = await rig.write(`-new/${sessionA.replace('a', 'd')}.jsonl`, jsonl(assistant()));
    await until(4);
    await appendFile(fresh, jsonl(assistant()));
    await until(5);
  });

  it('notices subagents of a running session, in folders that did not exist', async () => {
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await follow();
    await until(1);
    await appendFile(path, jsonl(assistant()));
    await until(2);
    const agent = await rig.write(`-p/${sessionA}/subagents/agent-1.jsonl`, jsonl(assistant({ more: { isSidechain: true } })));
    await until(3);
    await appendFile(agent, jsonl(assistant({ more: { isSidechain: true } })));
    await until(4);
    await rig.write(`-p/${sessionA}/subagents/workflows/wf_1-a/agent-2.jsonl`, jsonl(assistant({ more: { isSidechain: true } })));
    await until(5);
  });

  it('notices subagents of the first session of a new project', async () => {
    await follow();
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await rig.write(`-p/${sessionA}/subagents/agent-1.jsonl`, jsonl(assistant({ more: { isSidechain: true } })));
    await until(2);
    await appendFile(join(rig.configuration, 'projects', '-p', sessionA, 'subagents', 'agent-1.jsonl'), jsonl(assistant()));
    await until(3);
  });

  it('goes on after a project folder was deleted and made again', async () => {
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await follow();
    await until(1);
    await rm(join(path, '..'), { recursive: true });
    await mkdir(join(path, '..'));
    await writeFile(path, jsonl(assistant(), assistant()));
    await until(3);
    await appendFile(path, jsonl(assistant()));
    await until(4);
  });

  it('notices a file that was moved into a watched folder', async () => {
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await follow();
    await until(1);
    const outside = join(rig.root, 'outside.jsonl');
    await writeFile(outside, jsonl(assistant({ sessionId: sessionB })));
    await rename(outside, join(rig.configuration, 'projects', '-p', `${sessionB}.jsonl`));
    await until(2);
  });

  it("notices Claude Code's first session on a machine that had none", async () => {
    await rm(rig.configuration, { recursive: true });
    await follow();
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await until(1);
  });

  it('reads no older history while that is paused, but what is written now, and goes on when told to', async () => {
    // The folder of a session that is long over is not watched.
    const over = join(rig.configuration, 'projects', '-p', 'over', 'subagents');
    await mkdir(over, { recursive: true });
    const follower = await follow();
    // Once this is seen, it watches: what is written before waits for a look at everything.
    await rig.write(`-p/${sessionB}.jsonl`, jsonl(assistant({ sessionId: sessionB })));
    await until(1);
    follower.pauseReading(true);
    await writeFile(join(over, 'agent-1.jsonl'), jsonl(assistant()));
    follower.refresh();
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await until(2);
    await appendFile(path, jsonl(assistant()));
    await until(3);
    follower.pauseReading(false);
    await until(4);
  });

  it('tries again by itself after a write that failed, and says what happened', async () => {
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await follow();
    await until(1);
    const database = new DatabaseSync(rig.ledger);
    database.exec("CREATE TRIGGER full BEFORE INSERT ON request BEGIN SELECT raise(ABORT, 'disk is full'); END");
    const said = new Promise<void>((done) => (heard = done));
    await appendFile(path, jsonl(assistant()));
    await said;
    database.exec('DROP TRIGGER full');
    database.close();
    await until(2);
    assert.match(problems.splice(0).join(), /could not be used just now \(disk is full\)\. What it held is kept/);
  });

  it('reads again when it is asked to', async () => {
    const follower = await follow();
    const path = await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
    await until(1);
    // Nothing watches a folder that is no project's: only a look at everything finds this one.
    const hidden = join(path, '..', 'other', 'subagents', 'agent-1.jsonl');
    await mkdir(join(hidden, '..'), { recursive: true });
    await writeFile(hidden, jsonl(assistant()));
    follower.refresh();
    await until(2);
  });
});
