import { hashLength } from '../transcript/hashedLine.ts';

/** A hashed line as a number to compare by: 53 of its 64 bits. */
export type LineKey = number;

const upper = 2 ** 32;

/** The lines of a packed list of hashes, in order; what is left of a hash that was cut off is no line. */
export function lineKeys(packed: Uint8Array): LineKey[] {
  const keys: LineKey[] = [];
  for (let at = 0; at + hashLength <= packed.length; at += hashLength) keys.push(keyAt(packed, at));
  return keys;
}

function keyAt(bytes: Uint8Array, at: number): LineKey {
  const byte = (offset: number): number => bytes[at + offset] ?? 0;
  const low = (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
  return (byte(4) | (byte(5) << 8) | ((byte(6) & 0x1f) << 16)) * upper + low;
}
