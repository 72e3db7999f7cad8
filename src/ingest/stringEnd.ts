/**
 * Finds where a JSON string ends, sixteen bytes at a time. Nine tenths of a transcript are inside strings that nobody asks for, and a loop
 * over bytes would spend more time there than on everything else; so this one loop is WebAssembly, written out below.
 */

/** Bytes that can be read behind the last one of a text: a whole block is loaded wherever it begins. */
export const blockBytes = 16;

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/**
 * Index of the quote that ends the string whose first character is at `at`, or -1 when there is none before `end` or something in between may not
 * be in a JSON string.
 */
export type StringEnd = (at: number, end: number) => number;

/** For the text that is in `memory`; the same function serves it while it grows. */
export function stringEndIn(memory: WebAssembly.Memory): StringEnd {
  const { exports } = new WebAssembly.Instance(compiledModule(), { m: { m: memory } });
  const scan = exports.f as (at: number, end: number) => number;
  let bytes = new Uint8Array(memory.buffer);
  return (at, end) => {
    let found = scan(at, end);
    // An escape that is not one letter: rare enough to be looked at here.
    while (found < -1) {
      if (bytes.byteLength === 0) bytes = new Uint8Array(memory.buffer);
      const escape = -2 - found;
      if (!isUnicodeEscape(bytes, escape) || escape + 6 > end) return -1;
      found = scan(escape + 6, end);
    }
    return found;
  };
}

/** The same, byte by byte, for any array: what the other is held against, and what serves where WebAssembly is switched off. */
export function stringEndOf(bytes: () => Uint8Array): StringEnd {
  return (from, end) => {
    const text = bytes();
    for (let at = from; at < end; at += 1) {
      const byte = text[at] ?? 0;
      if (byte === quote) return at;
      if (byte < 0x20) return -1;
      if (byte !== backslash) continue;
      const escaped = text[at + 1] ?? 0;
      if (escaped === letterU) {
        if (!isUnicodeEscape(text, at) || at + 6 > end) return -1;
        at += 5;
      } else if (simpleEscapes.has(escaped)) at += 1;
      else return -1;
    }
    return -1;
  };
}

const simpleEscapes: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'));

function isUnicodeEscape(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 1] !== letterU) return false;
  for (let digit = at + 2; digit < at + 6; digit += 1) {
    const byte = bytes[digit] ?? 0;
    const isHex = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
    if (!isHex) return false;
  }
  return true;
}

let compiled: WebAssembly.Module | null = null;

function compiledModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(moduleBytes());
  return compiled;
}

/**
 * The module: one function over an imported memory.
 *
 *     scan(at, end):
 *       loop
 *         if at >= end: return -1
 *         block = 16 bytes from at
 *         special = which of them are a quote, a backslash or a control character
 *         if none: at += 16, again
 *         at += the first of them
 *         if at >= end: return -1
 *         if it is a quote: return at
 *         if it is no backslash: return -1
 *         if one of " \ / b f n r t follows: at += 2, again
 *         return -2 - at
 */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const [at, end, special, byte, block] = [0x00, 0x01, 0x02, 0x03, 0x04];
  const get = (local: number): number[] => [0x20, local];
  const set = (local: number): number[] => [0x21, local];
  const tee = (local: number): number[] => [0x22, local];
  // Constants are signed: from 64 on a number takes two bytes.
  const constant = (value: number): number[] =>
    value < 0 ? [0x41, value & 0x7f] : value < 64 ? [0x41, value] : [0x41, value | 0x80, 0x00];
  const [add, subtract, equal, notEqual, isZero, greaterOrEqual, or, firstBit] = [0x6a, 0x6b, 0x46, 0x47, 0x45, 0x4e, 0x72, 0x68];
  const vector = (operation: number): number[] => [0xfd, operation];
  const [splat, equalBytes, lessBytes, orBlocks, mask] = [vector(0x0f), vector(0x23), vector(0x26), vector(0x50), vector(0x64)];
  const loadBlock = [...vector(0x00), 0x00, 0x00];
  const loadByte = (offset: number): number[] => [0x2d, 0x00, offset];
  const then = (...body: number[][]): number[] => [0x04, 0x40, ...body.flat(), 0x0b];
  const giveBack = 0x0f;
  const again = [0x0c, 0x01];
  const unlessBeforeEnd = [...get(at), ...get(end), greaterOrEqual, ...then([...constant(-1), giveBack])];
  const isByte = (letter: string): number[] => [...get(byte), ...constant(letter.charCodeAt(0)), equal];

  const body = [
    ...[0x02, 0x02, 0x7f, 0x01, 0x7b], // locals: two numbers, one block
    ...[0x03, 0x40], // loop
    ...unlessBeforeEnd,
    ...[...get(at), ...loadBlock, ...tee(block), ...constant(quote), ...splat, ...equalBytes],
    ...[...get(block), ...constant(backslash), ...splat, ...equalBytes, ...orBlocks],
    ...[...get(block), ...constant(0x20), ...splat, ...lessBytes, ...orBlocks],
    ...[...mask, ...tee(special), isZero, ...then([...get(at), ...constant(blockBytes), add, ...set(at), ...again])],
    ...[...get(at), ...get(special), firstBit, add, ...set(at)],
    ...unlessBeforeEnd,
    ...[...get(at), ...loadByte(0), ...set(byte)],
    ...[...isByte('"'), ...then([...get(at), giveBack])],
    ...[...get(byte), ...constant(backslash), notEqual, ...then([...constant(-1), giveBack])],
    ...[...get(at), ...loadByte(1), ...set(byte)],
    ...[...isByte('n'), ...['"', '\\', '/', 'b', 'f', 'r', 't'].flatMap((letter) => [...isByte(letter), or])],
    ...then([...get(at), ...constant(2), add, ...set(at), ...again]),
    ...[...constant(-2), ...get(at), subtract, giveBack],
    ...[0x0b, 0x00, 0x0b], // end of the loop, never reached, end
  ];
  const lengthOf = (bytes: readonly number[]): number[] => [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  const code = [0x01, ...lengthOf(body), ...body];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // "\0asm", version 1
    ...[0x01, 0x07, 0x01, 0x60, 0x02, 0x7f, 0x7f, 0x01, 0x7f], // types: (i32, i32) -> i32
    ...[0x02, 0x08, 0x01, 0x01, 0x6d, 0x01, 0x6d, 0x02, 0x00, 0x01], // imports: memory m.m
    ...[0x03, 0x02, 0x01, 0x00], // functions: one of the first type
    ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00], // exports: it, as f
    ...[0x0a, ...lengthOf(code), ...code],
  ]);
}
