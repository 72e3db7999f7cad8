/** Reads a file's complete lines from a byte offset, in bounded memory. Reading is synchronous: it only ever runs on worker threads. */
import { readSync } from 'node:fs';
import { blockBytes, stringEndIn, stringEndOf } from './stringEnd.ts';
import type { StringEnd } from './stringEnd.ts';

/** A line of the buffer; the same object for each line, valid until the next one is asked for. */
export interface Line {
  /** Where its first byte stands in the buffer. */
  from: number;
  /** Where its end stands in the buffer; `from` when `tooLong`. */
  end: number;
  /** Where its first byte stands in the file. */
  offset: number;
  /** Offset in the file of the byte after the line's end. */
  nextOffset: number;
  tooLong: boolean;
  /** Whether the line ends with a line feed; only the last one may not. */
  complete: boolean;
}

/** Small enough to stay in a processor's cache between being read and being looked at. */
const chunkBytes = 256 * 1024;

/** A line longer than this is passed over and counted: no record that matters comes near it. */
export const longestLineBytes = 64 * 1024 * 1024;

const pageBytes = 64 * 1024;
const lineFeed = 0x0a;

/** Memory that lines are read into, and what finds the ends of strings in it. It grows with the longest line; one serves many files. */
export class LineBuffer {
  readonly stringEnd: StringEnd;
  bytes: Buffer;
  /** Offset in the file of the buffer's first byte, and how many of its bytes were read. */
  offset = 0;
  length = 0;
  private readonly memory: WebAssembly.Memory | null;

  constructor() {
    this.memory = newMemory();
    this.bytes = this.memory === null ? Buffer.allocUnsafeSlow(2 * pageBytes + chunkBytes) : Buffer.from(this.memory.buffer);
    this.stringEnd = this.memory === null ? stringEndOf(() => this.bytes) : stringEndIn(this.memory);
  }

  /** Bytes that lines may use. */
  get capacity(): number {
    return this.bytes.length - blockBytes;
  }

  /** Keeps the bytes from `from` on, at the front, and makes room for at least one more chunk. */
  keepFrom(from: number): void {
    this.bytes.copyWithin(0, from, this.length);
    this.offset += from;
    this.length -= from;
    if (this.capacity - this.length < chunkBytes / 2) this.grow();
  }

  /** The `length` bytes of the file before `offset`, null when they are not in the buffer any more. */
  bytesBefore(offset: number, length: number): Buffer | null {
    const end = offset - this.offset;
    return end - length < 0 || end > this.length ? null : this.bytes.subarray(end - length, end);
  }

  private grow(): void {
    const more = this.bytes.length;
    if (this.memory === null) this.bytes = Buffer.concat([this.bytes], 2 * more);
    else {
      this.memory.grow(more / pageBytes);
      this.bytes = Buffer.from(this.memory.buffer);
    }
  }
}

function newMemory(): WebAssembly.Memory | null {
  try {
    const memory = new WebAssembly.Memory({ initial: (2 * pageBytes + chunkBytes) / pageBytes });
    stringEndIn(memory);
    return memory;
  } catch {
    // Switched off, or a processor without the instructions: the plain loop does the same.
    return null;
  }
}

/** Every line of an open file from `offset` up to `end`; the last one comes too when it is not complete. */
export function* readLines(buffer: LineBuffer, file: number, offset: number, end: number): Generator<Line> {
  const line: Line = { from: 0, end: 0, offset, nextOffset: offset, tooLong: false, complete: true };
  buffer.offset = offset;
  buffer.length = 0;
  /** Bytes of a line that is too long and that were let go. */
  let dropped = 0;
  /** Zeros that the line begins with: a file has a hole where a loss of power, or a bad copy, left one. */
  let zeros = 0;
  let position = offset;
  let from = 0;
  while (position < end) {
    buffer.keepFrom(from);
    from = 0;
    const searched = buffer.length;
    const wanted = Math.min(buffer.capacity - buffer.length, chunkBytes, end - position);
    const bytesRead = readSync(file, buffer.bytes, buffer.length, wanted, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    buffer.length += bytesRead;
    const { length } = buffer;
    // No further than what was read: behind it is what longer lines have left.
    const bytes = buffer.bytes.subarray(0, length);
    for (let at = bytes.indexOf(lineFeed, searched); at >= 0; at = bytes.indexOf(lineFeed, from)) {
      line.offset = line.nextOffset;
      line.nextOffset += zeros + dropped + at - from + 1;
      line.tooLong = dropped + at - from > longestLineBytes;
      line.from = from;
      line.end = line.tooLong ? from : at;
      yield line;
      dropped = 0;
      zeros = 0;
      from = at + 1;
    }
    const leading = dropped === 0 ? leadingZeros(bytes, from) : 0;
    zeros += leading;
    from += leading;
    if (dropped + length - from <= longestLineBytes) continue;
    dropped += length - from;
    from = length;
  }
  const rest = dropped + buffer.length - from;
  if (zeros + rest === 0) return;
  line.offset = line.nextOffset;
  line.nextOffset += zeros + rest;
  line.tooLong = rest > longestLineBytes;
  line.from = from;
  line.end = line.tooLong ? from : buffer.length;
  line.complete = false;
  yield line;
}

const zeroChunk = Buffer.alloc(chunkBytes);

/** How many zeros there are from `from` on; a hole of gigabytes is a matter of comparing chunks. */
function leadingZeros(bytes: Buffer, from: number): number {
  if (bytes[from] !== 0) return 0;
  const length = bytes.length - from;
  if (length <= chunkBytes && bytes.compare(zeroChunk, 0, length, from) === 0) return length;
  let count = 1;
  while (bytes[from + count] === 0) count += 1;
  return count;
}
