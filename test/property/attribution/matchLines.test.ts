import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { findCopies } from '../../../src/core/attribution/copies.ts';
import { lineKeys } from '../../../src/core/attribution/lineKeys.ts';
import type { CommittedLines, WrittenLines } from '../../../src/core/attribution/matchLines.ts';
import { linesOf } from '../../support/linesOf.ts';
import { matchLines } from '../../support/matchLines.ts';
import type { AllLines } from '../../support/matchLines.ts';
import { aCommit, at, sha } from '../../support/story.ts';

const lines = fc.array(fc.constantFrom('one', 'two', 'three', 'four', '}', 'return'), { maxLength: 6 });
const file = fc.constantFrom('a.ts', 'b.ts', 'c.ts');
const second = fc.integer({ min: 0, max: 60 });

const edits = fc.array(fc.record({ session: fc.constantFrom('ada', 'ben', 'eve'), second, file, added: lines, removed: lines }), {
  maxLength: 12,
});
const commits = fc.array(fc.record({ second, later: fc.nat(30), subject: fc.constantFrom('s', 't'), file, added: lines, removed: lines }), {
  maxLength: 8,
});

const inputs: fc.Arbitrary<AllLines> = fc.tuple(edits, commits).map(([written, committed]) => {
  const made = committed.map((each, index): CommittedLines => {
    const authorMs = at(each.second);
    const record = aCommit({
      sha: sha(`c${String(index)}`),
      subjectHash: each.subject,
      authorMs,
      committerMs: authorMs + each.later * 1000,
    });
    return { commit: record, files: [{ file: each.file, added: linesOf(...each.added), removed: linesOf(...each.removed) }] };
  });
  return {
    edits: written.map((each, index): WrittenLines => {
      const names = { toolUseId: `${each.session}.${String(index)}`, sessionId: each.session };
      return { ...names, atMs: at(each.second), file: each.file, added: linesOf(...each.added), removed: linesOf(...each.removed) };
    }),
    commits: made,
    copies: findCopies(new Map(made.map(({ commit }) => [commit.sha, commit]))),
    recorded: new Map(),
    trivial: new Set(lineKeys(linesOf('}'))),
  };
});

describe('matching any lines', () => {
  it('spends each line once, and no more of a commit than it changes', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { matches, taken } = matchLines(input);
        const count = (packed: Uint8Array): number => packed.length / 8;
        for (const edit of input.edits) {
          const spent = [...(taken.get(edit.toolUseId)?.values() ?? [])].reduce((sum, number) => sum + number, 0);
          assert.ok(spent <= count(edit.added) + count(edit.removed));
        }
        for (const { matchedLines, changedLines, lines: own } of matches) assert.ok(own <= matchedLines && matchedLines <= changedLines);
        for (const found of new Set(matches.map((match) => match.sha))) {
          const own = matches.filter((match) => match.sha === found);
          assert.equal(
            own.reduce((sum, match) => sum + match.lines, 0),
            own[0]?.matchedLines,
          );
        }
      }),
    );
  });

  it('says the same in whatever order edits and commits are given', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const turned = { ...input, edits: [...input.edits].reverse(), commits: [...input.commits].reverse() };
        assert.deepEqual(matchLines(turned).matches, matchLines(input).matches);
      }),
    );
  });
});
