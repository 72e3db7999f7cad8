/** What the real Claude Code says it cost, and ccusage of the same transcripts, beside Payoff's figure: nothing is left unexplained. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Cause, Comparison } from '../../../src/core/report/compare/comparison.ts';
import { openEngine } from '../../../src/engine/engine.ts';
import type { CompareQuery } from '../../../src/engine/compareTypes.ts';
import { installTool } from '../../support/installTool.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { ClaudeResult, RealClaude } from '../../support/realClaude.ts';

const model = 'claude-opus-4-8';

describe('Comparing with the real Claude Code', function () {
  this.timeout(240_000);
  let claude: RealClaude;
  let first: ClaudeResult;
  let fork: ClaudeResult;

  before(async () => {
    claude = await startRealClaude({
      reply: ({ turn, isSubagent }) => {
        const usage = {
          input_tokens: 11,
          output_tokens: 3001,
          cache_creation_input_tokens: 5003,
          cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 5001 },
        };
        if (isSubagent || turn > 0) return { text: 'Done.', usage };
        return {
          tools: [
            {
              name: 'Agent',
              input: { description: 'Look', prompt: 'Look at it.', subagent_type: 'general-purpose', run_in_background: false },
            },
          ],
          usage,
        };
      },
      sideReply: () => ({ text: 'Loom', usage: { input_tokens: 100, output_tokens: 40 } }),
    });
    first = await claude.run({ prompt: 'Mend the loom.', model });
    fork = await claude.run({ prompt: 'Go on.', model, resume: first.session_id, fork: true });
    await claude.run({ prompt: 'Once more.', model, resume: first.session_id });
  });
  after(() => claude.close());

  const compare = async (query: CompareQuery): Promise<Comparison> => {
    const engine = await openEngine({
      ...{
        claudeDirectories: [],
        ledger: path.join(claude.home, 'ledger.sqlite'),
        exclude: [],
        timezone: 'UTC',
        mappings: [],
        identities: [],
      },
      ...{ environment: { PATH: process.env.PATH }, home: claude.home, holder: 'test' },
    });
    if ('sentence' in engine) throw new Error(engine.sentence);
    try {
      await engine.ingest({});
      const answer = await engine.compare(query, {});
      if ('problem' in answer) throw new Error(answer.problem);
      return answer;
    } finally {
      await engine.close();
    }
  };
  const causesOf = ({ causes }: Comparison): readonly Cause[] => causes.map(({ cause }) => cause).filter((cause) => cause !== 'rounding');

  it('a fork’s total has its parent’s in it: that is all the difference', async () => {
    const comparison = await compare({ figure: 'claude', sinceMs: null, untilMs: null });
    assert.deepEqual(causesOf(comparison), ['forks']);
    assert.equal(comparison.unexplainedNanodollars, 0);
    const [forks] = comparison.causes;
    assert.ok(forks !== undefined && Math.abs(forks.nanodollars / 1e9 - first.total_cost_usd) < 1e-6, JSON.stringify(comparison));
    assert.deepEqual(
      comparison.rows
        .filter(({ theirsNanodollars, oursNanodollars }) => Math.abs(theirsNanodollars - oursNanodollars) > 1000)
        .map(({ key }) => key),
      [fork.session_id],
    );
  });

  it('ccusage counts each request of a fork once too', async () => {
    const command = path.join(await installTool('ccusage'), 'ccusage/src/cli.js');
    const comparison = await compare({ figure: 'ccusage', report: null, command, sinceMs: null, untilMs: null });
    assert.deepEqual(
      causesOf(comparison).filter((cause) => cause !== 'sideCalls'),
      [],
    );
    assert.equal(comparison.unexplainedNanodollars, 0);
    assert.ok(comparison.theirsNanodollars > 0);
  });
});
