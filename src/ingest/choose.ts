/** Decides for each file whether to read it and from where. */
import { open } from 'node:fs/promises';
import type { Cursor, ReadingState } from '../ledger/cursors.ts';
import type { FoundFile } from './discover.ts';
import { digestBefore, fromStart } from './readTranscript.ts';
import type { ReadFrom } from './readTranscript.ts';

/** Whether the file is as it was when it was read to its end: known by one `stat`. */
export function isUnchanged(file: FoundFile, cursor: Cursor | undefined): boolean {
  return cursor?.identity === file.identity && cursor.size === file.size && cursor.modifiedMs === file.modifiedMs && !cursor.gone;
}

/** Where to read a changed file from: the cursor when the file only grew, else the start. Reading twice changes nothing. */
export async function chooseStart(file: FoundFile, cursor: Cursor | undefined, readingState: () => ReadingState | null): Promise<ReadFrom> {
  if (cursor?.identity !== file.identity || file.size <= cursor.size || cursor.offset === 0) return fromStart;
  const handle = await open(file.path, 'r');
  try {
    if ((await digestBefore(handle, cursor.offset)) !== cursor.digest) return fromStart;
  } finally {
    await handle.close();
  }
  const state = readingState();
  return state === null ? fromStart : { offset: cursor.offset, ...state };
}
