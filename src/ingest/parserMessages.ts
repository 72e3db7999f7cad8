import type { FoundFile } from './discover.ts';
import type { PackedBatches } from './packedBatch.ts';
import type { ReadFrom } from './readTranscript.ts';

/** What a parser thread is given when it starts. */
export interface ParserData {
  readonly secret: Uint8Array;
  /** Globs of folders whose records are left out. */
  readonly excluded: readonly string[];
  readonly home: string;
}

export interface ReadTask {
  readonly task: number;
  readonly file: FoundFile;
  readonly from: ReadFrom;
}

/** What to read next, in order, and how many batches were written since the last message: the parser may send as many more. */
export interface ToParser {
  readonly tasks: readonly ReadTask[];
  readonly written: number;
}

/** What the parser has read since its last message. */
export interface FromParser {
  readonly batches: PackedBatches;
  readonly answers: readonly Answer[];
}

export type Answer =
  /** The next of the batches is of this task. */
  | { readonly kind: 'batch'; readonly task: number }
  | { readonly kind: 'done'; readonly task: number }
  | { readonly kind: 'failed'; readonly task: number; readonly message: string }
  /** All that it was given has been read. */
  | { readonly kind: 'idle' };
