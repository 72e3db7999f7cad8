import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';

describe('forgetting', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const file = `-home-ada-loom/${sessionA}.jsonl`;

  it('forgets nothing where no folder is named, nor everything', async () => {
    await rig.write(file, jsonl(assistant(), assistant({ more: { cwd: join(rig.root, 'outside') } })));
    const engine = await rig.open();
    await engine.ingest({});
    const before = (await rig.totals()).requests;
    for (const folder of ['', ' ', '.', 'loom', '~', '/', '//', '/..', '/.', '/home/..'])
      await assert.rejects(engine.forget(folder), /Nothing was forgotten/, folder);
    assert.equal((await rig.totals()).requests, before);
  });

  it('keeps a repository within the one that is forgotten', async () => {
    const outer = join(rig.root, 'outer');
    const inner = join(outer, 'inner');
    for (const repository of [outer, inner]) execFileSync('git', ['init', '-q', repository]);
    await rig.write(file, jsonl(assistant({ more: { cwd: outer } }), assistant({ more: { cwd: inner } })));
    const engine = await rig.open();
    await engine.ingest({});
    assert.equal((await engine.forget(outer)).requests, 1);
    assert.deepEqual(
      (await engine.holdings()).repositories.map(({ repository }) => repository),
      [inner],
    );
  });
});
