/** Lines and files beyond every size: each is read once from one end to the other, in bounded memory. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IngestResult } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { ledgerFacts } from '../../support/ledgerFacts.ts';
import { assistant, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

const megabyte = 1024 * 1024;

describe('large files and lines', function () {
  this.timeout(120_000);
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const line = (id: string): string => jsonl(assistant({ id: `msg_01${id}`, uuid: `uuid-${id}` }));
  const open = (path: string): number => {
    const full = join(rig.configuration, 'projects', path);
    mkdirSync(dirname(full), { recursive: true });
    return openSync(full, 'w');
  };

  /** Reads in a process of its own: its peak of memory is that of this reading. */
  const ingestApart = (): IngestResult => {
    const script = `
      import { openEngine } from ${JSON.stringify(new URL('../../../src/engine/engine.ts', import.meta.url).href)};
      const [configuration, ledger] = process.argv.slice(2);
      const engine = await openEngine({ claudeDirectories: [configuration], ledger, exclude: [], timezone: 'UTC', mappings: [], identities: [],
        environment: {}, home: '/nonexistent', holder: 'test' });
      console.log(JSON.stringify(await engine.ingest({})));
      await engine.close();`;
    const file = join(rig.root, 'ingest.mjs');
    writeFileSync(file, script);
    const out = execFileSync(process.execPath, [file, rig.configuration, rig.ledger], { encoding: 'utf8' });
    return JSON.parse(out) as IngestResult;
  };

  it('passes over a line of 200 MB, between two that count and as the last one, in a fraction of its size', () => {
    const file = open(`-p/${sessionA}.jsonl`);
    const text = 'x'.repeat(megabyte);
    const writeLong = (): void => {
      writeSync(file, '{"type":"user","message":{"content":"');
      for (let written = 0; written < 200; written += 1) writeSync(file, text);
    };
    writeSync(file, line('before'));
    writeLong();
    writeSync(file, `"}}\n${line('between')}`);
    writeLong();
    closeSync(file);
    const small = open(`-q/${sessionB}.jsonl`);
    writeSync(small, line('other'));
    closeSync(small);
    const result = ingestApart();
    assert.deepEqual([result.requests, result.skippedLines, result.complete, result.problems], [3, 1, true, []]);
    assert.ok(result.peakRssBytes < 300 * megabyte, `${String(Math.round(result.peakRssBytes / megabyte))} MB for 401 MB`);
  });

  it('reads records behind a hole of 4 GB, and knows where they stand', () => {
    const path = `-p/${sessionA}.jsonl`;
    const file = open(path);
    const records = [
      ['first', 0],
      ['behind2', 2 ** 31 + 17],
      ['behind4', 2 ** 32 + 1001],
      ['last', 2 ** 32 + 5 * megabyte],
    ] as const;
    for (const [id, offset] of records) writeSync(file, line(id), offset);
    closeSync(file);
    const result = ingestApart();
    assert.deepEqual([result.requests, result.skippedLines, result.problems], [records.length, 0, []]);
    assert.ok(result.peakRssBytes < 300 * megabyte, `${String(Math.round(result.peakRssBytes / megabyte))} MB`);
    const before = statSync(join(rig.configuration, 'projects', path)).size;
    const more = openSync(join(rig.configuration, 'projects', path), 'a');
    writeSync(more, line('appended'));
    closeSync(more);
    const again = ingestApart();
    assert.deepEqual([again.requests, again.bytesRead], [records.length + 1, Buffer.byteLength(line('appended'))], `of ${String(before)}`);
    assert.equal((ledgerFacts(rig.ledger).requests as readonly unknown[]).length, records.length + 1);
  });
});
