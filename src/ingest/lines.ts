/** Reads a file's complete lines from a byte offset, in bounded memory. Reading is synchronous: it only ever runs on worker threads. */
import { readSync } from 'node:fs';

export interface Line {
  /** The bytes without the line's end; valid until the next line is asked for. Empty when `tooLong`. */
  readonly bytes: Buffer;
  readonly offset: number;
  /** Offset of the byte after the line's end. */
  readonly nextOffset: number;
  readonly tooLong: boolean;
  /** Whether the line ends with a line feed; only the last one may not. */
  readonly complete: boolean;
}

/** Small enough to stay in a processor's cache between being read and being looked at. */
const chunkBytes = 256 * 1024;

/** Chunks that no file is being read into: fresh memory for each file would cost more than reading it. */
const spareChunks: Buffer[] = [];

/** A line longer than this is passed over and counted: no record that matters comes near it. */
export const longestLineBytes = 64 * 1024 * 1024;

const lineFeed = 0x0a;

/** Every line of an open file from `offset` up to `end`; the last one comes too when it is not complete. */
export function* readLines(file: number, offset: number, end: number): Generator<Line> {
  const chunk = spareChunks.pop() ?? Buffer.allocUnsafeSlow(chunkBytes);
  try {
    yield* readInto(chunk, file, offset, end);
  } finally {
    spareChunks.push(chunk);
  }
}

function* readInto(chunk: Buffer, file: number, offset: number, end: number): Generator<Line> {
  let parts: Buffer[] = [];
  let partsBytes = 0;
  let lineOffset = offset;
  let position = offset;
  while (position < end) {
    const bytesRead = readSync(file, chunk, 0, Math.min(chunk.length, end - position), position);
    if (bytesRead === 0) break;
    position += bytesRead;
    let from = 0;
    for (let at = chunk.indexOf(lineFeed, 0); at >= 0 && at < bytesRead; at = chunk.indexOf(lineFeed, from)) {
      const piece = chunk.subarray(from, at);
      const length = partsBytes + piece.length;
      const tooLong = length > longestLineBytes;
      const bytes = tooLong ? Buffer.alloc(0) : parts.length === 0 ? piece : Buffer.concat([...parts, piece]);
      const nextOffset = lineOffset + length + 1;
      yield { bytes, offset: lineOffset, nextOffset, tooLong, complete: true };
      parts = [];
      partsBytes = 0;
      lineOffset = nextOffset;
      from = at + 1;
    }
    const rest = chunk.subarray(from, bytesRead);
    partsBytes += rest.length;
    if (partsBytes > longestLineBytes) parts = [];
    else if (rest.length > 0) parts.push(Buffer.from(rest));
  }
  if (partsBytes > 0) {
    const tooLong = partsBytes > longestLineBytes;
    const bytes = tooLong ? Buffer.alloc(0) : Buffer.concat(parts);
    yield { bytes, offset: lineOffset, nextOffset: lineOffset + partsBytes, tooLong, complete: false };
  }
}
