/** A history with work of every fate in two real repositories and outside of any: written transcripts over commits that git really made. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineRig } from './engineRig.ts';
import { GitWork, SessionLines } from './gitWork.ts';
import { costState, jsonl } from './transcriptLines.ts';

export interface MixedHistory {
  readonly loom: GitWork;
  readonly weft: GitWork;
  /** A folder in no repository. */
  readonly scratch: string;
  readonly sessions: number;
  readonly pullRequest: string;
}

const hour = 3_600_000;
const day = 24 * hour;

const sessionIdOf = (number: number): string => `${String(number).padStart(8, '0')}-0000-4000-8000-000000000001`;

/** Output tokens of each request of a session. */
const outputOf = (session: number): number => 20_000 + 7_137 * session;

/**
 * Writes it into the rig's home: commits on main, on another branch, by hand and reverted, a pull request, open work, edits in no commit,
 * reading, side calls, and a session in no repository. Every session's requests have a price of their own, so that no two sums are alike
 * by chance. All of it ends an hour before `nowMs`.
 */
export async function writeMixedHistory(rig: EngineRig, nowMs: number): Promise<MixedHistory> {
  const loom = new GitWork(rig, 'loom');
  const weft = new GitWork(rig, 'weft');
  const scratch = join(rig.root, 'scratch');
  mkdirSync(scratch);
  const pullRequest = 'https://forge.example/ada/weft/pull/7';
  let sessions = 0;
  let branchOfLast = '';
  const begin = (cwd: string, beforeMs: number, branch = 'main'): SessionLines => {
    sessions += 1;
    branchOfLast = branch;
    const sessionId = sessionIdOf(sessions);
    return new SessionLines(cwd, { sessionId, startMs: nowMs - beforeMs, branch });
  };
  const write = async (lines: SessionLines, ...more: readonly object[]): Promise<void> => {
    const text = jsonl(...lines.lines, ...more)
      .replaceAll('"output_tokens":500', `"output_tokens":${String(outputOf(sessions))}`)
      .replaceAll('"stdout":"[main ', `"stdout":"[${branchOfLast} `);
    await rig.write(`-work/${sessionIdOf(sessions)}.jsonl`, text);
  };
  const change = (work: GitWork, file: string): ((atMs: number) => string) => {
    work.write(file, `${file}\n`);
    return (atMs) => work.commit(`Add ${file}`, atMs);
  };

  const onMain = begin(loom.clone, 22 * day);
  onMain.says().edits(join(loom.clone, 'warp.ts'), 'warp.ts\n');
  onMain.commits('Add warp.ts', change(loom, 'warp.ts'));
  onMain.edits(join(loom.clone, 'weave.ts'), 'weave.ts\n');
  onMain.commits('Add weave.ts', change(loom, 'weave.ts'));
  onMain.says();
  await write(onMain);

  const uncommitted = begin(loom.clone, 19 * day);
  uncommitted.edits(join(loom.clone, 'dead.ts'), 'dead.ts\n').says();
  await write(uncommitted);

  loom.git('checkout', '-q', '-b', 'shuttle');
  const elsewhere = begin(loom.clone, 13 * day, 'shuttle');
  elsewhere.edits(join(loom.clone, 'shuttle.ts'), 'shuttle.ts\n');
  elsewhere.commits('Add shuttle.ts', change(loom, 'shuttle.ts'));
  await write(elsewhere);
  loom.git('checkout', '-q', 'main');

  const undone = begin(loom.clone, 9 * day);
  undone.edits(join(loom.clone, 'knot.ts'), 'knot.ts\n');
  const knot = undone.commits('Add knot.ts', change(loom, 'knot.ts'));
  await write(undone);
  const date = `${String(Math.floor((nowMs - 8 * day) / 1000))} +0000`;
  loom.gitAt(loom.clone, { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }, 'revert', '--no-edit', knot);
  loom.write('byHand.ts', 'byHand.ts\n');
  loom.commit('Mend by hand', nowMs - 7 * day);

  weft.git('checkout', '-q', '-b', 'pattern');
  const pulled = begin(weft.clone, 6 * day, 'pattern');
  pulled.edits(join(weft.clone, 'pattern.ts'), 'pattern.ts\n');
  pulled.commits('Add pattern.ts', change(weft, 'pattern.ts'));
  const link = { type: 'pr-link', prUrl: pullRequest, prNumber: 7, prRepository: 'ada/weft' };
  await write(pulled, { ...link, timestamp: new Date(pulled.atMs + 60_000).toISOString() });
  weft.git('checkout', '-q', 'main');
  const merged = `${String(Math.floor((nowMs - 5 * day) / 1000))} +0000`;
  const mergedAt = { GIT_AUTHOR_DATE: merged, GIT_COMMITTER_DATE: merged };
  weft.gitAt(weft.clone, mergedAt, 'merge', '-q', '--no-ff', '-m', 'Merge pull request #7 from ada/pattern', 'pattern');

  const reading = begin(weft.clone, 4 * day);
  reading.says().says();
  const own = { output: outputOf(sessions) * (reading.lines.length - 1) };
  await write(reading, costState({ 'claude-opus-5-5': own, 'claude-haiku-4-5': { input: 9_000, output: 31_000 } }));

  const outside = begin(scratch, 3 * day, '');
  outside.edits(join(scratch, 'notes.txt'), 'notes\n').says();
  await write(outside);

  const open = begin(loom.clone, day);
  open.edits(join(loom.clone, 'open.ts'), 'open.ts\n').says();
  loom.write('open.ts', 'open.ts\n');
  await write(open);

  const today = begin(weft.clone, 1.5 * hour);
  today.edits(join(weft.clone, 'today.ts'), 'today.ts\n');
  today.commits('Add today.ts', change(weft, 'today.ts'));
  await write(today);
  return { loom, weft, scratch, sessions, pullRequest };
}
