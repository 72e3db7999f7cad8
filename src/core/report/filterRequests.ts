import type { PlacedRequest } from '../attribution/history.ts';
import { canonicalModel } from '../pricing/modelName.ts';
import type { Filter } from './filter.ts';

/** The filter that keeps everything. */
export const everything: Filter = { sinceMs: null, untilMs: null, repository: null, branch: null, model: null, part: null };

/** Whether a request fits all of a filter. */
export function fits(filter: Filter): (request: PlacedRequest) => boolean {
  const { sinceMs, untilMs, repository, branch, model, part } = filter;
  const nameOf = canonicalNames();
  return (request) =>
    (sinceMs === null || request.atMs >= sinceMs) &&
    (untilMs === null || request.atMs < untilMs) &&
    (repository === null || request.repository === repository) &&
    (branch === null || request.branch === branch) &&
    (part === null || request.part === part) &&
    (model === null || nameOf(request.model) === model);
}

/** The distinct values of a list in which the same one often comes again and again. */
export function distinct<Item>(items: readonly Item[], valueOf: (item: Item) => string): Set<string> {
  const values = new Set<string>();
  let last: string | null = null;
  for (const item of items) {
    const value = valueOf(item);
    if (value !== last) values.add((last = value));
  }
  return values;
}

/** `canonicalModel` that remembers: a history asks for the same few names many thousand times. */
export function canonicalNames(): (model: string) => string {
  const known = new Map<string, string>();
  return (model) => {
    let name = known.get(model);
    if (name === undefined) known.set(model, (name = canonicalModel(model)));
    return name;
  };
}
