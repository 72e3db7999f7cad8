/** Paths that were recorded elsewhere (moved clones, containers, WSL), as they are called here. Applied when read. */
import type { PathMapping } from './types.ts';

/** The path with the longest mapped prefix replaced; whole names only. */
export function mapPath(path: string, mappings: readonly PathMapping[]): string {
  let best: PathMapping | null = null;
  for (const mapping of mappings)
    if (isBelow(path, mapping.from) && (best === null || mapping.from.length > best.from.length)) best = mapping;
  return best === null ? path : withoutEnd(best.to) + path.slice(withoutEnd(best.from).length).replaceAll('\\', '/');
}

/** The names that a folder, or a part of it, has before mapping: of the folder itself, or of what a mapping leads into it. */
export function namesBefore(folder: string, mappings: readonly PathMapping[]): readonly string[] {
  const names = new Set<string>();
  for (const { from, to } of mappings) {
    const [name, root] = [withoutEnd(from), withoutEnd(to)];
    if (isBelow(root, folder)) names.add(name);
    else if (isBelow(folder, root)) names.add(name + asBefore(folder.slice(root.length), name));
  }
  return [...names];
}

/** The rest of a path with the separators of the system whose name is before it. */
function asBefore(rest: string, name: string): string {
  return name.includes('\\') ? rest.replaceAll('/', '\\') : rest;
}

function withoutEnd(folder: string): string {
  return folder.replace(/[/\\]$/, '');
}

function isBelow(path: string, folder: string): boolean {
  const prefix = withoutEnd(folder);
  return path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}\\`);
}
