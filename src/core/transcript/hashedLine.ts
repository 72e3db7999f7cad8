/** A keyed hash of a text: eight bytes, the same for the same text and key. */
export type HashText = (text: string) => Uint8Array;

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
export function packHashes(lines: readonly string[], hash: HashText): Uint8Array {
  const packed = new Uint8Array(lines.length * hashLength);
  let used = 0;
  for (const line of lines) {
    const normal = normalizeLine(line);
    if (normal === '') continue;
    packed.set(hash(normal).subarray(0, hashLength), used);
    used += hashLength;
  }
  return packed.slice(0, used);
}
