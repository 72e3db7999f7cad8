import { asFields, asList, asPath, asString } from './fields.ts';
import type { Fields } from './fields.ts';
import { PatchInPlace, TextInPlace } from './inPlace.ts';
import type { Lines } from './inPlace.ts';

/** What one successful file edit changed. */
export interface EditLines {
  readonly tool: 'Write' | 'Edit' | 'MultiEdit' | 'NotebookEdit';
  /** Absolute path as recorded. */
  readonly path: string;
  readonly added: Lines;
  readonly removed: Lines;
}

type Changes = Pick<EditLines, 'added' | 'removed'>;

/**
 * The lines that a tool's result (`toolUseResult`) says were added and removed; null when it is no successful edit. Their numbers are those that
 * Claude Code 2.1.330 itself counts (`cost-state.totalLinesAdded`), except for notebooks, which it does not count at all.
 */
export function editLines(toolUseResult: unknown): EditLines | null {
  const result = asFields(toolUseResult);
  // A staged edit is held for review: the file is unchanged.
  if (result === null || result.staged === true) return null;
  if (asString(result.notebook_path) !== '') return notebookEdit(result);
  const path = asPath(result.filePath);
  if (path === '') return null;
  const { content, structuredPatch } = result;
  if ((result.type === 'create' || result.type === 'update') && (typeof content === 'string' || content instanceof TextInPlace)) {
    const changes = result.type === 'create' ? { added: linesOfContent(content), removed: [] } : linesOfPatch(structuredPatch);
    return { tool: 'Write', path, ...changes };
  }
  if (!Array.isArray(structuredPatch) && !(structuredPatch instanceof PatchInPlace)) return null;
  return { tool: Array.isArray(result.edits) ? 'MultiEdit' : 'Edit', path, ...linesOfPatch(structuredPatch) };
}

/** The client counts the empty text behind a final newline as a line, and an empty file as none. */
function linesOfContent(content: string | TextInPlace): Lines {
  return typeof content === 'string' ? linesOfText(content) : (content.lines() ?? linesOfText(content.value()));
}

function linesOfText(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

function linesOfPatch(patch: unknown): Changes {
  return patch instanceof PatchInPlace ? (patch.lines() ?? linesOfHunks(patch.value())) : linesOfHunks(patch);
}

function linesOfHunks(patch: unknown): Changes {
  const added: string[] = [];
  const removed: string[] = [];
  for (const hunk of asList(patch)) {
    for (const line of asList(asFields(hunk)?.lines)) {
      if (typeof line !== 'string') continue;
      // Every other line is context, or `\ No newline at end of file`.
      if (line.startsWith('+')) added.push(line.slice(1));
      else if (line.startsWith('-')) removed.push(line.slice(1));
    }
  }
  return { added, removed };
}

/** A notebook's lines are those of its file: that is what a commit of it changes. */
function notebookEdit(result: Fields): EditLines | null {
  if (asString(result.error) !== '' || asPath(result.notebook_path) === '') return null;
  const before = result.original_file;
  const after = result.updated_file;
  const path = asPath(result.notebook_path);
  if (typeof before === 'string' && typeof after === 'string') return { tool: 'NotebookEdit', path, ...changedLines(before, after) };
  const added = result.edit_mode === 'delete' ? [] : linesOfText(asString(result.new_source));
  return { tool: 'NotebookEdit', path, added, removed: linesOfText(asString(result.old_source)) };
}

/** The lines that only one of the two texts has, each as often as it has it more: near enough to a diff, and linear. */
function changedLines(before: string, after: string): Changes {
  const surplus = new Map<string, number>();
  for (const line of linesOfText(before)) surplus.set(line, (surplus.get(line) ?? 0) + 1);
  const added: string[] = [];
  for (const line of linesOfText(after)) {
    const left = surplus.get(line) ?? 0;
    if (left > 0) surplus.set(line, left - 1);
    else added.push(line);
  }
  const removed: string[] = [];
  for (const line of linesOfText(before)) {
    const left = surplus.get(line) ?? 0;
    if (left === 0) continue;
    removed.push(line);
    surplus.set(line, left - 1);
  }
  return { added, removed };
}

/** Where Claude Code keeps its own notes: plans and memory in the home's `.claude`, and the scratchpad among the temporary files. */
const scratchPaths = [
  /^(?:\/(?:home|Users)\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+)\/\.claude\/plans\//,
  /\/projects\/(?:-|[A-Za-z]--)[^/]*\/memory\//,
  /\/\.claude\/agent-memory(?:-local)?\//,
  /^(?:\/private)?(?:\/var)?\/tmp\/claude-\d+\//,
  /\/claude(?:-\d+)?\/[^/]+\/[0-9a-f-]{36}\/scratchpad\//,
];

/** Whether a path is one of Claude Code's own notes, so that an edit of it is no work on anything (TRANSCRIPTS section 5). */
export function isScratchPath(path: string): boolean {
  const slashed = path.replace(/\\/g, '/');
  return scratchPaths.some((pattern) => pattern.test(slashed));
}
