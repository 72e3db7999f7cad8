/** Reads one transcript file from a cursor on and hands out its facts in batches, each with the cursor after it. */
import { closeSync } from 'node:fs';
import { asFields, asName, asString } from '../core/transcript/fields.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import { TranscriptReader } from '../core/transcript/reader.ts';
import type { SkipReason } from '../core/transcript/reader.ts';
import { readReaderState, writeReaderState } from '../core/transcript/readerState.ts';
import { factTypes, recordType } from '../core/transcript/recordType.ts';
import type { Batch } from '../ledger/batch.ts';
import type { FoundFile } from './discover.ts';
import { readLines } from './lines.ts';
import type { Line } from './lines.ts';
import { digestBefore, openRegular } from './openRegular.ts';

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
  const file = openRegular(found.path);
  try {
    const reading = new Reading(found, from, options);
    let batchStart = from.offset;
    for (const line of readLines(file, from.offset, found.size)) {
      if (!line.complete) {
        // The cursor and the state stay before a line without an end, and it is read again once it has one. What can be read of it
        // already counts, since facts are merged.
        const before = reading.cursor(file);
        reading.readIncomplete(line);
        await onBatch({ transcript: before, facts: reading.takeFacts() });
        return;
      }
      reading.read(line);
      if (line.nextOffset - batchStart < batchBytes) continue;
      batchStart = line.nextOffset;
      await onBatch({ transcript: { ...reading.cursor(file), size: line.nextOffset }, facts: reading.takeFacts() });
    }
    await onBatch({ transcript: reading.cursor(file), facts: reading.takeFacts() });
  } finally {
    closeSync(file);
  }
}

/** Before a line's own first byte: a byte order mark, or the zeros that a loss of power leaves. */
const leftovers = /^[\0\uFEFF]+/;

class Reading {
  private readonly found: FoundFile;
  private readonly reader: TranscriptReader;
  private readonly recordTypes: Map<string, number>;
  private readonly skipped: Map<string, number>;
  private offset: number;

  constructor(found: FoundFile, from: ReadFrom, options: ReadingOptions) {
    this.found = found;
    this.reader = new TranscriptReader({ ...options, state: readReaderState(from.state) });
    this.recordTypes = new Map(Object.entries(from.recordTypes));
    this.skipped = new Map(Object.entries(from.skipped));
    this.offset = from.offset;
  }

  read(line: Line): void {
    this.offset = line.nextOffset;
    const reason = line.tooLong ? 'too-long' : this.readBytes(line);
    if (reason !== null) count(this.skipped, reason);
  }

  /** Reads a line that may still be being written: nothing of it is counted as skipped. */
  readIncomplete(line: Line): void {
    if (!line.tooLong) this.readBytes(line);
  }

  takeFacts(): Batch['facts'] {
    return this.reader.takeFacts();
  }

  /** The file's row as it is after the lines read so far. */
  cursor(file: number): Batch['transcript'] {
    const { state } = this.reader;
    return {
      path: this.found.path,
      sessionId: this.found.sessionId || state.sessionId || `agent-${this.found.agentId}`,
      agentId: this.found.agentId,
      identity: this.found.identity,
      birthMs: this.found.birthMs,
      size: this.found.size,
      modifiedMs: this.found.modifiedMs,
      offset: this.offset,
      digest: digestBefore(file, this.offset),
      state: writeReaderState(state),
      partial: state.partial,
      firstRecordMs: state.firstRecordMs,
      lastRecordMs: state.lastRecordMs,
      recordTypes: Object.fromEntries(this.recordTypes),
      skipped: Object.fromEntries(this.skipped),
    };
  }

  private readBytes(line: Line): SkipReason | null {
    const type = recordType(line.bytes);
    // Until the file's first time is known every record is parsed for it: it decides who owns what forks repeat.
    if (type !== null && !factTypes.has(type) && this.reader.state.firstRecordMs !== null) {
      count(this.recordTypes, type);
      return null;
    }
    let value: unknown;
    try {
      value = JSON.parse(line.bytes.toString('utf8').replace(leftovers, ''));
    } catch {
      return isBlank(line.bytes) ? null : 'not-json';
    }
    const record = asFields(value);
    if (record === null) return 'not-an-object';
    count(this.recordTypes, asString(record.type));
    try {
      return this.reader.read(record, line.offset);
    } catch {
      // Whatever a record does to its reader (nesting without end) costs that record alone.
      return 'unreadable';
    }
  }
}

/** Adds one to the count of a record type or a reason; what is no name is counted under `''`. */
function count(counts: Map<string, number>, name: string): void {
  const key = asName(name);
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0);
}
