/** Sessions of the real Claude Code, read over the whole way: our total is its own, whatever the session did. */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ReportRow } from '../../../src/core/report/report.ts';
import { EngineRig } from '../../support/engineRig.ts';
import type { ScriptedReply, ScriptedRequest } from '../../support/messagesApi.ts';
import type { RealClaude } from '../../support/realClaude.ts';
import { startRealClaude } from '../../support/realClaude.ts';

const model = 'claude-opus-5-5';
const microdollar = 1_000;

describe('sessions of the real Claude Code', function () {
  this.timeout(300_000);
  let rig: EngineRig;
  let claude: RealClaude;
  let reply: (request: ScriptedRequest) => ScriptedReply = () => ({ text: 'Done.' });

  beforeEach(async () => {
    rig = await EngineRig.make();
    claude = await startRealClaude({ reply: (request) => reply(request) });
  });
  afterEach(async () => {
    await claude.close();
    await rig.close();
  });

  const rows = async (): Promise<Record<string, ReportRow>> => {
    const report = await rig.report('session', { claudeDirectories: [join(claude.home, '.claude')] });
    return Object.fromEntries(report.rows.map((row) => [row.key, row]));
  };
  const assertDollars = (nanodollars: number | undefined, dollars: number, what: string): void => {
    assert.ok(
      Math.abs((nanodollars ?? Number.NaN) - dollars * 1e9) < microdollar,
      `${what}: ${String(nanodollars)} is not ${String(dollars * 1e9)}`,
    );
  };
  const steps =
    (...replies: readonly ScriptedReply[]) =>
    ({ turn, isSubagent }: ScriptedRequest): ScriptedReply =>
      isSubagent ? { text: 'Looked.' } : (replies[Math.min(turn, replies.length - 1)] ?? { text: 'Done.' });

  it('counts a session with edits, a subagent and a quiet commit as the client does', async () => {
    reply = steps(
      { tools: [{ name: 'Write', input: { file_path: join(claude.work, 'a.ts'), content: 'one\ntwo\n' } }] },
      { tools: [{ name: 'Agent', input: { description: 'look', prompt: 'SUBAGENT look', subagent_type: 'general-purpose' } }] },
      { tools: [{ name: 'Bash', input: { command: "git add -A && git commit -q -F - <<'EOF'\nAdd a\nEOF" } }] },
      { text: 'Done.' },
    );
    const result = await claude.run({ prompt: 'Add a', model });
    const row = (await rows())[result.session_id];
    assert.ok(row !== undefined);
    assertDollars(row.costNanodollars, result.total_cost_usd, 'cost');
    assert.equal(row.sideCallsNanodollars, 0);
    assert.equal(row.requests, claude.api.requests.filter(({ isSideCall }) => !isSideCall).length);
  });

  it('goes on in the same session when it is resumed', async () => {
    const first = await claude.run({ prompt: 'Begin', model });
    const second = await claude.run({ prompt: 'Go on', model, resume: first.session_id });
    assert.equal(second.session_id, first.session_id);
    const found = await rows();
    assert.equal(Object.keys(found).length, 1);
    assertDollars(found[first.session_id]?.costNanodollars, second.total_cost_usd, 'cost');
    assert.equal(found[first.session_id]?.sideCallsNanodollars, 0);
  });

  it("counts a fork's own requests for it, and what it inherited for its parent, together what the client says", async () => {
    reply = steps(
      { tools: [{ name: 'Agent', input: { description: 'look', prompt: 'SUBAGENT look', subagent_type: 'general-purpose' } }] },
      { text: 'Done.' },
    );
    const parent = await claude.run({ prompt: 'Begin', model });
    reply = () => ({ text: 'Elsewhere.' });
    const fork = await claude.run({ prompt: 'Go elsewhere', model, resume: parent.session_id, fork: true });
    assert.notEqual(fork.session_id, parent.session_id);
    const found = await rows();
    assertDollars(found[parent.session_id]?.costNanodollars, parent.total_cost_usd, 'parent');
    const together = (found[parent.session_id]?.costNanodollars ?? 0) + (found[fork.session_id]?.costNanodollars ?? 0);
    assertDollars(together, fork.total_cost_usd, 'parent and fork');
    assert.equal(found[fork.session_id]?.sideCallsNanodollars, 0);
    assert.equal(found[parent.session_id]?.sideCallsNanodollars, 0);
  });

  it('writes no text of any prompt, answer, file or command into the ledger', async () => {
    const secret = (name: string): string => `hunter2-${name}-s3cr3t`;
    reply = steps(
      {
        text: secret('answer'),
        tools: [{ name: 'Write', input: { file_path: join(claude.work, 'a.ts'), content: `${secret('content')}\n` } }],
      },
      {
        tools: [
          { name: 'Edit', input: { file_path: join(claude.work, 'a.ts'), old_string: secret('content'), new_string: secret('edit') } },
        ],
      },
      {
        tools: [
          {
            name: 'Agent',
            input: { description: secret('task'), prompt: `SUBAGENT ${secret('subprompt')}`, subagent_type: 'general-purpose' },
          },
        ],
      },
      {
        tools: [
          {
            name: 'Bash',
            input: {
              command: `echo ${secret('output')} ; git add -A; git commit -m "${secret('subject')}" -m "${secret('body')}"`,
              description: secret('why'),
            },
          },
        ],
      },
      { tools: [{ name: 'Bash', input: { command: `TOKEN=${secret('variable')} false # ${secret('comment')}` } }] },
      {
        tools: [
          { name: 'Edit', input: { file_path: join(claude.work, 'a.ts'), old_string: secret('missing'), new_string: secret('instead') } },
        ],
      },
      { tools: [{ name: 'Bash', input: { command: `for i in $(seq 2000); do echo ${secret('large')}; done > large.txt` } }] },
      { tools: [{ name: 'Read', input: { file_path: join(claude.work, 'large.txt') } }] },
      { tools: [{ name: 'Bash', input: { command: `npm test -- ${secret('argument')} ; cat ${secret('folder')}/a.ts` } }] },
      { text: secret('end') },
    );
    await claude.run({ prompt: `Please ${secret('prompt')}`, model, args: ['--append-system-prompt', secret('system')] });
    const planted = (await Promise.all((await claude.transcripts()).map((path) => readFile(path, 'utf8')))).join('');
    for (const name of [
      'answer',
      'content',
      'edit',
      'task',
      'subprompt',
      'output',
      'subject',
      'body',
      'why',
      'variable',
      'comment',
      'argument',
      'folder',
      'missing',
      'instead',
      'large',
      'end',
      'prompt',
    ])
      assert.ok(planted.includes(secret(name)), `${name} is not in the transcript: the test proves nothing`);

    const engine = await rig.open({ claudeDirectories: [join(claude.home, '.claude')] });
    await engine.ingest({});
    // Beside the file, the log that is not yet in it, and every copy.
    const folder = dirname(rig.ledger);
    for (const name of await readdir(folder)) {
      const bytes = await readFile(join(folder, name));
      assert.ok(!bytes.includes('s3cr3t') && !bytes.includes('hunter2'), `a secret is in ${name}`);
      assert.ok(!bytes.includes(Buffer.from('s3cr3t', 'utf16le')), `a secret is in ${name}`);
    }
    await engine.close();
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    const count = (table: string): unknown => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n;
    assert.deepEqual(
      [count('turn'), count('edit'), count('commit_call'), count('check_run'), count('shell_call WHERE length(file_hashes) > 0')],
      [1, 2, 1, 1, 1],
      'the facts themselves are missing',
    );
    assert.deepEqual(
      [
        count("turn WHERE mode = 'bypassPermissions'"),
        count('failed_edit WHERE length(error_hash) = 8'),
        count('large_read WHERE whole = 1'),
      ],
      [1, 1, 1],
    );
    assert.deepEqual([count('shell_call'), count('shell_call WHERE length(command_hash) = 8')], [4, 4]);
    database.close();
  });

  it('keeps no string of a transcript whose every string holds a secret, but names', async () => {
    reply = steps(
      { tools: [{ name: 'Write', input: { file_path: join(claude.work, 'a.ts'), content: 'one\n' } }] },
      { tools: [{ name: 'Bash', input: { command: 'git add -A; git commit -m "Add a"' } }] },
      { text: 'Done.' },
    );
    await claude.run({ prompt: 'Add a', model });
    // What the ledger may hold: names of branches, paths and models, addresses, ids and times.
    const allowed = new Set([
      'type',
      'subtype',
      'role',
      'name',
      'uuid',
      'id',
      'sessionId',
      'timestamp',
      'requestRef',
      'model',
      'tool_use_id',
      'cwd',
      'gitBranch',
      'version',
      'entrypoint',
      'promptId',
      'stop_reason',
      'agentId',
      'filePath',
      'file_path',
      'sha',
      'kind',
      'requestedModel',
    ]);
    let planted = 0;
    const plant = (value: unknown, key: string): unknown => {
      if (typeof value === 'string') {
        if (allowed.has(key)) return value;
        planted += 1;
        return `${value} c4n4ry`;
      }
      if (Array.isArray(value)) return value.map((item) => plant(item, key));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plant(item, name)]));
    };
    for (const path of await claude.transcripts()) {
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
      const text = lines.map((line) => `${JSON.stringify(plant(JSON.parse(line), ''))}\n`).join('');
      await rig.write(path.split('/projects/')[1] ?? 'missing', text);
    }
    assert.ok(planted > 500, `only ${String(planted)} canaries were planted`);
    assert.ok((await rig.ingest()).requests > 0);
    for (const name of await readdir(dirname(rig.ledger))) {
      const bytes = await readFile(join(dirname(rig.ledger), name));
      assert.ok(!bytes.includes('c4n4ry'), `a canary is in ${name}`);
    }
  });

  it('records the calls that committed, with evidence and without text', async () => {
    await claude.git('checkout', '-q', '-b', 'side');
    const commit = (command: string): ScriptedReply => ({ tools: [{ name: 'Bash', input: { command } }] });
    reply = steps(
      commit('echo 1 > a && git add -A && git commit -m "Loud one"'),
      commit("echo 2 > a && git add -A && git commit -q -F - <<'EOF'\nQuiet one\nEOF"),
      commit('echo "git commit -m nothing"'),
      commit('git commit -m "Nothing to commit"'),
      { text: 'Done.' },
    );
    await claude.run({ prompt: 'Commit', model });
    await rig.ingest({ claudeDirectories: [join(claude.home, '.claude')] });
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    const calls = database
      .prepare(
        'SELECT directory, succeeded, printed, operation_sha, subject_hash, branch FROM commit_call JOIN context ON context.id = context ORDER BY started_ms',
      )
      .all();
    const repositories = database.prepare('SELECT DISTINCT repository FROM folder').all();
    database.close();
    const [quiet, loud] = (await claude.git('log', '--format=%h', '-2')).split('\n');
    assert.equal(calls.length, 3);
    assert.ok(calls.every(({ directory, branch }) => directory === claude.work && branch === 'side'));
    assert.deepEqual(
      calls.map(({ succeeded }) => succeeded),
      [1, 1, null],
    );
    assert.equal(calls[0]?.operation_sha, loud);
    assert.match(String(calls[0]?.printed), new RegExp(String(loud)));
    assert.equal(calls[1]?.printed, '[]', `the quiet commit ${String(quiet)} printed nothing`);
    assert.ok(calls.every(({ subject_hash }) => /^[0-9a-f]{16}$/.test(String(subject_hash))));
    assert.deepEqual(
      repositories.map(({ repository }) => repository),
      [claude.work],
    );
  });
});
