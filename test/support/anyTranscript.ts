/** Records of transcripts with ids from a small pool, so that files share them as forks and copies do. */
import fc from 'fast-check';
import { apiRequest, assistant, costState, prompt, toolResult, toolUse } from './transcriptLines.ts';

export const sessionIds = [
  'aaaaaaaa-0000-4000-8000-00000000000a',
  'bbbbbbbb-0000-4000-8000-00000000000b',
  'cccccccc-0000-4000-8000-00000000000c',
] as const;
const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 23, 59, second)).toISOString();

/** A record, or a few that belong together, as a session's file has them. */
export type SomeRecords = (sessionId: string) => readonly object[];

/** A response that one of the sessions asked for; in the others' files it is a copy, without its `api-request`. */
function asked(sessionId: string, id: number, line: object): object[] {
  const response = assistant({ ...line, id: `msg_01asked${String(id)}`, more: { requestRef: `asked-${String(id)}` } });
  return sessionId === sessionIds[id % sessionIds.length] ? [apiRequest(`asked-${String(id)}`, line), response] : [response];
}

const kinds = [
  ...(['response', 'response', 'response', 'requested', 'prompt', 'commit', 'push', 'edit', 'cost', 'link'] as const),
  ...(['pullRequest', 'compaction', 'sidechain', 'odd', 'failedEdit', 'largeRead'] as const),
];

export const someRecords: fc.Arbitrary<SomeRecords> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    id: fc.integer({ min: 0, max: 6 }),
    second: fc.integer({ min: 0, max: 100 }),
    output: fc.integer({ min: 0, max: 5 }),
    stopped: fc.boolean(),
    model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-4-5', 'claude-next-9'),
    branch: fc.constantFrom('main', 'side'),
    text: fc.constantFrom('x', 'ü€😀'.repeat(20)),
  })
  .map((drawn) => Object.assign(recordsOf(drawn), { toString: () => JSON.stringify(drawn) }));

interface Drawn {
  readonly kind: (typeof kinds)[number];
  readonly id: number;
  readonly second: number;
  readonly output: number;
  readonly stopped: boolean;
  readonly model: string;
  readonly branch: string;
  readonly text: string;
}

function recordsOf({ kind, id, second, output, stopped, model, branch, text }: Drawn): SomeRecords {
  return (sessionId) => {
    const line = { id: `msg_01${String(id)}`, uuid: `uuid-${String(id)}-${String(output)}`, at: at(second), sessionId, model };
    const options = {
      ...line,
      stopReason: stopped ? 'end_turn' : null,
      usage: { output_tokens: output },
      more: { cwd: `/home/ada/${branch}`, gitBranch: branch, requestRef: `ref-${String(id)}` },
    };
    const tool = `toolu_${kind}_${String(id)}`;
    const called = (name: string, input: object, result: unknown): readonly object[] => [
      assistant({ ...options, content: [toolUse(tool, name, input)] }),
      toolResult(tool, result, line),
    ];
    switch (kind) {
      case 'requested':
        return asked(sessionId, id, line);
      case 'prompt':
        return [prompt(`Do ${text}`, { ...line, uuid: `prompt-${String(id)}` })];
      case 'commit':
        return called(
          'Bash',
          { command: `git commit -m "Add ${text}" && npm test` },
          { stdout: `[main abc123${String(id)}] Add\n`, stderr: '' },
        );
      case 'push':
        return called('Bash', { command: 'git push' }, { stdout: '', stderr: '', gitOperation: { push: { branch } } });
      case 'pullRequest': {
        const pr = { action: 'created', number: id, url: `https://example.invalid/a/b/pull/${String(id)}` };
        return called('Bash', { command: 'gh pr create' }, { stdout: pr.url, stderr: '', gitOperation: { pr } });
      }
      case 'edit': {
        const result = { type: 'create', filePath: '/home/ada/loom/a.ts', content: `${text}\nb\n`, structuredPatch: [] };
        return called('Write', { file_path: '/a' }, result);
      }
      case 'failedEdit':
        return [
          assistant({ ...options, content: [toolUse(tool, 'Edit', { file_path: '/home/ada/loom/a.ts', old_string: text })] }),
          toolResult(tool, 'Error: not found', { ...line, isError: true, says: `String to replace not found in file. String: ${text}` }),
        ];
      case 'largeRead':
        return [
          assistant({ ...options, content: [toolUse(tool, 'Read', { file_path: `/home/ada/loom/${text}` })] }),
          toolResult(tool, undefined, { ...line, says: text.repeat(30_000) }),
        ];
      case 'cost':
        return [costState({ [model]: { output: output + id } }, sessionId)];
      case 'link':
        return [{ type: 'pr-link', prUrl: `https://example.invalid/a/b/pull/${String(id)}`, prNumber: id, timestamp: at(second) }];
      case 'compaction': {
        const compactMetadata = { trigger: 'auto', preTokens: 1000 * id };
        const record = { type: 'system', subtype: 'compact_boundary', uuid: `compact-${String(id)}`, compactMetadata };
        return [{ ...record, sessionId, timestamp: at(second), cwd: '/home/ada/loom' }];
      }
      case 'sidechain':
        return [assistant({ ...options, more: { ...options.more, isSidechain: true } })];
      case 'odd':
        return [{ type: 'assistant', message: { id: 'odd', usage: { input_tokens: -1 } }, timestamp: at(second), sessionId }];
      default:
        return [assistant({ ...options, content: [{ type: 'text', text }] })];
    }
  };
}
