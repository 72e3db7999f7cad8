/** Reads a file's complete lines from a byte offset, in bounded memory. Reading is synchronous: it only ever runs on worker threads. */
import { readSync } from 'node:fs';
import type { Fields } from '../core/transcript/fields.ts';
import type { TranscriptReader } from '../core/transcript/reader.ts';
import { Digests } from './digests.ts';
import { Scanner, blockBytes, scannerBytes, unread } from './scanner.ts';

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
  /** What the scanner made of it: `unread`, `shaped`, or the number of a type that is only counted. */
  kind: number;
  /** Which line of the scan it is, when it is `shaped`. */
  number: number;
}

type Visit = (line: Line) => void;

/** Small enough to stay in a processor's cache between being read and being looked at. */
const chunkBytes = 256 * 1024;

/** A line longer than this is passed over and counted: no record that matters comes near it. */
export const longestLineBytes = 64 * 1024 * 1024;

const pageBytes = 64 * 1024;
const lineFeed = 0x0a;

/** Memory that lines are read into, and what scans them in it. It grows with the longest line; one serves many files. */
export class LineBuffer {
  bytes: Buffer;
  /** Index of the first byte that lines may use. */
  readonly start: number;
  /** Offset in the file of the byte there, and the index behind the last byte that was read. */
  offset = 0;
  end: number;
  private readonly scanner: Scanner | null;

  constructor(scanner = newScanner()) {
    this.scanner = scanner;
    this.bytes = scanner === null ? Buffer.allocUnsafeSlow(linesBytes) : scanner.bytes;
    this.start = scanner === null ? 0 : scannerBytes;
    this.end = this.start;
  }

  /** Forgets what was read, before a file is read from `offset` on. Lines of edits are hashed under `key`. */
  begin(offset: number, key: Uint8Array | null): void {
    this.scanner?.hashWith(key);
    this.offset = offset;
    this.end = this.start;
  }

  /** Keeps the bytes from `from` on, at the front, and makes room for at least one more chunk. */
  keepFrom(from: number): void {
    this.bytes.copyWithin(this.start, from, this.end);
    this.offset += from - this.start;
    this.end -= from - this.start;
    if (this.room < chunkBytes / 2) this.grow();
  }

  /** How many more bytes may be read into it. */
  get room(): number {
    return this.bytes.length - blockBytes - this.end;
  }

  /** The `length` bytes of the file before `offset`, null when they are not in the buffer any more. */
  bytesBefore(offset: number, length: number): Buffer | null {
    const end = this.start + offset - this.offset;
    return end - length < this.start || end > this.end ? null : this.bytes.subarray(end - length, end);
  }

  /** What reads a file's lines by their digests; null without a scanner. */
  digestsFor(reader: TranscriptReader): Digests | null {
    return this.scanner === null ? null : new Digests(this.scanner, reader);
  }

  /** What `recordShape` asks of a line that is `shaped` or has a digest; null without a scanner. */
  recordOf(line: Line): Fields | null {
    return this.scanner === null ? null : this.scanner.recordOf(line.number);
  }

  /** The same of any complete line; null where that takes a full parse too. */
  lookAt(line: Line): Fields | null {
    return this.scanner === null ? null : this.scanner.recordAt(line.from);
  }

  /** Visits the complete lines from index `from` on; returns the index behind the last one. */
  visitLines(from: number, line: Line, visit: Visit): number {
    const { scanner, end } = this;
    let at = from;
    if (scanner === null) {
      const bytes = this.bytes.subarray(0, end);
      for (let next = bytes.indexOf(lineFeed, at); next >= 0; next = bytes.indexOf(lineFeed, at)) {
        visit(moved(line, at, next));
        at = next + 1;
      }
      return at;
    }
    // The scanner relies on it to stop there.
    this.bytes[end] = lineFeed;
    for (let count = scanner.scan(at, end); count > 0; count = scanner.scan(at, end)) {
      for (let number = 0; number < count; number += 1) {
        const next = scanner.endOf(number);
        line.kind = scanner.kindOf(number);
        line.number = number;
        visit(moved(line, at, next));
        at = next + 1;
      }
    }
    return at;
  }

  private grow(): void {
    if (this.scanner === null) this.bytes = Buffer.concat([this.bytes], 2 * this.bytes.length);
    else {
      this.scanner.grow();
      this.bytes = this.scanner.bytes;
    }
  }
}

const linesBytes = 2 * pageBytes + chunkBytes;

function newScanner(): Scanner | null {
  try {
    return new Scanner(scannerBytes + linesBytes);
  } catch {
    // Switched off, or a processor without the instructions: every line is parsed then.
    return null;
  }
}

/** The line moved on to the one from index `from` to `end`, before which so many bytes of it are gone. */
function moved(line: Line, from: number, end: number, zeros = 0, dropped = 0): Line {
  const length = dropped + end - from;
  line.offset = line.nextOffset;
  line.nextOffset += zeros + length + 1;
  line.tooLong = length > longestLineBytes;
  line.from = from;
  line.end = line.tooLong ? from : end;
  return line;
}

/**
 * Visits every line of an open file from `offset` up to `end`, the last one too when it is not complete. Now and then it gives the offset of what it has
 * not visited yet, between two lines.
 */
export function* readLines(buffer: LineBuffer, file: number, offset: number, end: number, visit: Visit): Generator<number, void> {
  const line: Line = { from: 0, end: 0, offset, nextOffset: offset, tooLong: false, complete: true, kind: unread, number: 0 };
  /** Bytes of a line that is too long and that were let go. */
  let dropped = 0;
  /** Zeros that the line begins with: a file has a hole where a loss of power, or a bad copy, left one. */
  let zeros = 0;
  let position = offset;
  let from = buffer.start;
  while (position < end) {
    buffer.keepFrom(from);
    from = buffer.start;
    const searched = buffer.end;
    const wanted = Math.min(buffer.room, chunkBytes, end - position);
    const bytesRead = readSync(file, buffer.bytes, searched, wanted, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    buffer.end += bytesRead;
    // No further than what was read: behind it is what longer lines have left.
    const bytes = buffer.bytes.subarray(0, buffer.end);
    const first = bytes.indexOf(lineFeed, searched);
    if (first >= 0) {
      if (zeros + dropped > 0) {
        line.kind = unread;
        visit(moved(line, from, first, zeros, dropped));
        zeros = 0;
        dropped = 0;
        from = first + 1;
      }
      from = buffer.visitLines(from, line, visit);
      yield line.nextOffset;
    }
    const leading = dropped === 0 ? leadingZeros(bytes, from) : 0;
    zeros += leading;
    from += leading;
    if (dropped + buffer.end - from <= longestLineBytes) continue;
    dropped += buffer.end - from;
    from = buffer.end;
  }
  const rest = dropped + buffer.end - from;
  if (zeros + rest === 0) return;
  line.offset = line.nextOffset;
  line.nextOffset += zeros + rest;
  line.tooLong = rest > longestLineBytes;
  line.from = from;
  line.end = line.tooLong ? from : buffer.end;
  line.complete = false;
  line.kind = unread;
  visit(line);
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
