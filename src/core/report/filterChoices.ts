import type { History } from '../attribution/history.ts';
import { mostBranches } from './dearestBranches.ts';
import { canonicalNames } from './filterRequests.ts';
import { modelLabel } from './modelLabel.ts';
import type { FilterChoices } from './overview.ts';
import { repositoryName } from './words.ts';

/** What the filters offer, of the whole history, so that a choice can be changed: newest first, the newest branches of the chosen repository. */
export function filterChoices(history: History, repository: string | null): FilterChoices {
  const nameOf = canonicalNames();
  const repositories = new Set<string>();
  const branches = new Set<string>();
  const models = new Set<string>();
  for (let index = history.requests.length - 1; index >= 0; index -= 1) {
    const request = history.requests[index];
    if (request === undefined) continue;
    const newer = history.requests[index + 1];
    if (newer?.repository !== request.repository || newer.branch !== request.branch) {
      repositories.add(request.repository);
      if (repository === null || request.repository === repository) branches.add(request.branch);
    }
    if (newer?.model !== request.model) models.add(request.model);
  }
  const isNamed = (name: string): boolean => name !== '';
  return {
    repositories: [...repositories]
      .filter(isNamed)
      .map((path) => ({ repository: path, name: repositoryName(path), read: history.repositories.has(path) })),
    branches: [...[...branches].filter(isNamed).slice(0, mostBranches), ...(branches.has('') ? [''] : [])],
    models: [...new Set([...models].map(nameOf))].filter(isNamed).map((model) => ({ model, label: modelLabel(model) })),
  };
}
