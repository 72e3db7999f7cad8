/** Every nanodollar is somewhere, once: over a history of many shapes and any filter, attributed and unattributed make the whole. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Filter } from '../../../src/core/report/filter.ts';
import { standingParts } from '../../../src/core/attribution/placement.ts';
import type { Standing } from '../../../src/core/report/standing.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, SessionLines, gitEnvironment } from '../../support/gitWork.ts';
import { assistant, costState, jsonl } from '../../support/transcriptLines.ts';

const startMs = Date.parse('2026-11-18T08:00:00Z');
const nowMs = Date.parse('2026-11-22T12:00:00Z');
const hourMs = 3_600_000;

describe('every nanodollar', function () {
  this.timeout(60_000);
  let rig: EngineRig;
  let engine: Engine;
  let repositories: readonly string[];

  /** Interleaved sessions in two clones and outside, with subagents, dead ends, reverts, a lost commit and side calls. */
  before(async () => {
    rig = await EngineRig.make();
    const works = [new GitWork(rig, 'loom'), new GitWork(rig, 'shuttle')];
    repositories = works.map(({ clone }) => clone);
    for (let number = 0; number < 8; number += 1) {
      const sessionId = `0000000${String(number)}-0000-4000-8000-000000000000`;
      const work = works[number % 2];
      const other = works[(number + 1) % 2];
      assert.ok(work && other);
      const folder = number === 7 ? rig.root : work.clone;
      const lines = new SessionLines(folder, {
        sessionId,
        startMs: startMs + number * 7 * hourMs,
        branch: number % 3 === 0 ? 'main' : 'topic',
      });
      const file = `file${String(number)}.ts`;
      if (number % 4 !== 3) {
        lines.says().edits(join(work.clone, file), `${file}\n`);
        work.write(file, `${file}\n`);
        lines.commits(`Add ${file}`, (atMs) => work.commit(`Add ${file}`, atMs));
      }
      if (number === 2) work.git('revert', '--no-edit', 'HEAD');
      if (number === 4) work.git('reset', '-q', '--hard', 'HEAD~1');
      if (number % 3 === 0) lines.edits(join(other.clone, 'dead-end.ts'), 'x\n');
      if (number === 5) lines.edits(join(rig.root, 'plan.md'), 'x\n');
      lines.says();
      const more = number === 6 ? [costState({ 'claude-opus-5-5': { output: 500 * 6 + 40 } }, sessionId)] : [];
      await rig.write(`-p/${sessionId}.jsonl`, jsonl(...lines.lines, ...more));
      const agent = {
        sessionId,
        model: number === 1 ? 'claude-unheard-of' : 'claude-haiku-4-5',
        usage: { output_tokens: 17 * number + 1 },
      };
      const place = {
        at: new Date(lines.atMs - 5000).toISOString(),
        more: { cwd: folder, gitBranch: 'topic', isSidechain: true, agentId: 'a1' },
      };
      await rig.write(`-p/${sessionId}/subagents/agent-a1.jsonl`, jsonl(assistant({ ...agent, ...place })));
    }
    engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.ingest({});
    await engine.readGit({ folders: null });
  });
  after(() => rig.close());

  const assertWhole = (standing: Standing): void => {
    const sum = (shares: readonly { readonly money: { readonly nanodollars: number } }[]): number =>
      shares.reduce((whole, { money }) => whole + money.nanodollars, 0);
    assert.equal(sum(standing.parts), standing.total.nanodollars);
    assert.equal(standing.attributedNanodollars + sum(standing.unattributed), standing.total.nanodollars);
    assert.deepEqual(
      standing.parts.map(({ part }) => part),
      standingParts,
    );
  };

  it('is told in the history that this test makes: commits, dead ends, what came back and what is outside', async () => {
    const { standing } = await engine.overview({ filter: wide, nowMs });
    const parts = standing.parts.filter(({ money }) => money.nanodollars > 0).map(({ part }) => part);
    for (const part of ['onDefaultBranch', 'cameBack', 'openWork', 'noCommit', 'noEdits', 'outsideRepositories'])
      assert.ok(
        parts.some((found) => found === part),
        `nothing is ${part}`,
      );
    assert.ok(standing.total.unpricedRequests > 0);
  });

  it('stands in one part, and is attributed or has a reason, whatever is filtered', async () => {
    await fc.assert(
      fc.asyncProperty(
        filters(() => repositories),
        async (filter) => {
          const { standing } = await engine.overview({ filter, nowMs });
          assertWhole(standing);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is the same in the parts of a filter as in the whole of it, and in the report as in the overview', async () => {
    await fc.assert(
      fc.asyncProperty(
        filters(() => repositories),
        async (filter) => {
          const whole = (await engine.overview({ filter: { ...filter, part: null }, nowMs })).standing.total;
          let nanodollars = 0;
          for (const part of standingParts)
            nanodollars += (await engine.overview({ filter: { ...filter, part }, nowMs })).standing.total.nanodollars;
          assert.equal(nanodollars, whole.nanodollars);
          const { sinceMs, untilMs, repository } = filter;
          const said = (await engine.overview({ filter: { ...wide, sinceMs, untilMs, repository }, nowMs })).standing.total;
          const rows = await Promise.all(
            (['commit', 'day', 'repository'] as const).map((by) => engine.report({ sinceMs, untilMs, by, repository })),
          );
          for (const { totals, rows: of } of rows) {
            const cost = of.reduce((sum, row) => sum + row.costNanodollars, 0);
            assert.equal(cost, totals.costNanodollars);
            // Side calls that are known are in the standing too; sessions without a total have unknown ones.
            const known = said.nanodollars - cost;
            assert.ok(known >= 0 && (totals.sideCallsNanodollars === null || totals.sideCallsNanodollars === known), String(known));
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

const wide: Filter = { sinceMs: null, untilMs: null, repository: null, branch: null, model: null, part: null };

function filters(repositories: () => readonly string[]): fc.Arbitrary<Filter> {
  const moment = fc.option(
    fc.integer({ min: -2, max: 90 }).map((hours) => startMs + hours * hourMs),
    { nil: null },
  );
  return fc
    .record({
      sinceMs: moment,
      untilMs: moment,
      repository: fc.constantFrom<number | null>(null, 0, 1, 2),
      branch: fc.constantFrom<string | null>(null, 'main', 'topic', 'nowhere'),
      model: fc.constantFrom<string | null>(null, 'claude-opus-5-5', 'claude-haiku-4-5', 'claude-unheard-of'),
      part: fc.constantFrom(null, null, ...standingParts),
    })
    .map(({ repository, ...filter }) => ({ ...filter, repository: repository === null ? null : (repositories()[repository] ?? '') }));
}
