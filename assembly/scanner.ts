/**
 * Walks chunks of a transcript, each in one call: splits its lines, tells the types that are only counted, checks the JSON of the others, and notes
 * where in them is what is wanted. What that is, and what becomes of the notes, is in `src/ingest/scanner.ts`. This is AssemblyScript, a TypeScript that
 * becomes WebAssembly: `npm run assemble` compiles it.
 */
import { LINES, MOST_LINES } from './places';
import { lineFeedFrom } from './bytes';
import { behindType, kindOf, LOOK, WALK } from './types';
import { digestOf, lastDigest } from './digests';
import { emptyTape, isFull, nextRecord, readRecord, textsEnd } from './members';
import { hashPatch, hashText } from './hashes';

export { hashPatch, hashText } from './hashes';
export { textsEnd } from './members';

let stopped: i32 = 0;

/** Where the last scan stopped: the first byte of the first line that it did not read. */
export function stoppedAt(): i32 {
  return stopped;
}

/** Where what is wanted of the complete line at `from` is, whatever its type; 0 when it is nothing for this reader, or there is no room. */
export function look(from: i32): i32 {
  const record = nextRecord();
  return readRecord(from) == 0 ? 0 : record;
}

/**
 * Reads complete lines from `from` on; behind the last byte stands a line feed, at `end`. Returns how many it read: fewer than there are when there is no
 * more room for what is wanted of them. What it says of a line is its kind, where its digest is should it have one, its end, and where what is wanted of it is.
 */
export function scan(from: i32, end: i32): i32 {
  emptyTape();
  let at = from;
  let count = 0;
  while (at < end && count < MOST_LINES) {
    let kind = kindOf(at);
    const record = nextRecord();
    let lineEnd: i32;
    if (kind == WALK) {
      lineEnd = readRecord(at);
      if (lineEnd == 0) {
        if (isFull() && count > 0) break;
        kind = LOOK;
        lineEnd = lineFeedFrom(at);
      } else kind = digestOf(record);
    } else lineEnd = lineFeedFrom(kind == LOOK ? at : behindType());
    if (lineEnd >= end) break;
    const line = LINES + (count << 4);
    store<i32>(line, kind);
    store<i32>(line, lastDigest(), 4);
    store<i32>(line, lineEnd, 8);
    store<i32>(line, record, 12);
    count += 1;
    at = lineEnd + 1;
  }
  stopped = at;
  return count;
}
