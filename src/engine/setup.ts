/** *Set up this repository*: what its history suggests for `.payoff.json`, beside the file that is there. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { t } from '../core/l10n/message.ts';
import type { RepositoryFacts } from '../core/attribution/gitFacts.ts';
import { detectSettings } from '../core/outcomes/detectSettings.ts';
import type { HistoryFacts } from '../core/outcomes/detectSettings.ts';
import type { RepositoryOutcomes } from '../core/outcomes/outcome.ts';
import { longestSettingsFile } from '../core/outcomes/parseSettings.ts';
import { proposeSetup } from '../core/outcomes/setupProposal.ts';
import type { SetupProposal } from '../core/outcomes/setupProposal.ts';
import type { NotFound } from '../core/report/explanation.ts';
import { cadenceOf } from '../core/report/outcomes/cadence.ts';
import { workingTreeFile } from '../git/rootFiles.ts';
import { readRepository } from '../ledger/repositories.ts';
import type { StoredHead } from '../ledger/repositories.ts';
import type { HistoryKeeper } from './history.ts';
import type { RepositoryFinder } from './repositories.ts';
import { settingsName } from './repositoryFiles.ts';

export interface SetupOptions {
  readonly history: HistoryKeeper;
  readonly repositories: RepositoryFinder;
  readonly database: DatabaseSync;
  readonly timezone: string;
}

/** The proposal for the repository of a folder, as far as git was read there; or why there is none, in a sentence. */
export async function proposeFor(folder: string, nowMs: number, options: SetupOptions): Promise<SetupProposal | NotFound> {
  const repository = await options.repositories.ofFolder(folder);
  if (repository === '') return { notFound: t('This folder is in no git repository: there is nothing to set up.') };
  const isTree = (await stat(join(repository, '.git')).catch(() => null)) !== null;
  if (!isTree) return { notFound: t('This repository has no working tree: set it up in a clone, and commit the file there.') };
  const found = await workingTreeFile(repository, settingsName, longestSettingsFile);
  if (found.found === 'unread')
    return { notFound: t('There is a {0} that cannot be read ({1}): nothing is proposed.', settingsName, unreadWords[found.why]()) };
  const history = await options.history.read(nowMs);
  const facts = history.repositories.get(repository);
  const outcomes = history.outcomes.get(repository);
  if (facts === undefined || outcomes === undefined)
    return { notFound: t('Nothing of this repository’s git was read yet: refresh the panel, or run payoff setup without --no-ingest.') };
  const heads = readRepository(options.database, repository)?.heads ?? [];
  return proposeSetup({
    repository,
    file: join(repository, settingsName),
    existing: found.found === 'text' ? found.text : null,
    detected: detectSettings(historyFacts({ facts, outcomes, heads, nowMs, timezone: options.timezone })),
  });
}

const unreadWords = {
  kind: () => t('it is no regular file'),
  size: () => t('it is larger than 64 kB'),
  failed: () => t('it may not be opened'),
} as const;

interface Known {
  readonly facts: RepositoryFacts;
  readonly outcomes: RepositoryOutcomes;
  readonly heads: readonly StoredHead[];
  readonly nowMs: number;
  readonly timezone: string;
}

function historyFacts({ facts: { record, commits }, outcomes, heads, nowMs, timezone }: Known): HistoryFacts {
  const { changes, seenUntilMs } = outcomes;
  const merged = [...commits.values()].filter(({ onDefaultBranch, hints }) => onDefaultBranch && hints?.bot !== true);
  return {
    changes: changes.map(({ change: { style } }) => ({ style })),
    comeBacks: changes.flatMap(({ change, comeBacks }) =>
      comeBacks.map(({ kind, atMs }) => ({ kind, afterMs: Math.max(0, atMs - change.shippedAtMs) })),
    ),
    mergedBranches: merged.flatMap(({ hints }) => hints?.mergedBranch ?? []),
    branches: [...new Set(heads.flatMap(({ ref }) => /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref)?.[1] ?? []))],
    tags: heads.flatMap(({ ref, sha }) => {
      const commit = commits.get(sha);
      return commit === undefined || !ref.startsWith('refs/tags/')
        ? []
        : [{ name: ref.slice('refs/tags/'.length), atMs: commit.committerMs }];
    }),
    defaultBranch: record.defaultBranch,
    cadence: cadenceOf(changes, seenUntilMs ?? nowMs, timezone),
    nowMs,
  };
}
