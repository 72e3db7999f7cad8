/** What rules about contexts say of sessions of the real Claude Code, read over the whole way; the pauses between requests are put into its transcripts. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Advice } from '../../../src/core/advice/advice.ts';
import { coldContextAdvice } from '../../../src/core/advice/coldContext.ts';
import { coldContexts } from '../../../src/core/advice/coldContexts.ts';
import { contextBloatAdvice } from '../../../src/core/advice/contextBloat.ts';
import type { History } from '../../../src/core/attribution/history.ts';
import type { Rate } from '../../../src/core/pricing/rating.ts';
import { loadRate } from '../../../src/core/pricing/rate.ts';
import { historyOf } from '../../support/historyOf.ts';
import type { ApiUsage, ScriptedReply, ScriptedRequest } from '../../support/messagesApi.ts';
import { Pauses } from '../../support/pausedClaude.ts';
import type { RealClaude } from '../../support/realClaude.ts';
import { startRealClaude } from '../../support/realClaude.ts';

const opus = 'claude-opus-5-5';
const haiku = 'claude-haiku-4-5';

function usage(read: number, short: number, hour = 0): ApiUsage {
  return {
    input_tokens: 10,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: short + hour,
    cache_creation: { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: hour },
    output_tokens: 50,
  };
}

describe('contexts of the real Claude Code', function () {
  this.timeout(300_000);
  let claude: RealClaude;
  let folder: string;
  let pauses: Pauses;
  let rate: Rate;
  let reply: (request: ScriptedRequest) => ScriptedReply = () => ({ text: 'Done.' });

  before(async () => {
    rate = await loadRate();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'payoff-context-'));
    claude = await startRealClaude({ reply: (request) => reply(request) });
    pauses = new Pauses();
  });
  afterEach(async () => {
    await claude.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Asks once more, so many minutes after the last answer, and is answered with that usage. */
  async function ask(minutes: number, used: ApiUsage, resume?: string, model = opus): Promise<string> {
    pauses.pause(minutes);
    reply = () => ({ text: 'Done.', usage: used });
    const result = await claude.run({
      prompt: `Go on after ${String(minutes)} minutes`,
      model,
      ...(resume === undefined ? {} : { resume }),
    });
    assert.equal(result.is_error, false);
    return result.session_id;
  }

  async function history(): Promise<History> {
    await pauses.copy(claude, folder);
    return historyOf(folder, pauses.shifted(Date.now()));
  }

  it('are cold after a pause that is longer than their cache lives, and not for any other cause', async () => {
    const session = await ask(0, usage(0, 30_000));
    await ask(8, usage(0, 31_000), session); // 30,000 again
    await ask(0, usage(0, 32_000), session); // no pause: the prompt has changed
    await ask(8, usage(32_000, 500), session); // kept warm by another session
    await ask(8, usage(0, 33_000), session, haiku); // another model
    const found = await history();
    const [cold, ...others] = coldContexts(found, rate);
    assert.deepEqual([cold?.tokens, cold?.nanodollars, cold?.afterPause, others], [30_000, 30_000 * (5000 - 200), true, []]);
    const nowMs = pauses.shifted(Date.now());
    const question = { fromMs: 0, toMs: nowMs + 1, nowMs, timezone: 'UTC' };
    const [advice] = coldContextAdvice({ history: found, repository: null, question, rate });
    assert.match(
      advice?.sentence ?? '',
      /^Once a context was written again because its cache had expired: 30k tokens, \$0\.14 more than reading them/,
    );
    assert.match(advice?.action ?? '', /^Where pauses of more than five minutes are usual/);
    const sessions = advice?.evidence.map(({ reference }) => (reference?.kind === 'session' ? reference.sessionId : null));
    assert.deepEqual(sessions, [session]);
  });

  it('live for an hour where they were written for one, and are not cold where they were compacted after the pause', async () => {
    const session = await ask(0, usage(0, 0, 40_000));
    await ask(50, usage(0, 0, 41_000), session); // lost within its hour: another cause
    await ask(70, usage(0, 0, 42_000), session); // 41,000 again
    await ask(50, usage(42_000, 0, 500), session);
    pauses.pause(70);
    await claude.run({ prompt: '/compact', model: opus, resume: session });
    await ask(0, usage(0, 0, 43_000), session);
    const found = await history();
    assert.deepEqual(
      coldContexts(found, rate).map(({ tokens, nanodollars }) => [tokens, nanodollars]),
      [[41_000, 41_000 * (8000 - 200)]],
    );
    assert.equal(found.compactions.length, 1);
  });

  it('are cold in the middle of a turn, in the main thread and in a subagent, where a call took long', async () => {
    reply = ({ turn, isSubagent }) => {
      if (isSubagent) {
        if (turn === 0) return { tools: [{ name: 'Bash', input: { command: 'true' } }], usage: usage(0, 20_000) };
        pauses.pause(8);
        return { text: 'Looked.', usage: usage(0, 21_000) };
      }
      const agent = { name: 'Agent', input: { description: 'look', prompt: 'SUBAGENT look', subagent_type: 'general-purpose' } };
      return turn === 0 ? { tools: [agent], usage: usage(0, 30_000) } : { text: 'Done.', usage: usage(0, 31_000) };
    };
    await claude.run({ prompt: 'Look', model: opus });
    // The subagent runs in the background: the main thread says at once that it waits, and goes on when it is told the end.
    const cold = coldContexts(await history(), rate);
    assert.deepEqual(
      cold.map(({ tokens, afterPause, request }) => [tokens, afterPause, request.agentId !== '']),
      [
        [20_000, false, true],
        [31_000, false, false],
      ],
    );
  });

  it('are large from twenty sessions on that say what is usual, and not before', async () => {
    const grow = async (prompt: string, step: number): Promise<string> => {
      reply = ({ turn }) => ({
        usage: usage(step * turn, 100),
        ...(turn < 9 ? { tools: [{ name: 'Bash', input: { command: 'true' } }] } : { text: 'Done.' }),
      });
      return (await claude.run({ prompt, model: opus })).session_id;
    };
    const small = await grow('Weave', 6000);
    const large = await grow('Weave much', 40_000);
    await pauses.copy(claude, folder);
    const adviceOf = async (): Promise<readonly Advice[]> => {
      const nowMs = Date.now();
      const question = { fromMs: 0, toMs: nowMs + 1, nowMs, timezone: 'UTC' };
      return contextBloatAdvice({ history: await historyOf(folder), repository: null, question, rate });
    };
    await copySession(folder, small, 17);
    assert.deepEqual(await adviceOf(), []);
    await copySession(folder, small, 1, 17);
    const [advice] = await adviceOf();
    assert.deepEqual(advice?.sample, { of: 'sessions', counted: 20, needed: 20 });
    // Of the large one the prompts read 0 to 360,000 tokens; half and three quarters of the sessions end at 54,110.
    const above = Array.from({ length: 10 }, (_, turn) => Math.max(0, 40_000 * turn - 54_110)).reduce((sum, tokens) => sum + tokens, 0);
    assert.deepEqual([advice.stake?.low, advice.stake?.high], [200 * above, 200 * above]);
    assert.deepEqual(advice.evidence[0]?.reference, { kind: 'session', sessionId: large });
  });
});

/** More sessions like one of a configuration folder: its lines under other ids of session, records and responses. */
async function copySession(folder: string, sessionId: string, count: number, from = 0): Promise<void> {
  const projects = join(folder, 'projects');
  const name = (await readdir(projects, { recursive: true })).find((path) => path.endsWith(`${sessionId}.jsonl`));
  assert.ok(name !== undefined);
  const text = await readFile(join(projects, name), 'utf8');
  for (let index = from; index < from + count; index += 1) {
    const number = String(index).padStart(4, '0');
    const copy = text
      .replaceAll(sessionId.slice(0, 4), number)
      .replace(/"(uuid|parentUuid|id)":"([^"]{4})/g, (_, key: string, begin: string) => `"${key}":"${begin}${number}-`);
    await writeFile(join(projects, name.replace(sessionId, sessionId.replaceAll(sessionId.slice(0, 4), number))), copy);
  }
}
