import type { Batch } from '../ledger/batch.ts';
import type { FoundFile } from './discover.ts';
import type { ReadFrom } from './readTranscript.ts';

/** What a parser thread is given when it starts. */
export interface ParserData {
  readonly secret: Uint8Array;
}

export type ToParser =
  | { readonly kind: 'read'; readonly file: FoundFile; readonly from: ReadFrom }
  /** The batch was written; the parser may send one more. */
  | { readonly kind: 'written' }
  /** Give this file up. */
  | { readonly kind: 'stop' };

export type FromParser =
  { readonly kind: 'batch'; readonly batch: Batch } | { readonly kind: 'done' } | { readonly kind: 'failed'; readonly message: string };
