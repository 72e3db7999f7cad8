/** What the demo's story came to, as the engine says it: tests of what shows it take their figures from here, so that the story may change. */
import assert from 'node:assert/strict';
import { longestPage } from '../../src/protocol/dataMethods.ts';
import { liveWork } from '../../src/start/demoStory.ts';
import type { CommitRow } from '../../src/core/report/commits.ts';
import type { Overview } from '../../src/core/report/overview.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { Answers } from './panelSource.ts';

/** What the panel shows at first: the last 30 days of everything. */
const everything: FilterMessage = { period: '30days', repository: null, branch: null, model: null, part: null };
const never = new AbortController().signal;

export function demoOverview({ overview }: Answers, filter: Partial<FilterMessage> = {}): Promise<Overview> {
  return overview({ filter: { ...everything, ...filter } }, never);
}

/** Newest first, with their subjects. */
export async function demoCommits({ commits }: Answers, filter: Partial<FilterMessage> = {}): Promise<readonly CommitRow[]> {
  const { rows, total } = await commits({ filter: { ...everything, ...filter }, offset: 0, limit: longestPage, subjects: true }, never);
  assert.equal(rows.length, total, 'The demo has more commits than one answer.');
  return rows;
}

/** The one commit of the story that has the subject. */
export async function demoCommit(answers: Answers, subject: string): Promise<CommitRow> {
  const [commit, ...others] = (await demoCommits(answers, { period: 'all' })).filter((each) => each.subject === subject);
  assert.ok(commit !== undefined && others.length === 0, `${String(others.length)} more commits are "${subject}".`);
  return commit;
}

/** The commit that the live session has just made, and that session. */
export async function demoLiveCommit(answers: Answers): Promise<{ readonly commit: CommitRow; readonly sessionId: string }> {
  const commit = await demoCommit(answers, liveWork.commit.subject);
  const [link] = commit.links;
  assert.ok(link, 'The live session’s commit has no link.');
  return { commit, sessionId: link.sessionId };
}

/** The only sentence on what is worth a look that has the id, and where it leads. */
export function demoLook({ worthALook }: Overview, id: string): Overview['worthALook'][number] {
  const [look, ...others] = worthALook.filter((each) => each.id === id);
  assert.ok(look !== undefined && others.length === 0, `Of "${id}" the demo has ${JSON.stringify(worthALook)}.`);
  return look;
}
