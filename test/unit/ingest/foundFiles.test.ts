import assert from 'node:assert/strict';
import type { BigIntStats } from 'node:fs';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { FoundFiles, withoutDoubles } from '../../../src/ingest/foundFiles.ts';

describe('found files', () => {
  let folder: string;
  let stats: BigIntStats;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'payoff-found-'));
    writeFileSync(join(folder, 'any'), 'twelve bytes');
    stats = statSync(join(folder, 'any'), { bigint: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  const projects = join('home', 'projects') + sep;
  /** A file whose numbers are told from the others' by `index`; its inode fits into no double. */
  const add = (files: FoundFiles, index: number, name = `session-${index}.jsonl`): void => {
    const ino = 2n ** 60n + BigInt(index);
    const mtimeNs = stats.mtimeNs + BigInt(index) * 1_000_000n;
    files.add(projects + join('-p', name), projects.length, { ...stats, dev: 7n, ino, mtimeNs, size: BigInt(index) });
  };

  it('are as they were added, however many', () => {
    const files = new FoundFiles();
    for (let index = 0; index < 100; index += 1) add(files, index);
    assert.equal(files.count, 100);
    assert.equal(files.bytes, 4950);
    for (let index = 0; index < 100; index += 1)
      assert.deepEqual(files.at(index), {
        path: `${projects}${join('-p', `session-${index}.jsonl`)}`,
        sessionId: `session-${index}`,
        agentId: '',
        identity: `7:${2n ** 60n + BigInt(index)}`,
        birthMs: Number(stats.birthtimeNs) / 1e6,
        modifiedMs: Number(stats.mtimeNs + BigInt(index) * 1_000_000n) / 1e6,
        size: index,
      });
  });

  it('are the same in another list', () => {
    const [one, other] = [new FoundFiles(), new FoundFiles()];
    for (let index = 0; index < 40; index += 1) add(one, index, join('session', 'subagents', `agent-${index}.jsonl`));
    add(other, 99);
    for (let index = 39; index >= 0; index -= 1) other.addFrom(one, index);
    for (let index = 0; index < 40; index += 1) assert.deepEqual(other.at(40 - index), one.at(index));
    assert.equal(other.bytes, one.bytes + 99);
    assert.equal(other.at(1).agentId, '39');
  });

  it('are given once where their paths are not to be kept', () => {
    const files = new FoundFiles();
    add(files, 0);
    add(files, 1);
    assert.equal(files.take(0).sessionId, 'session-0');
    assert.equal(files.pathAt(0), '');
    assert.equal(files.at(1).sessionId, 'session-1');
    assert.equal(files.count, 2);
  });

  describe('without doubles', () => {
    const kept = (...found: readonly (readonly [path: string, ino: bigint])[]): readonly string[] => {
      const files = new FoundFiles();
      for (const [path, ino] of found) files.add(path, 0, { ...stats, dev: 7n, ino });
      const single = withoutDoubles(files);
      return Array.from({ length: single.count }, (_, index) => single.pathAt(index));
    };

    it('have the shorter path to a file, whichever was found first', () => {
      assert.deepEqual(kept(['long/a.jsonl', 1n], ['a.jsonl', 1n], ['b.jsonl', 2n]), ['a.jsonl', 'b.jsonl']);
      assert.deepEqual(kept(['a.jsonl', 1n], ['long/a.jsonl', 1n]), ['a.jsonl']);
    });

    it('keep all files of a share that gives them no inode', () => {
      assert.deepEqual(kept(['a.jsonl', 0n], ['b.jsonl', 0n]), ['a.jsonl', 'b.jsonl']);
    });
  });
});
