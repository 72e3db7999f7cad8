/** Reads one transcript file from a cursor on and hands out its facts in batches, each with the cursor after it. */
import { closeSync } from 'node:fs';
import { asFields, asName, asString } from '../core/transcript/fields.ts';
import type { Fields } from '../core/transcript/fields.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import { TranscriptReader } from '../core/transcript/reader.ts';
import type { SkipReason } from '../core/transcript/reader.ts';
import { readReaderState } from '../core/transcript/readerState.ts';
import { factTypes, recordType } from '../core/transcript/recordType.ts';
import type { Batch } from '../ledger/batch.ts';
import type { FoundFile } from './discover.ts';
import { LineBuffer, readLines } from './lines.ts';
import type { Line } from './lines.ts';
import { digestBefore, openRegular } from './openRegular.ts';
import { needsWhole, shapedTypes } from './recordShape.ts';
import type { Digests } from './digests.ts';
import { countedTypes, digestedTypes, shaped, unread } from './scanner.ts';

/** Where to read on; everything empty to read from the start. */
export interface ReadFrom {
  readonly offset: number;
  readonly state: string;
  readonly recordTypes: Readonly<Record<string, number>>;
  readonly skipped: Readonly<Record<string, number>>;
}

/** What reading needs of the ledger it reads for. */
export interface ReadingOptions {
  readonly hash: HashText;
  readonly isExcluded: (folder: string) => boolean;
}

export const fromStart: ReadFrom = { offset: 0, state: '', recordTypes: {}, skipped: {} };

/**
 * A batch is handed out after so many bytes: small enough for one short transaction, whatever the lines hold. Until the last one the
 * file counts as no larger than what was read of it, so that an interrupted read goes on there.
 */
const batchBytes = 2 * 1024 * 1024;

/** Reads `found` from `from` up to the size it was found with. `onBatch` is awaited before reading goes on. */
export async function readTranscript(
  found: FoundFile,
  from: ReadFrom,
  options: ReadingOptions,
  onBatch: (batch: Batch) => Promise<void>,
): Promise<void> {
  const buffer = spareBuffers.pop() ?? new LineBuffer();
  try {
    await readThrough(buffer, found, from, options, onBatch);
  } finally {
    // One that a very long line has made large is not kept.
    if (buffer.bytes.length <= largestSpareBytes) spareBuffers.push(buffer);
  }
}

/** The same through a buffer that nothing else is being read into. */
export async function readThrough(
  buffer: LineBuffer,
  found: FoundFile,
  from: ReadFrom,
  options: ReadingOptions,
  onBatch: (batch: Batch) => Promise<void>,
): Promise<void> {
  const file = openRegular(found.path);
  try {
    buffer.begin(from.offset, options.hash.sipKey ?? null);
    const reading = new Reading(found, from, options, buffer);
    let batchStart = from.offset;
    let startDigest = digestBefore(file, batchStart);
    /** Whether what was read before this batch is still there; else the rest is of another content, and the next look begins anew. */
    const isSameFile = (): boolean => digestBefore(file, batchStart) === startDigest;
    const chunks = readLines(buffer, file, from.offset, found.size, (line) => {
      if (line.complete) reading.read(line);
      else reading.readIncomplete(line, file);
    });
    for (const offset of chunks) {
      if (offset - batchStart < batchBytes) continue;
      if (!isSameFile()) return;
      const cursor = reading.cursor(file);
      batchStart = offset;
      startDigest = cursor.digest;
      await onBatch({ transcript: { ...cursor, size: offset }, facts: reading.takeFacts() });
    }
    if (!isSameFile()) return;
    await onBatch({ transcript: reading.cursor(file), facts: reading.takeFacts() });
  } finally {
    closeSync(file);
  }
}

/** Buffers that no file is being read into: fresh memory for each file would cost more than reading it. */
const spareBuffers: LineBuffer[] = [];
const largestSpareBytes = 4 * 1024 * 1024;

/** Before a line's own first byte: a byte order mark, or the zeros that a loss of power leaves. */
const leftovers = /^[\0\uFEFF]+/;

/** Types that are counted by their numbers: those of which nothing more is read, and behind them those of digests. */
const numberedTypes = [...countedTypes, ...digestedTypes];

class Reading {
  private readonly found: FoundFile;
  private readonly reader: TranscriptReader;
  private readonly recordTypes: Map<string, number>;
  private readonly skipped: Map<string, number>;
  private readonly buffer: LineBuffer;
  private readonly digests: Digests | null;
  private offset: number;
  /** The cursor before the last line, should that have no end. */
  private before: Batch['transcript'] | null = null;
  /** Lines by their types' numbers, as far as they are not in `recordTypes` yet. */
  private readonly counted = new Int32Array(numberedTypes.length);

  constructor(found: FoundFile, from: ReadFrom, options: ReadingOptions, buffer: LineBuffer) {
    this.found = found;
    this.buffer = buffer;
    this.reader = new TranscriptReader({ ...options, state: readReaderState(from.state) });
    this.digests = buffer.digestsFor(this.reader);
    this.recordTypes = new Map(Object.entries(from.recordTypes));
    this.skipped = new Map(Object.entries(from.skipped));
    this.offset = from.offset;
  }

  read(line: Line): void {
    this.offset = line.nextOffset;
    const reason = line.tooLong ? 'too-long' : this.readBytes(line);
    if (reason !== null) count(this.skipped, reason);
  }

  /**
   * Reads a line that may still be being written: nothing of it is counted as skipped. The cursor and the state stay before it, and it is read again
   * once it has an end. What can be read of it already counts, since facts are merged.
   */
  readIncomplete(line: Line, file: number): void {
    this.before = this.cursor(file);
    if (!line.tooLong) this.readBytes(line);
  }

  takeFacts(): Batch['facts'] {
    return this.reader.takeFacts();
  }

  /** The file's row as it is after the lines read so far. */
  cursor(file: number): Batch['transcript'] {
    if (this.before !== null) return this.before;
    const { state } = this.reader;
    for (const [number, type] of numberedTypes.entries()) count(this.recordTypes, type, this.counted[number]);
    this.counted.fill(0);
    return {
      path: this.found.path,
      sessionId: this.found.sessionId || state.sessionId || `agent-${this.found.agentId}`,
      agentId: this.found.agentId,
      identity: this.found.identity,
      birthMs: this.found.birthMs,
      size: this.found.size,
      modifiedMs: this.found.modifiedMs,
      offset: this.offset,
      digest: digestBefore(file, this.offset, (offset, length) => this.buffer.bytesBefore(offset, length)),
      state: this.reader.writtenState(),
      partial: state.partial,
      firstRecordMs: state.firstRecordMs,
      lastRecordMs: state.lastRecordMs,
      recordTypes: inOrder(this.recordTypes),
      skipped: inOrder(this.skipped),
    };
  }

  private readBytes(line: Line): SkipReason | null {
    const { state } = this.reader;
    if (line.kind >= 0 && state.firstRecordMs !== null) {
      this.counted[line.kind] = (this.counted[line.kind] ?? 0) + 1;
      return null;
    }
    // Until the file's first time is known every record is read for it: it decides who owns what forks repeat.
    const first = line.kind >= 0 ? this.buffer.lookAt(line) : null;
    if (first !== null && first.type === countedTypes[line.kind]) return this.readRecord(first, line);
    if (line.kind >= unread) return this.readWhole(line);
    if (line.kind < shaped && this.digests?.read(line.kind, line.number, line.offset) === true) {
      const type = countedTypes.length + shaped - line.kind - 1;
      this.counted[type] = (this.counted[type] ?? 0) + 1;
      return null;
    }
    const record = this.buffer.recordOf(line);
    if (record === null || !shapedTypes.has(record.type) || needsWhole(record)) return this.readWhole(line);
    return this.readRecord(record, line);
  }

  private readWhole(line: Line): SkipReason | null {
    const bytes = this.buffer.bytes.subarray(line.from, line.end);
    const type = recordType(bytes);
    if (type !== null && !factTypes.has(type) && this.reader.state.firstRecordMs !== null) {
      count(this.recordTypes, type);
      return null;
    }
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8').replace(leftovers, ''));
    } catch {
      return isBlank(bytes) ? null : 'not-json';
    }
    const record = asFields(value);
    return record === null ? 'not-an-object' : this.readRecord(record, line);
  }

  private readRecord(record: Fields, { offset }: Line): SkipReason | null {
    count(this.recordTypes, asString(record.type));
    try {
      return this.reader.read(record, offset);
    } catch {
      // Whatever a record does to its reader (nesting without end) costs that record alone.
      return 'unreadable';
    }
  }
}

/** So many types of records are told apart; no client has written half as many. */
export const mostNames = 200;

/** Adds to the count of a record type or a reason; what is no name, or one too many, is counted under `''`. */
function count(counts: Map<string, number>, name: string, more = 1): void {
  if (more === 0) return;
  const known = counts.get(name);
  if (known !== undefined) {
    counts.set(name, known + more);
    return;
  }
  const key = counts.size < mostNames ? asName(name) : '';
  counts.set(key, (counts.get(key) ?? 0) + more);
}

/** In the order of the names: in which order they were met says nothing, and depends on how a file was read. */
function inOrder(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([first], [second]) => (first < second ? -1 : 1)));
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0);
}
