/** The bytes that `hexOf` wrote. */
export function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length >> 1 }, (_, index) => parseInt(text.slice(2 * index, 2 * index + 2), 16));
}

/** Bytes as lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += pairs[byte] ?? '';
  return text;
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
