import { packHashes } from '../../src/core/transcript/hashedLine.ts';

/** Lines as they are stored, under a hash that a test can do without a key: a polynomial over the characters, in eight bytes. */
export function linesOf(...lines: readonly string[]): Uint8Array {
  return packHashes(lines, (text) => {
    let [low, high] = [2_166_136_261, 40_389];
    for (const character of text) {
      low = Math.imul(low ^ character.charCodeAt(0), 16_777_619) >>> 0;
      high = (Math.imul(high, 31) + low) >>> 0;
    }
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setUint32(0, low);
    new DataView(bytes.buffer).setUint32(4, high);
    return bytes;
  });
}
