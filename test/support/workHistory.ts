/** A history of a developer's changes for the tests of rules that compare: each change is one session, one edit and one commit. */
import type { CommitRecord, EditCall } from '../../src/core/attribution/gitFacts.ts';
import type { History, PlacedRequest } from '../../src/core/attribution/history.ts';
import type { Link } from '../../src/core/attribution/link.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../src/core/outcomes/outcome.ts';
import { defaultSettings, windowAt } from '../../src/core/outcomes/repositorySettings.ts';
import { aCommit, aHistory, aLink, anEdit, aPlaced, aRepository, dayMs, hourMs, loom, noon, shaOf } from './histories.ts';
import { aRequest, testRate } from './rows.ts';

export interface WorkedChange {
  readonly model: string;
  /** What its edit changed, and so its kind of work. */
  readonly file?: string;
  readonly linesAdded?: number;
  readonly stayed?: boolean;
  /** When it shipped, days before `noon`. */
  readonly daysAgo: number;
  /** Output tokens of its one request of the main thread. */
  readonly output?: number;
  /** Output tokens of a subagent. */
  readonly subagentOutput?: number;
  /** The session that made it: its own when left out. */
  readonly sessionId?: string;
  readonly own?: boolean;
  readonly setAside?: boolean;
  readonly state?: ChangeOutcome['state'];
  readonly tier?: Link['tier'];
}

/** Prices are `testRate`'s; the default branch was seen until `noon`. */
export function workHistory(
  changes: readonly WorkedChange[],
  more: readonly PlacedRequest[] = [],
  turns: History['turns'] = new Map(),
): History {
  const commits: CommitRecord[] = [];
  const edits: EditCall[] = [];
  const links: Link[] = [];
  const requests: PlacedRequest[] = [...more];
  const takenEdits = new Map<string, string>();
  const outcomes: ChangeOutcome[] = [];
  for (const [index, change] of changes.entries()) {
    const { model, file = 'src/weave.ts', linesAdded = 90, stayed = true, daysAgo, output = 100_000, subagentOutput = 0 } = change;
    const name = `c${index.toString(16).padStart(6, '0')}`;
    const sha = shaOf(name);
    const sessionId = change.sessionId ?? `session-${name}`;
    const editId = `edit-${name}`;
    const atMs = noon - daysAgo * dayMs - hourMs;
    const shippedAtMs = noon - daysAgo * dayMs;
    const commit = aCommit(name, {
      authorMs: shippedAtMs,
      committerMs: shippedAtMs,
      files: [{ path: file, previousPath: null, added: linesAdded, removed: 0 }],
    });
    commits.push(commit);
    edits.push(anEdit({ toolUseId: editId, sessionId, atMs, file, path: `${loom}/${file}`, linesAdded, linesRemoved: 0 }));
    takenEdits.set(editId, sha);
    links.push(aLink(name, { sessionId, tier: change.tier ?? 1 }));
    const state = change.state ?? (stayed ? 'verified' : 'reverted');
    for (const [agentId, tokens] of [
      ['', output],
      ['agent', subagentOutput],
    ] as const) {
      if (tokens === 0) continue;
      const row = aRequest({ model, sessionId, agentId, atMs, tokens: { input: 0, output: tokens } });
      const rating = testRate(row);
      const placed = aPlaced({ sha: name, part: stayed ? 'stayed' : 'cameBack' }, 0, { ...row, editId });
      requests.push({ ...placed, nanodollars: rating.priced ? rating.cost.total : null });
    }
    const window = windowAt(defaultSettings, shippedAtMs);
    outcomes.push({
      repository: loom,
      change: { sha, style: 'trunk', commits: [commit], pullNumber: null, shippedAtMs },
      state,
      pending: state === 'pending' ? 'windowOpen' : null,
      shippedAtMs,
      window,
      windowClosesAtMs: shippedAtMs + window.days * dayMs,
      comeBacks: [],
      joined: [],
      own: change.own ?? true,
      withClaude: 'linked',
      sessionIds: [sessionId],
      setAside: change.setAside ?? false,
    });
  }
  const became: RepositoryOutcomes = {
    repository: loom,
    settings: defaultSettings,
    changes: outcomes,
    changeOf: new Map(outcomes.map((outcome) => [outcome.change.sha, outcome])),
    seenUntilMs: noon,
  };
  return aHistory({
    ...{ requests, edits, links, takenEdits, turns },
    repositories: [aRepository(commits)],
    outcomes: new Map([[loom, became]]),
  });
}

/** So many changes, spread over weeks that ended long enough ago. */
export function manyChanges(count: number, change: Omit<WorkedChange, 'daysAgo'>, cameBack = 0): readonly WorkedChange[] {
  return Array.from({ length: count }, (_, index) => ({
    ...change,
    daysAgo: 16 + (index * 100) / count,
    stayed: cameBack === 0 || index % Math.ceil(count / cameBack) !== 0,
  }));
}
