import assert from 'node:assert/strict';
import { asCount, asId, asPath, asTotal } from '../../../src/core/transcript/fields.ts';
import { TranscriptReader } from '../../../src/core/transcript/reader.ts';
import { readUsage } from '../../../src/core/transcript/usage.ts';
import { webAddress } from '../../../src/core/transcript/webAddress.ts';

describe('odd fields', () => {
  it('take as an id one short word that can be seen, and nothing else', () => {
    for (const id of ['msg_01abc', 'toolu_bdrk_1', 'aaaaaaaa-0000-4000-8000-000000000001', 'chatcmpl-x#1', 'ünïcode', '__proto__'])
      assert.equal(asId(id), id);
    for (const id of ['', 'two words', 'line\nbreak', 'a\0b', '\ud800', '\u202e', 'x'.repeat(201), 7, null, undefined, ['a']])
      assert.equal(asId(id), '', JSON.stringify(id));
  });

  it('take as a path what a system may call one', () => {
    for (const path of ['/home/ada/two words', 'C:\\Users\\Ada', '/line\nbreak', '/😀', 'x'.repeat(4096)]) assert.equal(asPath(path), path);
    for (const path of ['a\0b', '/\udc00', 'x'.repeat(4097), 7, null, { path: '/' }]) assert.equal(asPath(path), '', JSON.stringify(path));
  });

  it('take as a count what can be one, so that sums of money stay exact', () => {
    for (const [value, count] of [
      [0, 0],
      [undefined, 0],
      [null, 0],
      [100_000_000, 100_000_000],
    ] as const)
      assert.equal(asCount(value), count);
    for (const value of [-1, 1.5, NaN, Infinity, 1e308, 2 ** 53, 100_000_001, '7', true, [7]])
      assert.equal(asCount(value), null, String(value));
    assert.deepEqual([asTotal(1e12), asTotal(1e12 + 1), asTotal(-1)], [1e12, null, null]);
    assert.notEqual(readUsage({ server_tool_use: { web_search_requests: 10_000 } }), null);
    assert.equal(readUsage({ server_tool_use: { web_search_requests: 10_001 } }), null);
  });

  it('keep no address that is longer than any', () => {
    const address = `https://forge.example/${'x'.repeat(1900)}`;
    assert.equal(webAddress(address), address);
    assert.equal(webAddress(`${address}${'x'.repeat(100)}`), '');
  });

  it('keep the number of a pull request however large it is: it is a name, and no sum', () => {
    const reader = new TranscriptReader({ hash: () => new Uint8Array(8) });
    const link = { type: 'pr-link', prUrl: 'https://forge.example/o/r/pull/428900651', prNumber: 428_900_651, sessionId: 's' };
    reader.read({ ...link, timestamp: '2026-11-20T12:00:00Z' }, 0);
    assert.deepEqual(
      reader.takeFacts().map((fact) => (fact.kind === 'pullRequest' ? fact.number : fact.kind)),
      [428_900_651],
    );
  });

  it('tell two records apart that have no id of their own', () => {
    const read = (sessionId: string): string => {
      const reader = new TranscriptReader({ hash: () => new Uint8Array(8) });
      reader.read({ type: 'mode', sessionId }, 0);
      reader.read({ type: 'system', subtype: 'compact_boundary', timestamp: '2026-11-20T12:00:00Z' }, 1);
      const [fact] = reader.takeFacts();
      return fact?.kind === 'compaction' ? fact.uuid : assert.fail('no compaction');
    };
    assert.notEqual(read('a'), read('b'));
    assert.equal(read('a'), read('a'));
  });
});
