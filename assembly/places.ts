/** Where in the memory everything is; the same figures are in `src/ingest/scanner.ts`. Behind it are the lines. */

export const MASKS: i32 = 1024;
export const TYPES: i32 = 1088;
export const SHAPES: i32 = 4096;
export const NAMES: i32 = 16384;
/** For each of 256 masks of eight bytes: where each byte comes from when those of the mask are left out. */
export const CLOSED_UP: i32 = 49152;
export const LINES: i32 = 65536;
export const MOST_LINES: i32 = 4096;
export const ARENA: i32 = 131072;
export const ARENA_END: i32 = 196608 - 80;
export const TAPE: i32 = 196608;
export const TAPE_END: i32 = 393216;
export const ADDED: i32 = 393216;
export const REMOVED: i32 = 458752;
export const HASHES_SIZE: i32 = 65536;
/** Four words of the key; behind them how many lines were added, where their hashes end, and the same of those removed. */
export const KEY: i32 = 512;
export const COUNTS: i32 = 528;
/** The names that the last digests named: of where a record was written, and of what a response was made with. */
export const ENVELOPE: i32 = 640;
export const TERMS: i32 = 704;
