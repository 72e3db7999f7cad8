/** Facts that are rare among records which are read by a few numbers. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineHash } from '../../../src/ingest/lineHash.ts';
import { LineBuffer } from '../../../src/ingest/lines.ts';
import { readQuickly } from '../../support/quickReader.ts';
import { assistant, jsonl, prompt, toolResult, toolUse } from '../../support/transcriptLines.ts';
import { readWhole } from '../../support/wholeReader.ts';

describe('records that are read by their digests', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'payoff-digests-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('do not hide large reads, failed edits, and commands that were tried', async () => {
    const file = { file_path: '/home/ada/loom/a.ts' };
    const called = (id: string, tool: string, input: object, content: string, failed: boolean, more: object = {}): object[] => [
      assistant({ content: [toolUse(id, tool, input)] }),
      { ...toolResult(id, undefined, { says: content, isError: failed }), ...more },
    ];
    const bytes = Buffer.from(
      jsonl(
        { ...prompt('one'), permissionMode: 'plan' },
        ...called('read', 'Read', file, 'x'.repeat(30_000), false),
        ...called('less', 'Read', file, 'x'.repeat(29_999), false),
        ...called('wide', 'Read', file, 'ü'.repeat(29_999), false),
        ...called('part', 'Read', { ...file, offset: 7 }, '😀'.repeat(15_000), false),
        ...called('edit', 'Edit', file, 'String to replace  not found.', true),
        ...called('again', 'Write', file, 'String to replace not\nfound.', true),
        ...called('refused', 'Edit', file, 'No.', true, { toolDenialKind: 'user-rejected' }),
        ...called('sibling', 'Bash', { command: 'npm  test' }, '<tool_use_error>Sibling tool call errored</tool_use_error>', true),
        ...called('failed', 'Bash', { command: 'npm  test' }, 'Exit code 1', true),
        ...called('passed', 'Bash', { command: 'npm test' }, 'ok', false),
      ),
    );
    const hash = lineHash(new Uint8Array(32));
    const isExcluded = (): boolean => false;
    const reading = await readQuickly(join(folder, 's.jsonl'), bytes, { buffer: new LineBuffer(), hash, isExcluded });
    assert.deepEqual(reading, readWhole(bytes, hash, isExcluded));
    const { facts } = reading;
    assert.deepEqual(
      facts.flatMap((fact) => (fact.kind === 'largeRead' ? [[fact.toolUseId, fact.characters, fact.whole, fact.path]] : [])),
      [
        ['read', 30_000, true, file.file_path],
        ['part', 30_000, false, file.file_path],
      ],
    );
    const edits = facts.flatMap((fact) => (fact.kind === 'failedEdit' ? [fact] : []));
    assert.deepEqual(
      edits.map(({ toolUseId, tool, path }) => [toolUseId, tool, path]),
      [
        ['edit', 'Edit', file.file_path],
        ['again', 'Write', file.file_path],
      ],
    );
    assert.deepEqual(edits[0]?.errorHash, edits[1]?.errorHash);
    const commands = new Map(facts.flatMap((fact) => (fact.kind === 'shellCall' ? [[fact.toolUseId, fact.commandHash]] : [])));
    assert.deepEqual(commands.get('failed'), commands.get('passed'));
    assert.equal(commands.get('passed')?.length, 8);
    assert.equal(commands.get('sibling')?.length, 0);
    assert.deepEqual(
      facts.flatMap((fact) => (fact.kind === 'turn' ? [fact.mode] : [])),
      ['plan'],
    );
  });
});
