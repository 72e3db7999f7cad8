import type { Lines } from './inPlace.ts';

/** A keyed hash of a text: eight bytes, the same for the same text and key. */
export interface HashText {
  (text: string): Uint8Array;
  /** Writes the hash of `normalizeLine(line)`; false for a blank line, of which nothing is written. Only quicker than doing so. */
  readonly writeLine?: (line: string, target: Uint8Array, at: number) => boolean;
  /** Writes the hash of the text behind another. Only quicker than putting them together and taking it. */
  readonly writeBehind?: (before: string, text: string, target: Uint8Array, at: number) => void;
  /** The sixteen bytes under which a hash is SipHash-2-4 of the text's UTF-8, for who can do that quicker. */
  readonly sipKey?: Uint8Array;
}

/** Length of one hash in bytes. */
export const hashLength = 8;

/**
 * The line as it is compared: without any white space, so that a formatter's indentation changes nothing; `''` for a blank line. Whether a line is
 * too common to prove anything (a lone bracket) is judged later, from the counts of its hash.
 */
export function normalizeLine(line: string): string {
  return line.replace(/\s+/g, '');
}

/** The hashes of all lines that are not blank, in order, one behind the other. */
export function packHashes(lines: Lines, hash: HashText): Uint8Array {
  if ('hashes' in lines) return lines.hashes;
  const packed = new Uint8Array(lines.length * hashLength);
  const writeLine = hash.writeLine ?? ((line, target, at) => writeNormal(normalizeLine(line), hash, target, at));
  let used = 0;
  for (const line of lines) if (writeLine(line, packed, used)) used += hashLength;
  return packed.slice(0, used);
}

function writeNormal(normal: string, hash: HashText, target: Uint8Array, at: number): boolean {
  if (normal === '') return false;
  target.set(hash(normal).subarray(0, hashLength), at);
  return true;
}
