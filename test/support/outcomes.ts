/** Changes and what became of them, each with what matters said and the rest filled in. */
import type { Change } from '../../src/core/outcomes/changes.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../src/core/outcomes/outcome.ts';
import type { ChangeLines } from '../../src/core/outcomes/survival.ts';
import { defaultSettings, windowAt } from '../../src/core/outcomes/repositorySettings.ts';
import { aCommit, dayMs, loom, noon, shaOf } from './histories.ts';

/** A trunk change of one commit that shipped at noon a month ago, stayed, and is an own one. */
export function anOutcome(
  some: Omit<Partial<ChangeOutcome>, 'change'> & { readonly sha: string; readonly change?: Partial<Change> },
): ChangeOutcome {
  const { sha, change: given, ...rest } = some;
  const shippedAtMs = rest.shippedAtMs === undefined ? noon - 30 * dayMs : rest.shippedAtMs;
  const commit = aCommit(shaOf(sha), { committerMs: shippedAtMs ?? noon, authorMs: shippedAtMs ?? noon });
  const window = rest.window ?? windowAt(defaultSettings, shippedAtMs ?? noon);
  return {
    repository: loom,
    change: { sha: commit.sha, style: 'trunk', commits: [commit], pullNumber: null, shippedAtMs: commit.committerMs, ...given },
    state: 'verified',
    pending: null,
    shippedAtMs,
    window,
    windowClosesAtMs: shippedAtMs === null ? null : shippedAtMs + window.days * dayMs,
    comeBacks: [],
    joined: [],
    own: true,
    withClaude: 'linked',
    sessionIds: ['session-1'],
    setAside: false,
    ...rest,
  };
}

/** What became of a repository that was seen until noon. */
export function outcomesOf(changes: readonly ChangeOutcome[], some: Partial<RepositoryOutcomes> = {}): RepositoryOutcomes {
  const changeOf = new Map(
    changes.flatMap((outcome) => [...outcome.change.commits, ...outcome.joined].map(({ sha }) => [sha, outcome] as const)),
  );
  return { repository: loom, settings: defaultSettings, changes, changeOf, seenUntilMs: noon, ...some };
}

/** Lines of a change that shipped, and how many of them were still there after 7, 14 and 30 days. */
export function someLines(sha: string, shipped: number, surviving: number): ChangeLines {
  const at = { lines: shipped, surviving };
  return {
    ...{ changeSha: shaOf(sha), repository: loom, shippedAtMs: noon - 40 * dayMs, recorded: true, files: [] },
    ...{ committed: shipped, shipped, at: { 7: at, 14: at, 30: at } },
  };
}
