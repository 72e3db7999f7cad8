/** Each cause alone, with the real ccusage: what it says of one made-up transcript, and that Payoff names the whole difference. */
import assert from 'node:assert/strict';
import { rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cause, Comparison } from '../../../src/core/report/compare/comparison.ts';
import { startOfDay } from '../../../src/core/report/time.ts';
import { startCompareRig } from '../../support/compareRig.ts';
import type { CompareRig } from '../../support/compareRig.ts';
import { assistant, costState, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';
import type { LineOptions } from '../../support/transcriptLines.ts';

const file = `loom/${sessionA}.jsonl`;
const other = `loom/${sessionB}.jsonl`;

/** A model that both know, at 5, 25, 6.25, 10 and 0.50 dollars a million; 1,000 output tokens cost 2.5 cents. */
const model = 'claude-opus-4-8';
const cents = 10_000_000;
const usage = { output_tokens: 1000 };

function line(options: LineOptions = {}): ReturnType<typeof assistant> {
  return assistant({ model, ...options, usage: { ...usage, ...options.usage } });
}

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** What ccusage says and Payoff says, in cents. */
  readonly theirs: number;
  readonly ours: number;
  readonly causes: Partial<Record<Cause, number>>;
}

const cases: readonly Case[] = [
  {
    title: 'nothing where both count alike: subagents, equal copies, both lifetimes, fast mode and what the client made up itself',
    files: {
      [file]: jsonl(
        line({ id: 'msg_01a', usage: { output_tokens: 1 }, more: { requestId: 'req_a' } }),
        line({ id: 'msg_01a', more: { requestId: 'req_a' } }),
        line({
          usage: {
            cache_creation_input_tokens: 3000,
            cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
          },
        }),
        line({ usage: { speed: 'fast' } }),
        line({ model: '<synthetic>', usage: { output_tokens: 0 } }),
      ),
      [other]: jsonl(line({ id: 'msg_01a', sessionId: sessionB, more: { requestId: 'req_a' } })),
      [`loom/${sessionA}/subagents/agent-0123456789abcdef0.jsonl`]: jsonl(
        line({ more: { isSidechain: true, agentId: '0123456789abcdef0' } }),
      ),
    },
    theirs: 2.5 + 2.5 + 0.625 + 2 + 5 + 2.5,
    ours: 2.5 + 2.5 + 0.625 + 2 + 5 + 2.5,
    causes: {},
  },
  {
    title: 'geography: it knows none',
    files: { [file]: jsonl(line({ usage: { inference_geo: 'us' } })) },
    theirs: 2.5,
    ours: 2.75,
    causes: { geography: -0.25 },
  },
  {
    title: 'searches: it leaves them out',
    files: { [file]: jsonl(line({ usage: { server_tool_use: { web_search_requests: 3 } } })) },
    theirs: 2.5,
    ours: 5.5,
    causes: { searches: -3 },
  },
  {
    title: 'duplicates: one message under two request ids counts twice',
    files: { [file]: jsonl(line({ id: 'msg_01a', more: { requestId: 'req_1' } }), line({ id: 'msg_01a', more: { requestId: 'req_2' } })) },
    theirs: 5,
    ours: 2.5,
    causes: { duplicates: 2.5 },
  },
  {
    title: 'forks: without request ids what a fork repeats counts again',
    files: {
      [file]: jsonl(line({ id: 'msg_01a', more: { requestId: undefined } })),
      [other]: jsonl(line({ id: 'msg_01a', sessionId: sessionB, more: { requestId: undefined } })),
    },
    theirs: 5,
    ours: 2.5,
    causes: { forks: 2.5 },
  },
  {
    title: 'subagents: a copy in a progress record counts where the subagent’s own file is not there',
    files: { [file]: jsonl(line(), progress(line({ id: 'msg_01b' }))) },
    theirs: 5,
    ours: 2.5,
    causes: { subagents: 2.5 },
  },
  {
    title: 'unknown models, ours: what is newer than its price table costs nothing',
    files: { [file]: jsonl(line({ model: 'claude-opus-5-5' })) },
    theirs: 0,
    ours: 2,
    causes: { unknownModels: -2 },
  },
  {
    title: 'unknown models, theirs: its table has those of other providers',
    files: { [file]: jsonl(line({ model: 'gpt-5' })) },
    theirs: 1,
    ours: 0,
    causes: { unknownModels: 1 },
  },
  {
    title: 'lines left out: speed may not be null',
    files: { [file]: jsonl(line({ usage: { speed: null } }), line()) },
    theirs: 2.5,
    ours: 5,
    causes: { refused: -2.5 },
  },
  {
    title: 'lines that grow: it keeps the line with most tokens of all classes, Payoff that with most output',
    files: {
      [file]: jsonl(
        line({ id: 'msg_01a', more: { requestId: 'req_1' } }),
        line({ id: 'msg_01a', more: { requestId: 'req_1' }, usage: { output_tokens: 600, cache_read_input_tokens: 10_000 } }),
      ),
    },
    theirs: 2,
    ours: 2.5,
    causes: { lines: -0.5 },
  },
  {
    title: 'leftovers: it reads files that Claude Code set aside',
    files: { [file]: jsonl(line()), [`loom/${sessionB}.orphaned-1.jsonl`]: jsonl(line({ sessionId: sessionB })) },
    theirs: 5,
    ours: 2.5,
    causes: { leftovers: 2.5 },
  },
  {
    title: 'recorded costs: it takes what old lines say',
    files: { [file]: jsonl(line({ more: { costUSD: 0.5 } })) },
    theirs: 50,
    ours: 2.5,
    causes: { recorded: 47.5 },
  },
  {
    title: 'long prompts: it raises each class beyond 200,000 tokens, the list the whole request',
    files: {
      [file]: jsonl(
        line({
          model: 'claude-sonnet-4-5-20250929',
          at: '2026-02-01T12:00:00.000Z',
          usage: { input_tokens: 300_000, cache_read_input_tokens: 100_000 },
        }),
      ),
    },
    // 200,000 at 3 and 100,000 at 6; reads at 0.30, output at 15 - against 300,000 at 6, reads at 0.60, output at 22.50.
    theirs: 60 + 60 + 3 + 1.5,
    ours: 180 + 6 + 2.25,
    causes: { longContext: 124.5 - 188.25 },
  },
  {
    title: 'price tables: a regional profile’s premium also where Anthropic’s own API answered',
    files: { [file]: jsonl(line({ model: 'us.anthropic.claude-opus-4-5-20251101-v1:0' })) },
    theirs: 2.75,
    ours: 2.5,
    causes: { prices: 0.25 },
  },
  {
    title: 'side calls: no line tells of them',
    files: { [file]: jsonl(line(), costState({ [model]: { output: 1400 } })) },
    theirs: 2.5,
    ours: 3.5,
    causes: { sideCalls: -1 },
  },
];

function progress(copied: object): object {
  return {
    type: 'progress',
    sessionId: sessionA,
    timestamp: '2026-11-20T12:00:00.000Z',
    data: { type: 'agent_progress', message: copied },
  };
}

function inCents({ causes }: Comparison): Partial<Record<Cause, number>> {
  return Object.fromEntries(causes.map(({ cause, nanodollars }) => [cause, nanodollars / cents]));
}

describe('Why ccusage says another amount', function () {
  this.timeout(60_000);
  let started: CompareRig | null = null;
  const start = async (files: Readonly<Record<string, string>>): Promise<CompareRig> => (started = await startCompareRig(files));
  afterEach(async () => {
    await started?.rig.close();
    started = null;
  });

  for (const { title, files, theirs, ours, causes } of cases)
    it(title, async () => {
      const { compare } = await start(files);
      const comparison = await compare();
      assert.match(comparison.name, /^ccusage \d+\.\d+\.\d+$/);
      assert.equal(comparison.theirsNanodollars, Math.round(theirs * cents));
      assert.equal(comparison.ours.nanodollars, Math.round(ours * cents));
      assert.deepEqual(inCents(comparison), causes);
      assert.equal(comparison.unexplainedNanodollars, 0);
    });

  it('dates: what Claude Code deleted since is only in the ledger', async () => {
    const { rig, compare } = await start({ [file]: jsonl(line()), [other]: jsonl(line({ sessionId: sessionB })) });
    await rig.ingest();
    await rm(path.join(rig.configuration, 'projects', other));
    const comparison = await compare();
    assert.equal(comparison.theirsNanodollars, 2.5 * cents);
    assert.deepEqual(inCents(comparison), { archive: -2.5 });
    assert.equal(comparison.unexplainedNanodollars, 0);
  });

  it('links: it follows none', async function () {
    if (process.platform === 'win32') this.skip();
    const { rig, compare } = await start({ [file]: jsonl(line()) });
    const outside = path.join(rig.root, `${sessionB}.jsonl`);
    await writeFile(outside, jsonl(line({ sessionId: sessionB })));
    await symlink(outside, path.join(rig.configuration, 'projects', other));
    const comparison = await compare();
    assert.deepEqual(inCents(comparison), { unreached: -2.5 });
    assert.equal(comparison.unexplainedNanodollars, 0);
  });

  it('excluded folders: it counts them', async () => {
    const { compare } = await start({
      [file]: jsonl(line()),
      [other]: jsonl(line({ sessionId: sessionB, more: { cwd: '/secret/loom' } })),
    });
    const comparison = await compare({}, { exclude: ['/secret/**'] });
    assert.deepEqual(inCents(comparison), { notHeld: 2.5 });
    assert.equal(comparison.unexplainedNanodollars, 0);
  });

  it('days: it counts a response on the day of the line that it keeps, in the zone of the comparison', async () => {
    const timezone = 'Europe/Berlin';
    // The clocks went back on 25 October: midnight is at 22:00 UTC before it and at 23:00 after it.
    const { compare } = await start({
      [file]: jsonl(
        line({ id: 'msg_01a', at: '2026-10-25T22:59:59.000Z', usage: { output_tokens: 10 }, more: { requestId: 'req_1' } }),
        line({ id: 'msg_01a', at: '2026-10-25T23:00:01.000Z', more: { requestId: 'req_1' } }),
        line({ at: '2026-10-24T21:59:59.000Z' }),
        line({ at: '2026-10-24T22:00:00.000Z' }),
      ),
    });
    const period = { sinceMs: startOfDay('2026-10-25', timezone), untilMs: startOfDay('2026-10-26', timezone) };
    const comparison = await compare(period, { timezone });
    assert.equal(comparison.theirsNanodollars, 2.5 * cents);
    assert.equal(comparison.ours.nanodollars, 5 * cents);
    assert.deepEqual(inCents(comparison), { days: -2.5 });
    assert.equal(comparison.unexplainedNanodollars, 0);
    const next = await compare({ sinceMs: period.untilMs, untilMs: startOfDay('2026-10-27', timezone) }, { timezone });
    assert.deepEqual(inCents(next), { days: 2.5 });
  });

  it('several causes at once, in a mixture', async () => {
    const { compare } = await start({
      [file]: jsonl(
        line({ id: 'msg_01a', usage: { inference_geo: 'us', speed: 'fast', server_tool_use: { web_search_requests: 1 } } }),
        line({ id: 'msg_01a' }),
        line({ model: 'claude-haiku-5-5' }),
        line({ more: { requestId: undefined }, id: 'msg_01c' }),
        progress(line({ id: 'msg_01d' })),
      ),
      [other]: jsonl(line({ more: { requestId: undefined }, id: 'msg_01c', sessionId: sessionB })),
    });
    const comparison = await compare();
    const names = comparison.causes.map(({ cause }) => cause).sort();
    assert.deepEqual(names, ['duplicates', 'forks', 'subagents', 'unknownModels']);
    assert.equal(comparison.unexplainedNanodollars, 0);
  });
});
