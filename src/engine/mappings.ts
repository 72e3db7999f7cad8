/** Paths that were recorded elsewhere (moved clones, containers, WSL), as they are called here. Applied when read. */
import type { PathMapping } from './types.ts';

/** The path with the longest mapped prefix replaced; whole names only. */
export function mapPath(path: string, mappings: readonly PathMapping[]): string {
  let best: PathMapping | null = null;
  for (const mapping of mappings)
    if (isBelow(path, mapping.from) && (best === null || mapping.from.length > best.from.length)) best = mapping;
  return best === null ? path : best.to.replace(/[/\\]$/, '') + path.slice(best.from.replace(/[/\\]$/, '').length).replaceAll('\\', '/');
}

function isBelow(path: string, folder: string): boolean {
  const prefix = folder.replace(/[/\\]$/, '');
  return path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}\\`);
}
