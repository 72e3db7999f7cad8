import { statSync } from 'node:fs';
import { t } from '../core/l10n/message.ts';
import type { Holdings } from '../core/report/holdings.ts';
import { readExclusions } from '../ledger/exclusions.ts';
import { readHoldings } from '../ledger/holdings.ts';
import type { Ledger } from '../ledger/open.ts';
import type { Places } from './places.ts';

const trust = (): string =>
  t(
    'The ledger holds numbers, times, ids, names of folders, files, branches and models, and keyed hashes: no prompt, no answer, no content of a file and no text of a command. Nothing of it leaves this machine.',
  );

/** What the ledger holds and where. `places` is prepared. */
export function holdingsOf({ database, path, readOnly }: Ledger, places: Places): Holdings {
  const { folders, ...held } = readHoldings(database);
  const repositories = new Map<string, { sessions: Set<string>; requests: number }>();
  for (const { sessionId, requests, ...folder } of folders) {
    const { repository } = places.apply(folder);
    const known = repositories.get(repository) ?? { sessions: new Set(), requests: 0 };
    known.sessions.add(sessionId);
    known.requests += requests;
    repositories.set(repository, known);
  }
  // What is in no repository has no name to be asked for, and none to be forgotten by.
  const outside = repositories.get('');
  repositories.delete('');
  return {
    ledger: { path, bytes: ['', '-wal'].reduce((sum, suffix) => sum + sizeOf(path + suffix), 0), readOnly },
    ...held,
    outsideRepositories: outside === undefined ? null : { sessions: outside.sessions.size, requests: outside.requests },
    repositories: [...repositories]
      .map(([repository, { sessions, requests }]) => ({ repository, sessions: sessions.size, requests }))
      .sort((left, right) => right.requests - left.requests || (left.repository < right.repository ? -1 : 1)),
    exclude: readExclusions(database),
    trust: trust(),
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
