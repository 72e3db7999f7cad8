import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Change } from '../../../src/core/outcomes/changes.ts';
import { isManifest, netLines } from '../../../src/core/outcomes/netLines.ts';
import type { NetLines } from '../../../src/core/outcomes/netLines.ts';
import { findUndoings, mendedWithinMs, takesBack, watchedMs } from '../../../src/core/outcomes/undoing.ts';
import type { Undoing } from '../../../src/core/outcomes/undoing.ts';
import { aCommit, at, sha } from '../../support/story.ts';
import { aChanged, keysOf } from '../../support/units.ts';

const none = new Set<number>();

function wordsOf(net: NetLines, file: string): readonly (readonly number[])[] {
  const lines = net.get(file);
  return [[...(lines?.added.values() ?? [])], [...(lines?.removed.values() ?? [])]];
}

describe('the lines that commits change together', () => {
  it('cancel what one adds and another takes away, and what is moved within a file', () => {
    const net = netLines(
      [{ files: [aChanged('a.ts', ['warp', 'weft', 'weft'], ['old'])] }, { files: [aChanged('a.ts', ['old', 'reed'], ['weft'])] }],
      none,
    );
    assert.deepEqual([...(net.get('a.ts')?.added.keys() ?? [])].sort(), [...keysOf(['warp', 'weft', 'reed'])].sort());
    assert.deepEqual(wordsOf(net, 'a.ts'), [[1, 1, 1], []]);
    assert.equal(netLines([{ files: [aChanged('a.ts', ['warp'], ['warp'])] }], none).size, 0);
  });

  it('leave out what proves nothing: trivial lines, lines of five files, manifests', () => {
    const files = ['a', 'b', 'c', 'd', 'e'].map((name) => aChanged(`${name}.ts`, ['return nil, err', name]));
    const net = netLines(
      [{ files: [...files, aChanged('f.ts', ['}', 'own']), aChanged('web/package.json', ['"version": "2"'])] }],
      new Set(keysOf(['}'])),
    );
    assert.deepEqual(wordsOf(net, 'a.ts'), [[1], []]);
    assert.deepEqual([...(net.get('f.ts')?.added.keys() ?? [])], keysOf(['own']));
    assert.equal(net.has('web/package.json'), false);
    assert.ok(isManifest('Cargo.toml') && isManifest('a/b/pom.xml') && !isManifest('src/package.ts'));
  });
});

interface Told {
  readonly name: string;
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  readonly atMs?: number;
  readonly file?: string;
}

function history(told: readonly Told[], matters: (name: string) => boolean = () => true) {
  const lines = new Map<string, NetLines>();
  const units = told.map(({ name, added = [], removed = [], file = 'a.ts', atMs }, index): Change => {
    const commit = aCommit({ sha: sha(name), authorMs: atMs ?? at(index * 60) });
    lines.set(commit.sha, netLines([{ files: [aChanged(file, added, removed)] }], none));
    return { sha: commit.sha, style: 'trunk', commits: [commit], pullNumber: null, shippedAtMs: commit.committerMs };
  });
  const find = (done: { readonly units: number; readonly undoings: readonly Undoing[] } = { units: 0, undoings: [] }): readonly Undoing[] =>
    findUndoings({
      units,
      linesOf: (unit) => lines.get(unit.sha) ?? new Map(),
      matters: (unit) => matters(unit.sha),
      filesOf: (unit) => [...(lines.get(unit.sha)?.keys() ?? [])],
      done,
    });
  return { units, find };
}

const said = (undoings: readonly Undoing[]): readonly string[] =>
  undoings.map(
    ({ changeSha, laterSha, added, addedGone, removed, removedBack }) =>
      `${changeSha.slice(0, 2)} ${laterSha.slice(0, 2)} ${String(addedGone)}/${String(added)} ${String(removedBack)}/${String(removed)}`,
  );

describe('what later arrivals took back', () => {
  it('is counted by lines of the same file, each as often as it is there', () => {
    const { find } = history([
      { name: 'a1', added: ['x', 'x', 'y'], removed: ['old'] },
      { name: 'a2', removed: ['x', 'z'], added: ['old'] },
      { name: 'a3', removed: ['y'], file: 'b.ts' },
      { name: 'a4', removed: ['x', 'y'] },
    ]);
    assert.deepEqual(said(find()), ['a1 a2 1/3 1/1', 'a1 a4 2/3 0/1']);
  });

  it('is no line that went to another file, unless that is where the change took it from', () => {
    const moving = (first: readonly ReturnType<typeof aChanged>[], then: readonly ReturnType<typeof aChanged>[]): readonly string[] => {
      const units = [first, then].map((files, index) => {
        const commit = aCommit({ sha: sha(`a${String(index + 1)}`), authorMs: at(index * 60), files: [] });
        return { sha: commit.sha, style: 'trunk' as const, commits: [commit], pullNumber: null, shippedAtMs: commit.committerMs, files };
      });
      const linesOf = ({ sha: of }: Pick<Change, 'sha'>): NetLines =>
        netLines([{ files: units.find((unit) => unit.sha === of)?.files ?? [] }], none);
      return said(
        findUndoings({
          units,
          linesOf,
          matters: () => true,
          filesOf: (unit) => [...linesOf(unit).keys()],
          done: { units: 0, undoings: [] },
        }),
      );
    };
    const writes = [aChanged('a.ts', ['x', 'y', 'z'])];
    assert.deepEqual(moving(writes, [aChanged('a.ts', [], ['x', 'y', 'z']), aChanged('b.ts', ['x', 'y', 'z'])]), []);
    assert.deepEqual(moving(writes, [aChanged('a.ts', [], ['x', 'y', 'z']), aChanged('b.ts', ['x'])]), ['a1 a2 2/3 0/0']);
    const moves = [aChanged('a.ts', [], ['x', 'y']), aChanged('b.ts', ['x', 'y'])];
    assert.deepEqual(moving(moves, [aChanged('a.ts', ['x', 'y']), aChanged('b.ts', [], ['x', 'y'])]), ['a1 a2 2/2 2/2']);
  });

  it('is a revert from four fifths of both on', () => {
    const lines = (addedGone: number, removedBack: number): boolean => takesBack({ added: 10, addedGone, removed: 5, removedBack });
    assert.deepEqual([lines(8, 4), lines(7, 4), lines(8, 3)], [true, false, false]);
    assert.equal(takesBack({ added: 0, addedGone: 0, removed: 0, removedBack: 0 }), false);
    assert.equal(takesBack({ added: 0, addedGone: 0, removed: 2, removedBack: 2 }), true);
  });

  it('is looked for of what matters, and of reverts of it, so that what lands again is known', () => {
    const told = [
      { name: 'a1', added: ['x', 'y'] },
      { name: 'b1', added: ['p', 'q'] },
      { name: 'a2', removed: ['x', 'y'] },
      { name: 'b2', removed: ['p', 'q'] },
      { name: 'a3', added: ['x', 'y'] },
    ];
    assert.deepEqual(said(history(told, (name) => name === sha('a1')).find()), ['a1 a2 2/2 0/0', 'a2 a3 0/0 2/2']);
  });

  it('is a revert for a quarter, and a few lines for a month', () => {
    const later = (atMs: number, removed: readonly string[]): readonly string[] =>
      said(
        history([
          { name: 'a1', added: ['x', 'y'], atMs: at(0) },
          { name: 'a2', removed, atMs: at(0) + atMs },
        ]).find(),
      );
    assert.deepEqual(later(watchedMs, ['x', 'y']), ['a1 a2 2/2 0/0']);
    assert.deepEqual(later(watchedMs + 1000, ['x', 'y']), []);
    assert.deepEqual(later(mendedWithinMs, ['x']), ['a1 a2 1/2 0/0']);
    assert.deepEqual(later(mendedWithinMs + 1000, ['x']), []);
  });

  it('is found though one commit in between has a clock that is wrong', () => {
    const told = [
      { name: 'a1', added: ['x'] },
      { name: 'b1', added: ['z'], removed: ['w'], atMs: at(0) + 40 * watchedMs },
      { name: 'a2', removed: ['x'], atMs: at(300) },
    ];
    assert.deepEqual(said(history(told).find()), ['a1 a2 1/1 0/0']);
  });

  it('is the same whether it is looked for at once or as commits come', () => {
    const word = fc.constantFrom('u', 'v', 'w', 'x', 'y', 'z');
    const some = fc.record({
      added: fc.uniqueArray(word, { maxLength: 4 }),
      removed: fc.uniqueArray(word, { maxLength: 4 }),
      file: fc.constantFrom('a.ts', 'b.ts'),
      days: fc.integer({ min: -2, max: 50 }),
      matters: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), fc.nat(12), (units, cut) => {
        let atMs = at(0);
        const told = units.map(({ days, ...rest }, index) => ({
          ...rest,
          name: `${String(index).padStart(2, '0')}f`,
          atMs: (atMs += days * 86_400_000),
        }));
        const matters = new Set(told.filter((unit) => unit.matters).map(({ name }) => sha(name)));
        const whole = history(told, (name) => matters.has(name)).find();
        const first = Math.min(cut, told.length);
        const before = history(told.slice(0, first), (name) => matters.has(name)).find();
        const after = history(told, (name) => matters.has(name)).find({ units: first, undoings: before });
        assert.deepEqual(after, whole);
      }),
    );
  });
});
