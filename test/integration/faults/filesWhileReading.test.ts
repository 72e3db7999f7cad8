/** A file that is written over while it is being read: every request of what is there in the end counts, once. */
import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineRig } from '../../support/engineRig.ts';
import { ledgerFacts } from '../../support/ledgerFacts.ts';
import { assistant, jsonl, prompt, sessionA } from '../../support/transcriptLines.ts';

describe('faults of files while they are read', function () {
  this.timeout(120_000);
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const file = `-p/${sessionA}.jsonl`;
  const line = (id: string): string => jsonl(assistant({ id: `msg_01${id}`, uuid: `uuid-${id}` }));

  it('counts each request once in a file that shrinks and grows while it is being read', async () => {
    const padded = (id: string): string => jsonl(prompt('x'.repeat(50_000), { uuid: `prompt-${id}` })) + line(id);
    const first = Array.from({ length: 200 }, (_, index) => padded(`first${String(index)}`)).join('');
    const second = Array.from({ length: 300 }, (_, index) => padded(`second${String(index)}`)).join('');
    for (const shrunk of [0, 1_000_000, 2_500_001]) {
      const path = await rig.write(file, first);
      const engine = await rig.open({ ledger: join(rig.root, `shrunk${String(shrunk)}`, 'ledger.sqlite') });
      const torn: number[] = [];
      const result = await engine.ingest({
        onProgress: ({ bytesRead }) => {
          if (torn.length > 0 || bytesRead === 0) return;
          torn.push(bytesRead);
          truncateSync(path, shrunk);
          writeFileSync(path, second.slice(shrunk), { flag: 'a' });
        },
      });
      assert.ok(torn.length === 1 && result.complete, JSON.stringify(result));
      const text = await readFile(path, 'utf8');
      const { requests: counted, problems } = await engine.ingest({});
      const held = new Set(ledgerIds(join(rig.root, `shrunk${String(shrunk)}`, 'ledger.sqlite')));
      for (const [, id = ''] of text.matchAll(/"id":"(msg_01\w+)"/g)) assert.ok(held.has(id), `${id} is missing after ${String(shrunk)}`);
      assert.equal(counted, held.size);
      assert.deepEqual(problems, []);
      await engine.close();
    }
  });
});

function ledgerIds(ledger: string): readonly string[] {
  const rows = ledgerFacts(ledger).requests as readonly { readonly message_id: string }[];
  return rows.map(({ message_id: id }) => id);
}
