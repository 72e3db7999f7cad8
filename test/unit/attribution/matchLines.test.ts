import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findCopies } from '../../../src/core/attribution/copies.ts';
import type { CommitRecord } from '../../../src/core/attribution/gitFacts.ts';
import { lineKeys } from '../../../src/core/attribution/lineKeys.ts';
import type { CommittedLines, LineMatches, WrittenLines } from '../../../src/core/attribution/matchLines.ts';
import { linesOf } from '../../support/linesOf.ts';
import { matchLines } from '../../support/matchLines.ts';
import type { AllLines } from '../../support/matchLines.ts';
import { aCommit, at, sha } from '../../support/story.ts';

interface Changed {
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
}

function edit(name: string, second: number, { added = [], removed = [] }: Changed, file = 'a.ts'): WrittenLines {
  const [sessionId = ''] = name.split('.');
  return { toolUseId: name, sessionId, atMs: at(second), file, added: linesOf(...added), removed: linesOf(...removed) };
}

function commit(name: string, second: number, { added = [], removed = [] }: Changed, some: Partial<CommitRecord> = {}): CommittedLines {
  const record = aCommit({ sha: sha(name), subjectHash: name, authorMs: at(second), committerMs: at(second), ...some });
  return { commit: record, files: [{ file: 'a.ts', added: linesOf(...added), removed: linesOf(...removed) }] };
}

function match(edits: readonly WrittenLines[], commits: readonly CommittedLines[], some: Partial<AllLines> = {}): LineMatches {
  const copies = findCopies(new Map(commits.map((each) => [each.commit.sha, each.commit])));
  return matchLines({ edits, commits, copies, recorded: new Map(), trivial: new Set(), ...some });
}

/** `session lines/matched/changed commit`, one a match. */
function said({ matches }: LineMatches): readonly string[] {
  return matches.map(({ sessionId, lines, matchedLines, changedLines, sha: found }) => {
    return `${sessionId} ${[lines, matchedLines, changedLines].join('/')} ${found.slice(0, 2)}`;
  });
}

function taken({ taken: edits }: LineMatches, name: string): readonly string[] {
  return [...(edits.get(name) ?? [])].map(([found, lines]) => `${String(lines)} ${found.slice(0, 2)}`);
}

describe('lines that a session wrote', () => {
  it('are found in a commit made by hand hours later, whatever its white space', () => {
    const edits = [edit('ada.1', 10, { added: ['const a = 1;', 'call(a);'] })];
    const result = match(edits, [commit('c1', 7 * 3600, { added: ['  const a=1;', 'call( a );', 'by hand'] })]);
    assert.deepEqual(said(result), ['ada 2/2/3 c1']);
    assert.deepEqual(taken(result, 'ada.1'), ['2 c1']);
    assert.equal(result.matches[0]?.lastEditMs, at(10));
    assert.deepEqual(result.matches[0].files, ['a.ts']);
  });

  it('are spent by the first commit that adds them', () => {
    const edits = [edit('ada.1', 10, { added: ['one', 'two'] })];
    const result = match(edits, [commit('c2', 90, { added: ['one', 'two'] }), commit('c1', 60, { added: ['two'] })]);
    assert.deepEqual(said(result), ['ada 1/1/1 c1', 'ada 1/1/2 c2']);
    assert.deepEqual(taken(result, 'ada.1'), ['1 c1', '1 c2']);
    assert.deepEqual(said(match(edits, [commit('c1', 60, { added: ['one', 'two'] }), commit('c2', 90, { added: ['one', 'two'] })])), [
      'ada 2/2/2 c1',
    ]);
  });

  it('are spent as often as they were written', () => {
    const edits = [edit('ada.1', 10, { added: ['same', 'same'] }), edit('ben.1', 20, { added: ['same'] })];
    assert.deepEqual(said(match(edits, [commit('c1', 60, { added: ['same', 'same', 'same', 'same'] })])), ['ada 2/3/4 c1', 'ben 1/3/4 c1']);
  });

  it('are each found however often they were written and committed before', () => {
    const times = Array.from({ length: 100 }, (_, index) => index);
    const edits = times.map((time) => edit(`ada.${String(time)}`, time, { added: ['same'] }));
    const commits = times.map((time) => commit(`c${String(time + 100)}`, time + 200, { added: ['same'] }));
    const result = match(edits, [...commits, commit('c1', 400, { added: ['same'] })]);
    assert.equal(result.matches.length, 100);
    assert.equal(new Set(result.taken.keys()).size, 100);
  });

  it('belong to the last writer before the author time', () => {
    const edits = [edit('ada.1', 10, { added: ['one'] }), edit('ben.1', 20, { added: ['one'] }), edit('eve.1', 99, { added: ['one'] })];
    assert.deepEqual(said(match(edits, [commit('c1', 60, { added: ['one'] })])), ['ben 1/1/1 c1']);
  });

  it('belong to the session that is known to have made the commit, where it wrote them too', () => {
    const edits = [edit('ada.1', 10, { added: ['one', 'two'] }), edit('ben.1', 20, { added: ['one', 'three'] })];
    const commits = [commit('c1', 60, { added: ['one', 'two', 'three'] })];
    const recorded = new Map([[sha('c1'), new Set(['ada'])]]);
    assert.deepEqual(said(match(edits, commits, { recorded })), ['ada 2/3/3 c1', 'ben 1/3/3 c1']);
  });

  it('belong to the session that can have written most of them, where two wrote some alike', () => {
    const ada = edit('ada.1', 10, { added: ['one', 'two', 'three', 'of ada'] });
    const ben = edit('ben.1', 20, { added: ['one', 'two', 'three', 'of ben'] });
    const commits = [commit('c1', 60, { added: ['one', 'two', 'three', 'of ada'] }), commit('c2', 70, { added: ['one', 'two', 'of ben'] })];
    const result = match([ada, ben], commits);
    assert.deepEqual(said(result), ['ada 4/4/4 c1', 'ben 3/3/3 c2']);
    assert.deepEqual(
      result.matches.map(({ addedLines, ownLines }) => [addedLines, ownLines]),
      [
        [4, 1],
        [3, 1],
      ],
    );
  });

  it('are nobody’s anew where a commit adds again what one before it added, though another session wrote some of them too', () => {
    const ada = edit('ada.1', 10, { added: ['one', 'two', 'three', 'of ada'] });
    const ben = edit('ben.1', 20, { added: ['one', 'two', 'of ben'] });
    const lines = { added: ['one', 'two', 'three', 'of ada'] };
    assert.deepEqual(said(match([ada, ben], [commit('c1', 60, lines), commit('c2', 90, lines)])), ['ada 4/4/4 c1']);
  });

  it('are not another session’s because a copy has them once more', () => {
    const edits = [edit('ada.1', 10, { added: ['one', 'two'] }), edit('ben.1', 9, { added: ['one'] })];
    const first = commit('c1', 60, { added: ['one', 'two'] });
    const rebased = commit('c2', 60, { added: ['one', 'two'] }, { subjectHash: 'c1', committerMs: at(9000) });
    assert.deepEqual(said(match(edits, [first, rebased])), ['ada 2/2/2 c1']);
  });

  it('that were taken away after the author time are of no rebased commit', () => {
    const edits = [edit('ada.1', 80, { removed: ['old'] })];
    assert.deepEqual(said(match(edits, [commit('c1', 60, { removed: ['old'] }, { committerMs: at(90) })])), []);
  });

  it('are counted for one commit with its copies: a rebase spends nothing, an amend what it adds', () => {
    const edits = [edit('ada.1', 10, { added: ['one'] }), edit('ada.2', 80, { added: ['two'] })];
    const first = commit('c1', 60, { added: ['one'] }, { reachable: false });
    const amended = commit('c2', 60, { added: ['one', 'two'] }, { subjectHash: 'c1', committerMs: at(90) });
    assert.deepEqual(said(match(edits, [amended, first])), ['ada 2/2/2 c1']);
    const rebased = commit('c3', 60, { added: ['one'] }, { subjectHash: 'c1', committerMs: at(9000) });
    assert.deepEqual(said(match(edits, [rebased, first])), ['ada 1/1/1 c1']);
  });

  it('are spent by what is there before what was given up, which takes the rest', () => {
    const edits = [edit('ada.1', 10, { added: ['one', 'two'] })];
    const left = commit('c1', 60, { added: ['one', 'two'] }, { reachable: false });
    const again = commit('c2', 90, { added: ['one'] });
    assert.deepEqual(said(match(edits, [left, again])), ['ada 1/1/2 c1', 'ada 1/1/1 c2']);
    assert.deepEqual(said(match(edits, [commit('c1', 60, { added: ['one', 'two'] }), again])), ['ada 2/2/2 c1']);
  });

  it('that were taken away are matched with what a commit takes away, never with what it adds', () => {
    const edits = [edit('ada.1', 10, { removed: ['old'] })];
    assert.deepEqual(said(match(edits, [commit('c1', 60, { removed: ['old'] })])), ['ada 1/1/1 c1']);
    assert.deepEqual(said(match(edits, [commit('c1', 60, { added: ['old'] })])), []);
  });

  it('are not looked for in other files', () => {
    assert.deepEqual(said(match([edit('ada.1', 10, { added: ['one'] }, 'b.ts')], [commit('c1', 60, { added: ['one'] })])), []);
  });

  it('prove nothing where many files have them, or where they prove nothing anywhere; they are taken all the same', () => {
    const common = ['a', 'b', 'c', 'd'].map((name, index) => edit(`eve.${name}`, index, { added: ['return nil, err'] }, `${name}.go`));
    const edits = [...common, edit('ada.1', 10, { added: ['return nil, err', '}', 'only here'] })];
    const result = match(edits, [commit('c1', 60, { added: ['return nil, err', '}', 'only here'] })], {
      trivial: new Set(lineKeys(linesOf('}'))),
    });
    assert.deepEqual(said(result), ['ada 1/1/1 c1']);
    assert.deepEqual(taken(result, 'ada.1'), ['3 c1']);
  });
});
