/** Reads a transcript as the product does. What `wholeReader.ts` is held against. */
import { writeFileSync } from 'node:fs';
import type { Fact } from '../../src/core/transcript/facts.ts';
import type { LineBuffer } from '../../src/ingest/lines.ts';
import { fromStart, readThrough } from '../../src/ingest/readTranscript.ts';
import type { ReadingOptions } from '../../src/ingest/readTranscript.ts';
import type { Batch } from '../../src/ledger/batch.ts';

export interface Reading {
  readonly facts: readonly Fact[];
  readonly state: string;
  readonly recordTypes: Readonly<Record<string, number>>;
  readonly skipped: Readonly<Record<string, number>>;
}

/** What a buffer's way of reading makes of a file of these bytes, which is written to `path`. */
export async function readQuickly(
  path: string,
  bytes: Buffer,
  { buffer, ...options }: ReadingOptions & { readonly buffer: LineBuffer },
): Promise<Reading> {
  writeFileSync(path, bytes);
  const batches: Batch[] = [];
  const found = { path, sessionId: 's', agentId: '', identity: '', birthMs: 0, size: bytes.length, modifiedMs: 0 };
  await readThrough(buffer, found, fromStart, options, (batch) => {
    batches.push(batch);
    return Promise.resolve();
  });
  const last = batches.at(-1);
  if (last === undefined) throw new Error('Nothing was read.');
  const { state, recordTypes, skipped } = last.transcript;
  return { facts: batches.flatMap(({ facts }) => facts), state, recordTypes, skipped };
}
