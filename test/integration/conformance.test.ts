import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { canonicalModel } from '../../src/core/pricing/modelName.ts';
import type { ApiUsage, ScriptedReply, ScriptedRequest } from '../support/messagesApi.ts';
import { startRealClaude } from '../support/realClaude.ts';
import type { ClaudeResult, RealClaude } from '../support/realClaude.ts';
import { runOrFail } from '../support/runCommand.ts';

/** Every model that the client has a price of its own for, under the ids that it is asked by. */
const models = [
  'claude-3-5-haiku-20241022',
  'claude-3-7-sonnet-20250219',
  'claude-fable-5',
  'claude-fable-5-1',
  'claude-fable-5-2',
  'claude-haiku-4-5',
  'claude-haiku-4-5-20251001',
  'claude-haiku-5-5',
  'claude-mythos-5',
  'claude-mythos-5-1',
  'claude-mythos-5-2',
  'claude-opus-4-5-20251101',
  'claude-opus-4-6',
  'claude-opus-4-6[1m]',
  'us.anthropic.claude-opus-4-6-v1',
  'claude-opus-4-7',
  'claude-opus-4-8',
  'claude-opus-5',
  'claude-opus-5-5',
  'claude-sonnet-4-20250514',
  'claude-sonnet-4-5-20250929',
  'claude-sonnet-4-6',
  'claude-sonnet-5',
  'claude-sonnet-5-5',
];
const withSubagent = 'claude-opus-5-5';
/** The client prices it like its own default model and says so (`costBasis: "unknown"`). */
const unknownModel = 'claude-opus-9-9';

/** Tokens by class: input, output, five-minute writes, one-hour writes, reads. */
type Amounts = readonly [input: number, output: number, write5m: number, write1h: number, read: number];

function usage([input, output, write5m, write1h, read]: Amounts, more: ApiUsage = {}): ApiUsage {
  return {
    input_tokens: input,
    output_tokens: output,
    cache_creation_input_tokens: write5m + write1h,
    cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h },
    cache_read_input_tokens: read,
    server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
    ...more,
  };
}

/** One turn for each token class and each circumstance. Odd amounts, so that no two wrong prices make up for each other. */
const turns: readonly (readonly [what: string, usage: ApiUsage])[] = [
  ['input', usage([10_007, 0, 0, 0, 0])],
  ['output', usage([0, 3011, 0, 0, 0])],
  ['five-minute writes', usage([0, 0, 5003, 0, 0])],
  ['one-hour writes', usage([0, 0, 0, 7001, 0])],
  ['reads', usage([0, 0, 0, 0, 20_011])],
  ['fast mode', usage([1009, 211, 307, 401, 5009], { speed: 'fast' })],
  ['US geography', usage([1013, 223, 311, 409, 5011], { inference_geo: 'us' })],
  ['both', usage([1019, 227, 313, 419, 5021], { speed: 'fast', inference_geo: 'us' })],
  ['web searches', usage([0, 0, 0, 0, 0], { server_tool_use: { web_search_requests: 3, web_fetch_requests: 0 } })],
  ['150 k prompt', usage([20_011, 5003, 10_007, 20_021, 99_961])],
  ['250 k prompt', usage([20_021, 5009, 10_009, 20_023, 199_947])],
];
const subagentUsage = usage([1201, 601, 701, 809, 9001]);

/** A row of `payoff report --json`, as far as it is compared here. */
interface Row {
  readonly key: string;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly cacheReadTokens: number;
  readonly webSearches: number;
  readonly costUsd: number;
  readonly costNanodollars: number;
  readonly unpricedRequests: number;
}

interface Report {
  readonly totals: Row;
  readonly rows: readonly Row[];
}

interface Session {
  readonly model: string;
  readonly result: ClaudeResult;
}

describe('Claude Code says what it cost', function () {
  this.timeout(600_000);
  let claude: RealClaude;
  let sessions: readonly Session[];
  let bySession: Report;
  let byModel: Report;

  before(async () => {
    claude = await startRealClaude({ reply: (request) => replyTo(request, path.join(claude.work, 'note.txt')) });
    await writeFile(path.join(claude.work, 'note.txt'), 'Nothing here.\n');
    sessions = await runSessions(claude, [...models, unknownModel]);
    bySession = await report(claude, 'session');
    byModel = await report(claude, 'model');
  });

  after(() => claude.close());

  it('and nothing was asked of the API that its transcripts do not hold', () => {
    assert.equal(claude.api.requests.filter(({ isSideCall }) => isSideCall).length, 0);
    assert.equal(claude.api.requests.filter(({ isSubagent }) => isSubagent).length, 1);
    assert.equal(bySession.totals.requests, claude.api.requests.length);
  });

  for (const model of models) {
    it(`${model}: our session costs what it says, to a millionth of a dollar`, () => {
      const { result } = sessionOf(sessions, model);
      const row = rowOf(bySession, result.session_id);
      closeTo(row.costUsd, result.total_cost_usd);
      assert.equal(row.unpricedRequests, 0);
    });
  }

  for (const model of new Set(models.map(canonicalModel))) {
    it(`${model}: every token class is counted as it says, under one name`, () => {
      const theirs = models.filter((id) => canonicalModel(id) === model).map((id) => usageOf(sessionOf(sessions, id)));
      const sum = (of: (usage: ClaudeUsage) => number): number => theirs.reduce((total, usage) => total + of(usage), 0);
      const row = rowOf(byModel, model);
      assert.equal(
        row.inputTokens,
        sum((usage) => usage.inputTokens),
      );
      assert.equal(
        row.outputTokens,
        sum((usage) => usage.outputTokens),
      );
      assert.equal(
        row.cacheWrite5mTokens,
        sum((usage) => usage.cacheCreationEphemeral5mInputTokens),
      );
      assert.equal(
        row.cacheWrite1hTokens,
        sum((usage) => usage.cacheCreationEphemeral1hInputTokens),
      );
      assert.equal(
        row.cacheReadTokens,
        sum((usage) => usage.cacheReadInputTokens),
      );
      assert.equal(
        row.webSearches,
        sum((usage) => usage.webSearchRequests),
      );
      closeTo(
        row.costUsd,
        sum((usage) => usage.costUSD),
      );
      for (const usage of theirs) assert.equal(usage.costBasis, 'list');
    });
  }

  it('of a model that it does not know it only guesses: we say that it has no price', () => {
    const session = sessionOf(sessions, unknownModel);
    assert.equal(usageOf(session).costBasis, 'unknown');
    assert.ok(session.result.total_cost_usd > 0);
    const row = rowOf(byModel, unknownModel);
    assert.deepEqual([row.costNanodollars, row.costUsd, row.unpricedRequests, row.requests], [0, 0, turns.length, turns.length]);
    assert.equal(row.inputTokens, usageOf(session).inputTokens);
  });

  it('and beside its own totals nothing is unexplained: only the model without a price is named', async () => {
    const compared = await payoff<Compared>(claude, ['compare', 'claude']);
    assert.equal(compared.unexplainedNanodollars, 0);
    assert.deepEqual(
      compared.causes.filter(({ nanodollars }) => Math.abs(nanodollars) >= 1000).map(({ cause }) => cause),
      ['unknownModels'],
    );
  });

  it('and the rows add up to the totals', () => {
    for (const { totals, rows } of [bySession, byModel]) {
      const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);
      assert.equal(
        totals.costNanodollars,
        sum((row) => row.costNanodollars),
      );
      assert.equal(
        totals.unpricedRequests,
        sum((row) => row.unpricedRequests),
      );
      assert.equal(totals.unpricedRequests, turns.length);
    }
  });
});

/**
 * Each turn's usage in its turn, with a tool call that costs nothing, before the last perhaps a subagent. The longest prompt comes last:
 * where it is longer than the window the client asks nothing more.
 */
function replyTo({ turn, isSubagent, model }: ScriptedRequest, file: string): ScriptedReply {
  if (isSubagent) return { text: 'Looked.', usage: subagentUsage };
  const last = turns.length - 1;
  if (turn < last) return { tools: [{ name: 'Read', input: { file_path: file } }], usage: usageOfTurn(turn) };
  if (model === withSubagent && turn === last) {
    const input = { description: 'look around', prompt: 'SUBAGENT look around', subagent_type: 'general-purpose' };
    return { tools: [{ name: 'Agent', input }] };
  }
  return { text: 'Done.', usage: usageOfTurn(last) };
}

function usageOfTurn(turn: number): ApiUsage {
  const found = turns[turn];
  assert.ok(found, `turn ${turn} has a usage`);
  return found[1];
}

/** One session for each model, two at a time. */
async function runSessions(claude: RealClaude, ids: readonly string[]): Promise<readonly Session[]> {
  const waiting = ids.values();
  const sessions: Session[] = [];
  const runSome = async (): Promise<void> => {
    for (const model of waiting) {
      // Compaction would ask the API for more than the script knows of once a prompt outgrows the window.
      const result = await claude.run({ prompt: 'Look at the note', model, env: { DISABLE_AUTO_COMPACT: '1' } });
      assert.equal(result.is_error, false, `${model}: ${result.result}`);
      sessions.push({ model, result });
    }
  };
  await Promise.all([runSome(), runSome()]);
  return sessions;
}

/** What the client of 2.1.330 says of one model, the lifetimes of cache writes apart. */
type ClaudeUsage = ClaudeResult['modelUsage'][string] & {
  readonly cacheCreationEphemeral5mInputTokens: number;
  readonly cacheCreationEphemeral1hInputTokens: number;
  readonly costBasis: 'list' | 'unknown';
};

function usageOf({ model, result }: Session): ClaudeUsage {
  const [usageOfModel, ...others] = Object.values(result.modelUsage);
  assert.ok(usageOfModel !== undefined && others.length === 0, `${model} alone was used`);
  return usageOfModel as ClaudeUsage;
}

function sessionOf(sessions: readonly Session[], model: string): Session {
  const session = sessions.find((candidate) => candidate.model === model);
  assert.ok(session, `${model} was run`);
  return session;
}

function rowOf({ rows }: Report, key: string): Row {
  const row = rows.find((candidate) => candidate.key === key);
  assert.ok(row, `a row for ${key}`);
  return row;
}

function closeTo(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 0.000_001, `${actual} is ${expected}`);
}

const cli = path.join(import.meta.dirname, '../../dist/cli.cjs');

/** `payoff compare --json`, as far as it is read here. */
interface Compared {
  readonly unexplainedNanodollars: number;
  readonly causes: readonly { readonly cause: string; readonly nanodollars: number }[];
}

function report(claude: RealClaude, by: 'session' | 'model'): Promise<Report> {
  return payoff(claude, ['report', '--by', by]);
}

async function payoff<Answer>(claude: RealClaude, args: readonly string[]): Promise<Answer> {
  const folders = ['--claude-dir', path.join(claude.home, '.claude'), '--ledger', path.join(claude.home, 'ledger.sqlite')];
  const env = { PATH: process.env.PATH, HOME: claude.home };
  return JSON.parse(await runOrFail(process.execPath, [cli, ...args, '--json', ...folders], { env })) as Answer;
}
