/** Lines of the kinds that a transcript can hold and that `corpus/current.jsonl`, written by one version of the client, does not show. */
import { apiRequest, assistant, costState, noon, prompt, sessionA, toolResult, toolUse } from '../support/transcriptLines.ts';

const usage = {
  input_tokens: 10,
  cache_read_input_tokens: 2000,
  cache_creation_input_tokens: 300,
  cache_creation: { ephemeral_1h_input_tokens: 200, ephemeral_5m_input_tokens: 100 },
  server_tool_use: { web_search_requests: 2 },
  speed: 'fast',
  inference_geo: 'us',
  iterations: [
    { type: 'message', input_tokens: 10, output_tokens: 500 },
    { type: 'advisor_message', model: 'claude-opus-5', input_tokens: 5, output_tokens: 7 },
  ],
};

const responses = [
  apiRequest('ref-1'),
  assistant({ id: 'msg_01asked', more: { requestRef: 'ref-1', requestedModel: 'claude-opus-5-5[1m]' } }),
  ...[1, 2, 3].map((count) =>
    assistant({
      id: 'msg_01partial',
      stopReason: null,
      uuid: `partial-${String(count)}`,
      content: [
        { type: 'text', text: 'Weaving the looms of the town.' },
        { type: 'thinking', thinking: 'Hm.' },
      ],
      usage: { output_tokens: count },
    }),
  ),
  assistant({ id: 'msg_01partial', uuid: 'partial-4', usage: { output_tokens: 40 } }),
  assistant({ id: 'msg_01advised', usage }),
  assistant({ model: '<synthetic>', usage: { output_tokens: 0 } }),
  assistant({ model: 'claude-haiku-4-5-20251001', more: { isSidechain: true, agentId: 'a1' } }),
  assistant({ more: { message: { model: 'claude-sonnet-5', content: 'Text.', usage: { input_tokens: 1, output_tokens: 2 } } } }),
];

const prompts = [
  prompt('Weave 🧵 the loom'),
  prompt('<command-name>/clear</command-name>'),
  prompt('<system-reminder>x</system-reminder>And this?', { more: { promptId: 'prompt-1', origin: { kind: 'human' } } }),
  {
    ...prompt(''),
    message: {
      role: 'user',
      content: [
        { type: 'text', text: 'See' },
        { type: 'image', source: { data: 'AA' } },
      ],
    },
  },
  { ...prompt('A summary of what came before'), isCompactSummary: true },
  prompt('A note of the client', { more: { isMeta: true } }),
  prompt('What the client asked beside it', { more: { turnCompanion: true } }),
  prompt('A task is done', { more: { origin: { kind: 'task-notification' } } }),
  prompt('What a subagent was asked', { more: { isSidechain: true } }),
];

const commits = 'cd src && git commit -q -m "Add looms" && git commit -F - <<EOF\nSecond\nEOF\nnpm test && npm run build';
const shellCalls = [
  assistant({ content: [toolUse('toolu_c1', 'Bash', { command: commits })] }),
  toolResult('toolu_c1', {
    stdout: '[main abc1234] Add looms\n[main (root-commit) def5678] Second\n',
    stderr: '',
    interrupted: false,
    gitOperation: {
      commit: { sha: 'abc1234', kind: 'committed' },
      push: { branch: 'main' },
      pr: { number: 7, url: 'https://forge.example/ada/loom/pull/7', action: 'created' },
    },
  }),
  assistant({ content: [toolUse('toolu_p1', 'Bash', { command: 'gh pr create --title Loom --body x; npx tsc --noEmit | tail' })] }),
  toolResult('toolu_p1', { stdout: 'https://forge.example/ada/loom/pull/8\n', stderr: '', interrupted: false }),
  assistant({ content: [toolUse('toolu_b1', 'Bash', { command: 'npm test', run_in_background: true })] }),
  toolResult('toolu_b1', { stdout: '', stderr: '', backgroundTaskId: 'task1' }),
];

const patch = [{ oldStart: 1, lines: [' const a = 1;', '-const c = 3;', '+const b = 2;', '\\ No newline at end of file'] }];
const edits = [
  assistant({ content: ['Write', 'Edit', 'MultiEdit', 'NotebookEdit'].map((name, index) => toolUse(`toolu_e${String(index)}`, name, {})) }),
  toolResult('toolu_e0', {
    type: 'update',
    filePath: '/home/ada/loom/a.ts',
    content: 'const a = 1;\nconst b = 2;\n',
    structuredPatch: patch,
  }),
  toolResult('toolu_e1', { filePath: '/home/ada/loom/b.ts', originalFile: null, structuredPatch: patch, staged: true }),
  toolResult('toolu_e2', { filePath: '/home/ada/loom/c.ts', edits: [{ old_string: 'a', new_string: 'b' }], structuredPatch: patch }),
  toolResult('toolu_e3', {
    notebook_path: '/home/ada/loom/n.ipynb',
    edit_mode: 'replace',
    original_file: '{\n "a": 1\n}',
    updated_file: '{\n "a": 2\n}',
  }),
  toolResult('toolu_e0', { type: 'create', filePath: '/home/ada/loom/d.ts', content: '', interrupted: true, structuredPatch: [] }),
  toolResult('toolu_e1', { filePath: '/home/ada/loom/e.ts', structuredPatch: patch }, { isError: true }),
  toolResult('toolu_x1', 'Error: No such file', { isError: true }),
  toolResult('toolu_x2', [{ type: 'text', text: 'a list' }]),
];

const envelope = { timestamp: noon, cwd: '/home/ada/loom', sessionId: sessionA, version: '2.1.330', gitBranch: 'main' };
const queued = { type: 'queued_command', prompt: 'And the other loom?', commandMode: 'prompt', origin: { kind: 'human' } };
const others = [
  { type: 'summary', summary: 'Weave', leafUuid: 'leaf-1' },
  { type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: 'auto', preTokens: 155000 }, uuid: 'compact-1', ...envelope },
  { type: 'system', subtype: 'api_error', error: {}, retryInMs: 500, uuid: 'system-1', ...envelope },
  { type: 'attachment', attachment: queued, uuid: 'queued-1', ...envelope },
  { attachment: { prompt: 'Typed ahead', type: 'queued_command' }, type: 'attachment', uuid: 'queued-2', ...envelope },
  { type: 'progress', data: { type: 'agent_progress', message: assistant({ id: 'msg_01copy' }) }, uuid: 'progress-1', timestamp: noon },
  { type: 'pr-link', sessionId: sessionA, prNumber: 7, prUrl: 'https://ada:secret@forge.example/ada/loom/pull/7?t=x', timestamp: noon },
  costState({
    'claude-opus-5-5': { input: 5, output: 3000, cacheRead: 2000, cacheWrite: 300 },
    'claude-haiku-4-5': { input: 100, output: 20 },
  }),
  { type: 'relocated', relocatedCwd: '/home/ada/other' },
  { type: 'worktree-state', worktreeSession: null },
  { type: 'file-history-snapshot', messageId: 'm', snapshot: { trackedFileBackups: {}, timestamp: noon }, isSnapshotUpdate: false },
  { type: 'custom-title', customTitle: 'Looms', sessionId: sessionA },
  { type: 'from-the-future', timestamp: noon, deep: { er: [1, 2, { x: null }] } },
];

/** What stands in transcripts and is no record. */
const noRecords = ['', '  \t', '[1,2]', '"text"', '17', 'null', '{}', '{"type":"assistant"', 'not json at all'];

/** Each line without its end. */
export const madeLines: readonly string[] = [
  ...[responses, prompts, shellCalls, edits, others].flat().map((record) => JSON.stringify(record)),
  ...noRecords,
];
