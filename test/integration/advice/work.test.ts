/** What rules about work say of sessions of the real Claude Code, read over the whole way, and of which they say nothing. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Advice, AdviceRule } from '../../../src/core/advice/advice.ts';
import type { AdviceView } from '../../../src/core/report/advice/adviceView.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import type { ScriptedReply, ScriptedRequest } from '../../support/messagesApi.ts';
import type { RealClaude } from '../../support/realClaude.ts';
import { startRealClaude } from '../../support/realClaude.ts';

const model = 'claude-opus-5-5';
const dayMs = 86_400_000;
/** 45,000 characters, with its line numbers more. */
const largeText = Array.from({ length: 900 }, (_, line) => `export const thread${String(line)} = 'over and under again';\n`).join('');

type Tool = NonNullable<ScriptedReply['tools']>[number];

describe('work of the real Claude Code', function () {
  this.timeout(300_000);
  let rig: EngineRig;
  let claude: RealClaude;
  /** Tool results in the last conversation. */
  let results = 0;
  let reply: (request: ScriptedRequest) => ScriptedReply = () => ({ text: 'Done.' });

  beforeEach(async () => {
    rig = await EngineRig.make();
    claude = await startRealClaude({ reply: (request) => reply(request) });
  });
  afterEach(async () => {
    await claude.close();
    await rig.close();
  });

  const at = (file: string): string => join(claude.work, file);
  const bash = (command: string): Tool => ({ name: 'Bash', input: { command } });
  const read = (file: string): Tool => ({ name: 'Read', input: { file_path: at(file) } });
  const write = (file: string, content = 'one\n'): Tool => ({ name: 'Write', input: { file_path: at(file), content } });
  const edit = (file: string, before: string): Tool => ({
    name: 'Edit',
    input: { file_path: at(file), old_string: before, new_string: 'x' },
  });
  const times = (count: number, tool: Tool): readonly Tool[] => Array.from({ length: count }, () => tool);

  /** A session that calls these tools one after the other, each in a request of 20,000 output tokens; its id. */
  async function session(
    tools: readonly Tool[],
    {
      args = [],
      agentTools = [],
      resume,
    }: { readonly args?: readonly string[]; readonly agentTools?: readonly Tool[]; readonly resume?: string } = {},
  ): Promise<string> {
    const done = resume === undefined ? 0 : results;
    reply = ({ turn, isSubagent }) => {
      if (!isSubagent) results = turn;
      const tool = isSubagent ? agentTools[turn] : tools[turn - done];
      return { usage: { output_tokens: 20_000 }, ...(tool === undefined ? { text: 'Done.' } : { tools: [tool] }) };
    };
    const prompt = `Weave ${String(tools.length)}`;
    const result = await claude.run({ prompt, model, args, ...(resume === undefined ? {} : { resume }) });
    assert.equal(result.is_error, false);
    return result.session_id;
  }

  async function opened(): Promise<Engine> {
    const engine = await rig.open({ claudeDirectories: [join(claude.home, '.claude')], environment: { PATH: process.env.PATH } });
    await engine.ingest({});
    for (const { problem } of await engine.readGit({ folders: null })) assert.equal(problem, null);
    return engine;
  }

  async function viewOf(engine: Engine, nowMs = Date.now() + 20 * dayMs): Promise<AdviceView> {
    return engine.advice.view({ period: { sinceMs: null, untilMs: null }, repository: null, nowMs });
  }

  const of = ({ advice }: AdviceView, rule: AdviceRule): Advice | undefined => advice.find((each) => each.rule === rule);
  const sessionsOf = (advice: Advice | undefined): readonly string[] =>
    (advice?.evidence ?? []).flatMap(({ reference }) => (reference?.kind === 'session' ? [reference.sessionId] : []));

  it('is in no commit once it is neither open nor young, and exploring never is', async () => {
    await claude.git('checkout', '-q', '-b', 'trial');
    const left = await session([write('left.ts')]);
    await session([write('taken.ts'), bash('git add taken.ts && git commit -q -m "Take it"')]);
    await session([bash('ls'), write('planned.ts')], { args: ['--permission-mode', 'plan'] });
    let engine = await opened();
    assert.equal(of(await viewOf(engine), 'inNoCommit'), undefined, 'the file is still open');
    await engine.close();
    await rm(at('left.ts'));
    // What is open is looked at with what is new.
    await claude.git('commit', '-q', '--allow-empty', '-m', 'Go on');
    engine = await opened();
    assert.equal(of(await viewOf(engine, Date.now()), 'inNoCommit'), undefined, 'the edit is young');
    const advice = of(await viewOf(engine), 'inNoCommit');
    assert.deepEqual(sessionsOf(advice), [left]);
    assert.match(advice?.evidence[0]?.text ?? '', /, branch trial: left\.ts, \$/);
    assert.equal(advice?.evidence.at(-1)?.text, 'Left out: one session that edited no file of a repository, in plan mode');
    await engine.close();
  });

  it('fails again and again where the same is tried again, and not where it was kept from it, succeeded or was another thing', async () => {
    await writeFile(at('large.ts'), largeText);
    const command = await session([...times(2, bash('ls  nowhere')), ...times(2, bash('ls nowhere'))]);
    const edits = await session([read('large.ts'), ...times(4, edit('large.ts', 'over and over'))]);
    await session([...times(3, bash('false')), bash('true'), bash('ls nowhere'), bash('ls elsewhere')]);
    await session(times(5, write('planned.ts')), { args: ['--permission-mode', 'plan'] });
    const engine = await opened();
    const advice = of(await viewOf(engine), 'repeatedFailures');
    assert.deepEqual([...sessionsOf(advice)].sort(), [command, edits].sort());
    assert.match(advice?.sentence ?? '', /^2 times .*: 8 failures\.$/);
    const texts = advice?.evidence.map(({ text }) => text).join('\n') ?? '';
    assert.match(texts, /one command failed 4 times, no edit between/);
    assert.match(texts, /an edit of large\.ts failed 4 times in the same way/);
    await engine.close();
  });

  it('reads again what it has in its context, and not what was edited or made anew since', async () => {
    await writeFile(at('large.ts'), largeText);
    await writeFile(at('small.ts'), 'one\n');
    const again = await session([...times(3, read('large.ts')), ...times(4, read('small.ts'))]);
    await session([...times(2, read('large.ts')), edit('large.ts', "thread7 = 'over"), ...times(2, read('large.ts'))]);
    const compacted = await session(times(2, read('large.ts')));
    await claude.run({ prompt: '/compact', model, resume: compacted });
    results = 0;
    await session(times(2, read('large.ts')), { resume: compacted });
    // Two agents have a context each.
    const look = { name: 'Agent', input: { description: 'look', prompt: 'SUBAGENT look', subagent_type: 'general-purpose' } };
    await session([look, look], { agentTools: times(2, read('large.ts')) });
    const byAgent = await session([look], { agentTools: times(3, read('large.ts')) });
    const engine = await opened();
    const advice = of(await viewOf(engine), 'repeatedReads');
    assert.deepEqual([...sessionsOf(advice)].sort(), [again, byAgent].sort());
    const ledger = new DatabaseSync(rig.ledger, { readOnly: true });
    const all = ledger.prepare('SELECT count(*) AS reads FROM large_read').get();
    ledger.close();
    assert.equal(all?.reads, 18, 'not all of it was read');
    for (const { text } of advice?.evidence ?? []) assert.match(text, /: large\.ts was read 3 times$/);
    assert.ok(advice?.stake !== null && advice?.stake !== undefined && advice.stake.low > 0 && advice.stake.high > advice.stake.low);
    await engine.close();
  });
});
