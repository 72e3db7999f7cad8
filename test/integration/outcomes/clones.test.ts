/** Two clones of one project, with the real git: what was made in one is there in the other, and counts once. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { linesOf, OutcomeRig } from '../../support/outcomeRig.ts';
import { ShellSession } from '../../support/shellSession.ts';
import { sessionB } from '../../support/transcriptLines.ts';

const sessionC = 'cccccccc-0000-4000-8000-00000000000c';

describe('a change that two clones have', () => {
  let rig: OutcomeRig;
  beforeEach(async () => {
    rig = await OutcomeRig.make();
  });
  afterEach(() => rig.close());

  it('is that of the clone in which a session made it, also where a trailer names the session', async () => {
    const second = join(rig.engineRig.root, 'second');
    const env = rig.environment as NodeJS.ProcessEnv;
    execFileSync('git', ['clone', '-q', rig.folder, second], { env, stdio: 'ignore' });
    const git = (...args: readonly string[]): Buffer =>
      execFileSync('git', ['-C', second, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    git('config', 'user.email', 'ada@example.invalid');
    const session = (sessionId: string, day: number, cwd: string): ShellSession =>
      new ShellSession({ sessionId, cwd, environment: rig.environment, startMs: rig.msOf(day) });
    const save = (each: ShellSession): Promise<string> => rig.engineRig.write(`-loom/${each.sessionId}.jsonl`, each.text());
    await save(session(sessionC, 0.5, second).edits('notes.txt', 'Threads\n'));
    await save(
      session(sessionB, 1, rig.folder)
        .edits('weave.ts', linesOf('weave', 6))
        .runs(`git add -A && git commit -qm "Weave" -m "Claude-Session: ${sessionB}"`),
    );
    git('pull', '-q');
    const engine = await rig.engineRig.open({ environment: rig.environment });
    await engine.ingest({});
    for (const { problem } of await engine.readGit({ folders: [rig.folder, second] })) assert.equal(problem, null);
    const attempted = async (repository: string): Promise<number | undefined> => {
      const view = await engine.outcomes.ofRepository({ repository, sinceMs: null, untilMs: null, nowMs: rig.msOf(59) });
      return view?.totals.attempted;
    };
    assert.deepEqual([await attempted(rig.folder), await attempted(second)], [1, 0]);
  });
});
