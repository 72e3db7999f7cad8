/** Reading bytes sixteen at a time. A line feed stands behind the last line, so that nothing has to ask where the bytes end. */
import { MASKS } from './places';

export const QUOTE: u32 = 0x22;
export const BACKSLASH: u32 = 0x5c;
export const LINE_FEED: u32 = 0x0a;

export function skipSpace(from: i32): i32 {
  let at = from;
  while (true) {
    const byte = <u32>load<u8>(at);
    if (byte > 0x20 || (byte != 0x20 && byte != 0x09 && byte != 0x0d)) return at;
    at += 1;
  }
}

export function lineFeedFrom(from: i32): i32 {
  let at = from;
  const wanted = i8x16.splat(0x0a);
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (found != 0) return at + ctz(found);
    at += 16;
  }
}

/** The mask of the first `length` bytes of a block. */
export function maskOf(length: i32): v128 {
  return v128.load(MASKS + 16 - min(length, 16));
}

export function isSame(name: i32, low: v128, high: v128): bool {
  return !v128.any_true(v128.or(v128.xor(v128.load(name), low), v128.xor(v128.load(name, 16), high)));
}

/** Index of the next quote that is not escaped, before `farthest` and the line's end, else 0. */
export function looseEnd(from: i32, farthest: i32): i32 {
  let at = from;
  while (at < farthest) {
    const block = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c))), i8x16.eq(block, i8x16.splat(0x0a))),
    );
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) return at < farthest ? at : 0;
    if (byte == LINE_FEED || <u32>load<u8>(at, 1) == LINE_FEED) return 0;
    at += 2;
  }
  return 0;
}

/** Index of the quote that ends the string whose first character is at `from`; 0 when something in it may not be in a JSON string. */
export function stringEnd(from: i32): i32 {
  let at = from;
  while (true) {
    const block = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c))),
        i8x16.eq(block, i8x16.min_u(block, i8x16.splat(0x1f))),
      ),
    );
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) return at;
    if (byte != BACKSLASH) return 0;
    const escaped = <u32>load<u8>(at, 1);
    if (escaped == 0x6e || escaped == QUOTE || escaped == 0x74 || escaped == BACKSLASH) at += 2;
    else if (escaped == 0x2f || escaped == 0x62 || escaped == 0x66 || escaped == 0x72) at += 2;
    else if (escaped == 0x75 && isHex(load<u8>(at, 2)) && isHex(load<u8>(at, 3)) && isHex(load<u8>(at, 4)) && isHex(load<u8>(at, 5)))
      at += 6;
    else return 0;
  }
}

/** Index of the quote behind a key, 0 when there is an escape in it. */
export function keyEndFrom(from: i32): i32 {
  let at = from;
  while (true) {
    const block = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c))),
        i8x16.eq(block, i8x16.min_u(block, i8x16.splat(0x1f))),
      ),
    );
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    return load<u8>(at) == QUOTE ? at : 0;
  }
}

function isHex(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}
