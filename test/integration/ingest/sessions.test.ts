/** What a session's row says beside its cost, over the whole way. */
import assert from 'node:assert/strict';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, jsonl, noon, prompt, sessionA, toolResult, toolUse } from '../../support/transcriptLines.ts';

describe('a session', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const main = (session: string): string => `-home-ada-loom/${session}.jsonl`;

  it('counts prompts of a human as turns, typed ahead or not, and nothing else', async () => {
    const queued = (more: object): object => ({
      type: 'attachment',
      attachment: { type: 'queued_command', prompt: 'And this.', ...more },
      uuid: JSON.stringify(more),
      timestamp: noon,
      sessionId: sessionA,
      cwd: '/home/ada/loom',
    });
    await rig.write(
      main(sessionA),
      jsonl(
        prompt('Begin.'),
        queued({ commandMode: 'prompt', prompt: 'Typed ahead.' }),
        queued({ commandMode: 'task-notification' }),
        queued({ commandMode: 'prompt', origin: { kind: 'coordinator' } }),
        prompt('<command-name>/clear</command-name>'),
        prompt('Begin.', { at: '2026-11-20T12:01:00.000Z' }),
        assistant(),
      ),
    );
    const engine = await rig.open();
    await engine.ingest({});
    assert.deepEqual(
      (await engine.sessions({ sinceMs: null, untilMs: null })).map(({ turns }) => turns),
      [2],
    );
  });

  it('counts lines of edits that succeeded, and none of plans and notes', async () => {
    const write = (id: string, filePath: string): object[] => [
      assistant({ content: [toolUse(id, 'Write', { file_path: filePath })] }),
      toolResult(id, { type: 'create', filePath, content: 'a\nb', structuredPatch: [] }),
    ];
    await rig.write(
      main(sessionA),
      jsonl(
        ...write('toolu_1', '/home/ada/loom/a.ts'),
        ...write('toolu_2', '/home/ada/.claude/plans/next.md'),
        toolResult('toolu_3', { type: 'create', filePath: '/home/ada/loom/b.ts', content: 'a', structuredPatch: [] }, { isError: true }),
        toolResult('toolu_4', 'Error: denied', { isError: true }),
      ),
    );
    const engine = await rig.open();
    await engine.ingest({});
    assert.deepEqual(
      (await engine.sessions({ sinceMs: null, untilMs: null })).map(({ linesAdded }) => linesAdded),
      [2],
    );
  });
});
