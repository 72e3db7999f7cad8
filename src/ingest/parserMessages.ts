import type { FoundFile } from './discover.ts';
import type { PackedBatch } from './packedBatch.ts';
import type { ReadFrom } from './readTranscript.ts';

/** What a parser thread is given when it starts. */
export interface ParserData {
  readonly secret: Uint8Array;
  /** Globs of folders whose records are left out. */
  readonly excluded: readonly string[];
  readonly home: string;
}

export type ToParser =
  | { readonly kind: 'read'; readonly task: number; readonly file: FoundFile; readonly from: ReadFrom }
  /** One batch was written; the parser may send one more. */
  | { readonly kind: 'written' };

export type FromParser =
  | { readonly kind: 'batch'; readonly task: number; readonly batch: PackedBatch }
  | { readonly kind: 'done'; readonly task: number }
  | { readonly kind: 'failed'; readonly task: number; readonly message: string };
