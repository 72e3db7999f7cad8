/** The made-up history behind `payoff` in tests: one commit of a session, one made by hand, a merge, and open work. */
import type { History } from '../../src/core/attribution/history.ts';
import { linkCommits } from '../../src/core/attribution/linkCommits.ts';
import { placeHistory } from '../../src/core/attribution/placeHistory.ts';
import type { RequestRow, SideCallRow } from '../../src/core/report/rows.ts';
import { testRate } from './rows.ts';
import { now } from './snapshots.ts';
import { aCommit, aFile, anEdit, aRecordedCall, aRepository, loom, onFeature, sha } from './story.ts';

const hour = 3_600_000;

const woven = aCommit({ sha: sha('a1b2c3d'), authorMs: now - 29 * hour });
const byHand = aCommit({ sha: sha('b2c3d4e'), authorMs: now - 5 * hour, files: [aFile('README.md')], ...onFeature });
const merge = aCommit({ sha: sha('c3d4e5f'), authorMs: now - 3 * hour, parents: [woven.sha, sha('d4e5f60')], files: [] });
const commits = [woven, byHand, merge];

export const subjects: Readonly<Record<string, string>> = {
  [woven.sha]: 'Weave the first row',
  [byHand.sha]: 'Say in the README how to weave, with a picture of every shuttle that there is',
};

const facts = aRepository(commits, [`${loom}/src/weft.ts`]);
export const loomRecord = { ...facts.record, fetchedAtMs: now - 2 * hour, readAtMs: now };

/** Places the requests as the engine does. */
export function aHistory(requests: readonly RequestRow[], sideCalls: readonly SideCallRow[]): History {
  const commitCalls = [aRecordedCall(woven, { toolUseId: 'toolu_1' })];
  const edits = [anEdit({ atMs: now - 29.5 * hour }), anEdit({ atMs: now - 1.5 * hour, agentId: 'a1', file: 'src/weft.ts' })];
  return placeHistory({
    requests,
    sideCalls,
    rate: testRate,
    edits,
    commitCalls,
    pullRequests: [],
    checks: [],
    compactions: [],
    turns: new Map(),
    nowMs: now,
    linked: {
      repositories: new Map([[loom, { ...facts, record: loomRecord }]]),
      links: linkCommits({ repository: loom, commits: facts.commits, calls: commitCalls, sessionIds: new Set(['session-1']) }),
    },
  });
}
