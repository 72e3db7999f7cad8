import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineKeys } from '../../../src/core/attribution/lineKeys.ts';
import { claimLines } from '../../../src/core/outcomes/survivalClaims.ts';
import type { ClaimedCommit, ClaimingEdit } from '../../../src/core/outcomes/survivalClaims.ts';
import { changeLines, survivalFigures } from '../../../src/core/outcomes/survival.ts';
import { FileHistory } from '../../../src/core/outcomes/survivalPaths.ts';
import type { ChangePlan } from '../../../src/core/outcomes/survivalPlan.ts';
import { hashLength, packHashes } from '../../../src/core/transcript/hashedLine.ts';
import { lookAt } from '../../../src/engine/survivalLook.ts';
import type { SurvivalGit } from '../../../src/engine/survivalLook.ts';
import type { BlamedLine } from '../../../src/git/blameParser.ts';
import { lineHash } from '../../../src/ingest/lineHash.ts';
import { aCommit, dayMs, noon, shaOf } from '../../support/histories.ts';
import { anOutcome, outcomesOf } from '../../support/outcomes.ts';

const hash = lineHash(new Uint8Array(32));
const text = fc.constantFrom('one', 'two', '}', '');
const texts = fc.array(text, { minLength: 3, maxLength: 8 });

const anEdit = fc.record({
  takers: fc.subarray([shaOf('a'), shaOf('b')], { minLength: 1 }),
  lines: texts,
  session: fc.constantFrom('x', 'y'),
});
const edits = fc.array(anEdit, { minLength: 1, maxLength: 5 }).map((all) =>
  all.map(({ takers, lines, session }, index): ClaimingEdit => {
    const toolUseId = `edit ${String(index)}`;
    return { toolUseId, sessionId: session, atMs: index, file: 'loom.ts', added: packHashes(lines, hash), takers };
  }),
);
const commits = fc.tuple(texts, texts).map(([first, second]) =>
  [first, second].map((lines, index): ClaimedCommit => {
    const commit = aCommit(index === 0 ? 'a' : 'b', { authorMs: index });
    return { commit, files: [{ path: 'loom.ts', file: 'loom.ts', added: packHashes(lines, hash) }] };
  }),
);

/** A file as blame may say that it is: lines of the change, and lines of before. */
const aFile = fc.array(fc.record({ line: text, number: fc.nat(8), before: fc.boolean() }), { maxLength: 10 });

describe('lines from the edit to what is still there', () => {
  it('are never more than those that they are among', async () => {
    await fc.assert(
      fc.asyncProperty(edits, commits, fc.tuple(aFile, aFile, aFile, aFile), async (written, committed, files) => {
        const claims = [...claimLines(written, committed).values()].flatMap((each) => [...(each.get('loom.ts') ?? [])]);
        const writtenLines = written.reduce((sum, { added }) => sum + added.length / hashLength, 0);
        const shas = ['0', '7', '14', '30'].map((name) => shaOf(`${name}f`));
        const blamed = new Map(shas.map((sha, index) => [sha, (files[index] ?? []).map(blamedLine)]));
        const answer = <Value>(value: Value): Promise<{ readonly ok: true; readonly value: Value }> => Promise.resolve({ ok: true, value });
        const git: SurvivalGit = {
          blameFile: (_path, { sha, hash: wanted }) =>
            answer({ kind: 'lines', lines: (blamed.get(sha) ?? []).map((line) => (wanted === null ? { ...line, key: null } : line)) }),
          fileIds: (_path, questions) => answer(questions.map(({ sha, file }) => (file === 'loom.ts' ? sha : null))),
          ignoredCommits: () => answer([]),
          lineKeysOf: () => answer(new Map()),
        };
        const outcome = anOutcome({ sha: 'c', shippedAtMs: noon - 40 * dayMs });
        const claim = { path: 'loom.ts', lines: new Map([[1, claims]]), wholeCommits: [], committed: claims.length };
        const due = ([7, 14, 30] as const).map((days, index) => ({ days, sha: shas[index + 1] ?? '' }));
        const plan: ChangePlan = {
          ...{ outcome, landing: shas[0] ?? '', own: outcome.change.commits, since: null, shippedAtMs: noon - 40 * dayMs },
          ...{ claims: [claim], due },
        };
        const looked = await lookAt(plan, {
          ...{ repository: '/loom', git, gitOptions: { environment: {} }, hashes: new Map([[1, hash]]), trivial: new Map() },
          ...{ files: new FileHistory([]), isLeftOut: () => false, committedAtMs: () => noon, ignoreLists: new Map() },
        });
        assert.ok(looked.ok);
        const lines = changeLines(outcomesOf([outcome]), looked.rows, noon).get(shaOf('c'));
        assert.ok(lines !== undefined);
        const chain = [writtenLines, lines.committed, lines.shipped ?? 0];
        for (const days of [7, 14, 30] as const) {
          const at = lines.at[days];
          assert.ok('lines' in at);
          if (days === 7) chain.push(at.lines);
          chain.push(at.surviving);
        }
        assert.deepEqual(
          chain,
          [...chain].sort((left, right) => right - left),
        );
        const figures = survivalFigures([lines]);
        for (const days of [7, 14, 30] as const) {
          const { share } = figures.at[days];
          assert.ok(share === null || (share >= 0 && share <= 1));
        }
      }),
      { numRuns: 300 },
    );
  });
});

function blamedLine({ line, number, before }: { readonly line: string; readonly number: number; readonly before: boolean }): BlamedLine {
  const key = lineKeys(packHashes([line], hash))[0] ?? null;
  return { origin: { sha: shaOf(before ? 'd' : 'c'), file: 'loom.ts', before }, line: number, key };
}
