import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { findCopies } from '../../../src/core/attribution/copies.ts';
import { lineKeys } from '../../../src/core/attribution/lineKeys.ts';
import { LineMatcher } from '../../../src/core/attribution/lineMatcher.ts';
import type { CommittedLines, WrittenLines } from '../../../src/core/attribution/matchLines.ts';
import { linesOf } from '../../support/linesOf.ts';
import { inputOf, matchLines, sourceOf } from '../../support/matchLines.ts';
import type { AllLines } from '../../support/matchLines.ts';
import { aCommit, at, onNoRef, sha } from '../../support/story.ts';

const passes = 5;
const trivial = new Set(lineKeys(linesOf('}')));

// Few lines in many files, so that some become common on the way.
const lines = fc.array(fc.constantFrom('one', 'two', 'three', 'four', 'five', '}'), { maxLength: 5 });
const file = fc.constantFrom('a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts', 'f.ts', 'g.ts');
const session = fc.constantFrom('ada', 'ben', 'eve');
const second = fc.integer({ min: 0, max: 40 });
/** In which passes it is there. */
const stay = fc.record({
  from: fc.nat(passes - 1),
  passes: fc.oneof({ weight: 4, arbitrary: fc.constant(passes) }, fc.integer({ min: 1, max: 3 })),
});

const edit = fc.record({
  session,
  second,
  file,
  moved: fc.option(file),
  movedFrom: fc.nat(passes - 1),
  added: lines,
  removed: lines,
  stay,
});
const commit = fc.record({
  second,
  later: fc.nat(20),
  // Of one author, second and subject: copies.
  subject: fc.constantFrom('s', 't'),
  files: fc.uniqueArray(fc.record({ file, added: lines, removed: lines }), { selector: (changed) => changed.file, maxLength: 3 }),
  lostFrom: fc.nat(2 * passes),
  owner: fc.option(fc.record({ session, from: fc.nat(passes - 1) })),
  stay,
});

interface History {
  readonly edits: readonly (typeof edit extends fc.Arbitrary<infer Value> ? Value : never)[];
  readonly commits: readonly (typeof commit extends fc.Arbitrary<infer Value> ? Value : never)[];
}

const histories: fc.Arbitrary<History> = fc.record({
  edits: fc.array(edit, { maxLength: 14 }),
  commits: fc.array(commit, { maxLength: 9 }),
});

/** What of a history is there in a pass. */
function seenIn(pass: number, history: History): AllLines {
  const isThere = ({ stay: { from, passes: kept } }: { readonly stay: { readonly from: number; readonly passes: number } }): boolean =>
    pass >= from && pass < from + kept;
  const edits = history.edits.flatMap((each, index): readonly WrittenLines[] => {
    if (!isThere(each)) return [];
    const named = each.moved !== null && pass >= each.movedFrom ? each.moved : each.file;
    const names = { toolUseId: String(index), sessionId: each.session, atMs: at(each.second), file: named };
    return [{ ...names, added: linesOf(...each.added), removed: linesOf(...each.removed) }];
  });
  const recorded = new Map<string, ReadonlySet<string>>();
  const commits = history.commits.flatMap((each, index): readonly CommittedLines[] => {
    if (!isThere(each)) return [];
    const authorMs = at(each.second);
    const name = sha(`c${String(index)}`);
    const where = pass >= each.lostFrom ? onNoRef : {};
    const record = aCommit({ sha: name, subjectHash: each.subject, authorMs, committerMs: authorMs + each.later * 1000, ...where });
    if (each.owner !== null && pass >= each.owner.from) recorded.set(name, new Set([each.owner.session]));
    const files = each.files.map((changed) => ({
      ...{ file: changed.file, added: linesOf(...changed.added), removed: linesOf(...changed.removed) },
    }));
    return [{ commit: record, files }];
  });
  return { edits, commits, recorded, trivial, copies: findCopies(new Map(commits.map(({ commit: one }) => [one.sha, one]))) };
}

describe('matching in portions', () => {
  it('finds what matching everything at once finds, whatever comes, goes, moves or is rewritten in between', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const matcher = new LineMatcher(trivial);
        for (let pass = 0; pass <= passes; pass += 1) {
          const seen = seenIn(pass, history);
          assert.deepEqual(matcher.match(inputOf(seen), sourceOf(seen)), matchLines(seen));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('asks for the lines of the files alone that something new touches', () => {
    const written = (name: string, of: string, ...added: readonly string[]): WrittenLines => {
      return { toolUseId: name, sessionId: 'ada', atMs: at(0), file: of, added: linesOf(...added), removed: linesOf() };
    };
    const committed = (name: string, of: string, ...added: readonly string[]): CommittedLines => {
      const files = [{ file: of, added: linesOf(...added), removed: linesOf() }];
      return { commit: aCommit({ sha: sha(name), subjectHash: name, authorMs: at(9), committerMs: at(9) }), files };
    };
    const edits = ['a.ts', 'b.ts', 'c.ts'].map((of) => written(`of ${of}`, of, `of ${of}`, 'shed'));
    const commits = [committed('a1', 'a.ts', 'of a.ts'), committed('b1', 'b.ts', 'of b.ts')];
    const matcher = new LineMatcher(trivial);
    const asked: string[] = [];
    const match = (all: Pick<AllLines, 'edits' | 'commits'>): readonly string[] => {
      asked.length = 0;
      const seen = { ...all, recorded: new Map<string, ReadonlySet<string>>(), trivial, copies: new Map() };
      const source = sourceOf(seen);
      matcher.match(inputOf(seen), {
        ofEdit: (id) => (asked.push(id), source.ofEdit(id)),
        ofCommit: (found, position) => (asked.push(found.slice(0, 2)), source.ofCommit(found, position)),
      });
      return [...new Set(asked)].sort();
    };
    assert.deepEqual(match({ edits, commits }), ['a1', 'b1', 'of a.ts', 'of b.ts', 'of c.ts']);
    assert.deepEqual(match({ edits, commits }), []);
    assert.deepEqual(match({ edits, commits: [...commits, committed('c1', 'c.ts', 'of c.ts')] }), ['c1', 'of c.ts']);
    // A line that becomes common by it is counted anew where else it stands.
    const more = [...edits, written('of d.ts', 'd.ts', 'shed'), written('of e.ts', 'e.ts', 'shed')];
    assert.deepEqual(match({ edits: more, commits: commits.slice(1) }), ['b1', 'of a.ts', 'of b.ts', 'of c.ts', 'of d.ts', 'of e.ts']);
  });
});
