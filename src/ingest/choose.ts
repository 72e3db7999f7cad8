/** Decides for each file whether to read it and from where. */
import { closeSync } from 'node:fs';
import { factsVersion } from '../ledger/cursors.ts';
import type { Cursor, ReadingState } from '../ledger/cursors.ts';
import type { FoundFile } from './discover.ts';
import { digestBefore, openRegular } from './openRegular.ts';
import { fromStart } from './readTranscript.ts';
import type { ReadFrom } from './readTranscript.ts';

/** Whether the file is as it was when it was read to its end: known by one `stat`. */
export function isUnchanged(file: FoundFile, cursor: Cursor | undefined): boolean {
  return (
    cursor?.facts === factsVersion &&
    cursor.identity === file.identity &&
    cursor.size === file.size &&
    cursor.modifiedMs === file.modifiedMs &&
    !cursor.gone
  );
}

/** Where to read a changed file from: the cursor when the file only grew, else the start. Reading twice changes nothing. */
export function chooseStart(file: FoundFile, cursor: Cursor | undefined, readingState: () => ReadingState | null): ReadFrom {
  if (cursor?.facts !== factsVersion || cursor.identity !== file.identity || file.size <= cursor.size || cursor.offset === 0)
    return fromStart;
  const opened = openRegular(file.path);
  try {
    if (digestBefore(opened, cursor.offset) !== cursor.digest) return fromStart;
  } finally {
    closeSync(opened);
  }
  const state = readingState();
  return state === null ? fromStart : { offset: cursor.offset, ...state };
}
