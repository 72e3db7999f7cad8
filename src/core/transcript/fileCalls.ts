/** Calls that read or edit a file: what is remembered of one until its result comes, and what its result says beside the lines of an edit. */
import { isScratchPath } from './editLines.ts';
import type { Context, FailedEditFact, LargeReadFact } from './facts.ts';
import { asFields, asPath } from './fields.ts';
import type { Fields } from './fields.ts';
import type { HashText } from './hashedLine.ts';
import type { OpenFileCall } from './readerState.ts';
import { hashWords } from './shellFacts.ts';

export const editTools: ReadonlySet<string> = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit']);

/** From so many characters on a result of Read is kept, some 7,500 tokens: one read of thirty is as large. */
export const largeReadCharacters = 30_000;

/** What a call asks for that works on a file. */
export function fileCall(tool: string, input: Fields): OpenFileCall {
  const path = asPath(input.file_path) || asPath(input.notebook_path);
  // A part that is asked for is another text each time.
  const whole = tool === 'Read' && input.offset === undefined && input.limit === undefined;
  return { tool, path, whole };
}

/** How the client says that a call was not tried, or was ended: by the user, by the mode, by another call beside it. */
const heldBackTexts = [
  "The user doesn't want to",
  '[Request interrupted',
  '<tool_use_error>Sibling tool call errored',
  '<tool_use_error>Cancelled: parallel tool call',
];

/** Whether a call that failed was held back or ended by somebody: what it was given had no part in it. */
export function wasHeldBack(record: Fields, text: string): boolean {
  if (record.toolDenialKind !== undefined && record.toolDenialKind !== null) return true;
  return asFields(record.toolUseResult)?.interrupted === true || heldBackTexts.some((start) => text.startsWith(start));
}

interface FileResult {
  readonly toolUseId: string;
  /** What was put into the context. */
  readonly text: string;
  readonly atMs: number;
  readonly context: Context;
}

/** An edit that was tried and failed; null where the call names no file, or one of the client's own notes. */
export function failedEdit(
  { tool, path }: OpenFileCall,
  { toolUseId, text, atMs, context }: FileResult,
  hash: HashText,
): FailedEditFact | null {
  if (!editTools.has(tool) || path === '' || isScratchPath(path)) return null;
  return { kind: 'failedEdit', toolUseId, atMs, tool, path, errorHash: hashWords('error', text, hash), context };
}

/** A read of much text; null of any other result. */
export function largeRead({ tool, path, whole }: OpenFileCall, { toolUseId, text, atMs, context }: FileResult): LargeReadFact | null {
  if (tool !== 'Read' || path === '' || text.length < largeReadCharacters) return null;
  return { kind: 'largeRead', toolUseId, atMs, path, characters: text.length, whole, context };
}
