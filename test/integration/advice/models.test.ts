/** What is said of models in sessions of the real Claude Code, read over the whole way; git is told when each commit was made. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Advice } from '../../../src/core/advice/advice.ts';
import { kindsOfWork } from '../../../src/core/advice/kindsOfWork.ts';
import type { History } from '../../../src/core/attribution/history.ts';
import { loadRate } from '../../../src/core/pricing/rate.ts';
import type { Rate } from '../../../src/core/pricing/rating.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { PayoffEngine } from '../../../src/engine/engine.ts';
import { EngineRig } from '../../support/engineRig.ts';
import type { ScriptedReply, ScriptedRequest } from '../../support/messagesApi.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import { keeperOf } from '../../support/outcomeRig.ts';
import type { RealClaude } from '../../support/realClaude.ts';
import { runOrFail } from '../../support/runCommand.ts';

const opus = 'claude-opus-5-5';
const haiku = 'claude-haiku-4-5';
const dayMs = 24 * 60 * 60_000;
/** Of each model: as few as the rule is content with. */
const changes = 30;

describe('models of the real Claude Code', function () {
  this.timeout(300_000);
  let rig: EngineRig;
  let claude: RealClaude;
  let rate: Rate;
  let reply: (request: ScriptedRequest) => ScriptedReply = () => ({ text: 'Done.' });
  const beganMs = Date.now();

  before(async () => {
    rate = await loadRate();
  });
  beforeEach(async () => {
    rig = await EngineRig.make();
    claude = await startRealClaude({ reply: (request) => reply(request) });
  });
  afterEach(async () => {
    await rig.close();
    await claude.close();
  });

  /** Milliseconds of a commit's day: they are spread over fourteen weeks whose windows have closed. */
  const dayOf = (index: number): number => beganMs - (16 + ((changes - index) * 98) / changes) * dayMs;
  const dated = (ms: number): Readonly<Record<string, string>> => {
    const date = new Date(ms).toISOString();
    return { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  };

  /** One session that makes a commit a day, each of one file. */
  async function work(model: string, fileOf: (index: number) => string, output = 10_000): Promise<void> {
    reply = ({ turn }) => {
      const index = turn / 2;
      if (index >= changes) return { text: 'Done.' };
      const file = fileOf(index);
      const content = `${Array.from({ length: 30 }, (_, line) => `${model} ${file} ${String(line)}`).join('\n')}\n`;
      const { GIT_AUTHOR_DATE: at = '' } = dated(dayOf(index));
      const commit = `git add -A && GIT_AUTHOR_DATE=${at} GIT_COMMITTER_DATE=${at} git commit -m "Add ${file}"`;
      return {
        usage: { output_tokens: output },
        tools: [
          { name: 'Write', input: { file_path: join(claude.work, file), content } },
          { name: 'Bash', input: { command: commit, description: 'Commit' } },
        ],
      };
    };
    const result = await claude.run({ prompt: 'Write it.', model, limitMs: 120_000 });
    assert.equal(result.is_error, false, result.result);
  }

  async function open(): Promise<PayoffEngine> {
    const engine: Engine = await rig.open({
      claudeDirectories: [join(claude.home, '.claude')],
      environment: { PATH: process.env.PATH, HOME: claude.home, GIT_CONFIG_NOSYSTEM: '1' },
    });
    assert.ok(engine instanceof PayoffEngine);
    await engine.ingest({});
    return engine;
  }

  async function historyNow(engine: PayoffEngine): Promise<History> {
    for (const { problem } of await engine.readGit({ folders: [claude.work] })) assert.equal(problem, null);
    return (await keeperOf(engine)).read(Date.now());
  }

  const advise = async (engine: PayoffEngine): Promise<readonly Advice[]> => {
    const nowMs = Date.now();
    const { advice } = await engine.advice.view({ period: { sinceMs: nowMs - 28 * dayMs, untilMs: null }, repository: null, nowMs });
    return advice.filter(({ source }) => ['model-mismatch', 'model-mix', 'insights'].includes(source));
  };

  it('are compared by what stayed of thirty changes each, and no more once some of the cheaper one’s came back', async () => {
    await work(opus, (index) => `docs/opus-${String(index)}.md`);
    await work(haiku, (index) => `docs/haiku-${String(index)}.md`);
    const engine = await open();
    const history = await historyNow(engine);
    const [advice, insight, ...others] = await advise(engine);
    assert.deepEqual(others, []);
    assert.equal(advice?.sentence, 'Of your changes that were mostly docs, 30 of 30 stayed with Haiku 4.5 and 30 of 30 with Opus 5.5.');
    assert.match(insight?.sentence ?? '', /^A change that stayed cost \$0\.\d+ with Haiku 4\.5 and \$0\.\d+ with Opus 5\.5\.$/);
    const kindOf = kindsOfWork(history);
    const onDocs = history.requests.filter((request) => request.model.startsWith(opus) && kindOf(request) === 'docs');
    assert.equal(onDocs.length, changes);
    // The saving is the price table's own: what those requests cost, less what their tokens cost with Haiku then.
    const repriced = onDocs.reduce((sum, request) => {
      const rating = rate({ ...request, model: haiku });
      return sum + (rating.priced ? rating.cost.total : NaN);
    }, 0);
    assert.equal(advice.stake?.high, onDocs.reduce((sum, { nanodollars }) => sum + (nanodollars ?? NaN), 0) - repriced);

    const log = await claude.git('log', '--format=%H %ct', '--grep', 'haiku', '-n', '6');
    for (const [sha = '', seconds] of log.split('\n').map((line) => line.split(' '))) {
      const env = { PATH: process.env.PATH, HOME: claude.home, GIT_CONFIG_NOSYSTEM: '1', ...dated(Number(seconds) * 1000 + dayMs) };
      await runOrFail('git', ['-C', claude.work, 'revert', '--no-edit', sha], { env });
    }
    const after = await historyNow(engine);
    const stayed = [...after.outcomes.values()].flatMap((became) => became.changes).filter(({ state }) => state === 'verified').length;
    assert.ok(stayed <= 2 * changes - 6, 'six came back');
    assert.deepEqual(
      (await advise(engine)).map(({ rule }) => rule),
      ['modelCost'],
      'a change still costs less with it',
    );
  });

  /** A session that writes one file and commits nothing. */
  async function write(file: string, lines: number, output: number): Promise<void> {
    const content = `${Array.from({ length: lines }, (_, line) => `${file} ${String(line)}`).join('\n')}\n`;
    reply = ({ turn }) =>
      turn === 0
        ? { usage: { output_tokens: output }, tools: [{ name: 'Write', input: { file_path: join(claude.work, file), content } }] }
        : { text: 'Done.' };
    const result = await claude.run({ prompt: `Write ${file}.`, model: opus });
    assert.equal(result.is_error, false, result.result);
  }

  it('are told of in the bar by what the last days went to, while a session runs, until that is dismissed or no longer so', async () => {
    for (let index = 0; index < 5; index += 1) await write(`docs/page-${String(index)}.md`, 5, 60_000);
    const engine = await open();
    const live = async (): Promise<string | null> => {
      const nowMs = Date.now();
      return (await engine.snapshot({ folders: [claude.work], nowMs })).advice?.sentence ?? null;
    };
    assert.equal(await live(), null, 'the bar makes no history of its own');
    assert.deepEqual(
      (await advise(engine)).map(({ rule }) => rule),
      ['modelMix'],
    );
    assert.match((await live()) ?? '', /^Opus 5\.5 is 100% of the last seven days, (?:9\d|>99)% of it on docs\.$/);

    await engine.advice.dismiss({ kind: 'rule', rule: 'modelMix' });
    assert.equal(await live(), null);
    await engine.advice.restore(null);
    assert.notEqual(await live(), null);

    await write('src/weave.ts', 90, 800_000);
    await engine.ingest({});
    assert.deepEqual(await advise(engine), [], 'most of it is code now');
    assert.equal(await live(), null);
  });
});
