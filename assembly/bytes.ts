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
  const short = from + 48;
  do {
    const block = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c))),
        i8x16.eq(block, i8x16.min_u(block, i8x16.splat(0x1f))),
      ),
    );
    if (found != 0) {
      at += ctz(found);
      if (<u32>load<u8>(at) == QUOTE) return at;
      break;
    }
    at += 16;
  } while (at < short);
  return longStringEnd(at);
}

/**
 * The same from any unescaped character of a string on, 64 at a time: a text of many lines has an escape in nearly every block, and to stop at each costs
 * more than to look at all bytes of the block.
 */
function longStringEnd(from: i32): i32 {
  let at = from;
  /** 1 when the byte before the block is a backslash that escapes its first. */
  let escapesFirst: u64 = 0;
  while (true) {
    const first = v128.load(at);
    const second = v128.load(at, 16);
    const third = v128.load(at, 32);
    const fourth = v128.load(at, 48);
    const slashes = together(isByte(first, 0x5c), isByte(second, 0x5c), isByte(third, 0x5c), isByte(fourth, 0x5c));
    const quotes = together(isByte(first, 0x22), isByte(second, 0x22), isByte(third, 0x22), isByte(fourth, 0x22));
    const least = i8x16.min_u(i8x16.min_u(first, second), i8x16.min_u(third, fourth));
    let stops: u64 = isControl(least) == 0 ? 0 : together(isControl(first), isControl(second), isControl(third), isControl(fourth));
    if ((slashes | escapesFirst) == 0) stops |= quotes;
    else {
      const escaped = escapedBy(slashes, escapesFirst);
      stops |= quotes & ~escaped;
      escapesFirst = (slashes & ~escaped) >>> 63;
      const usual = slashes | quotes | together(isUsual(first), isUsual(second), isUsual(third), isUsual(fourth));
      // Those before the first stop: what is behind the string is none of its business.
      let others = escaped & ~usual & ((stops & -stops) - 1);
      while (others != 0) {
        if (!isEscape(at + <i32>ctz(others))) return 0;
        others &= others - 1;
      }
    }
    if (stops != 0) {
      at += <i32>ctz(stops);
      return <u32>load<u8>(at) == QUOTE ? at : 0;
    }
    at += 64;
  }
}

/** Which bytes a backslash escapes, among 64 of which these are backslashes. */
function escapedBy(slashes: u64, escapesFirst: u64): u64 {
  const next = (slashes << 1) | escapesFirst;
  if ((slashes & next) == 0) return next;
  // Two in a row: the first escapes the second, which then escapes nothing.
  let escaped = escapesFirst;
  let left = slashes & ~escapesFirst;
  while (left != 0) {
    const behind = (left & -left) << 1;
    escaped |= behind;
    left &= (left - 1) & ~behind;
  }
  return escaped;
}

/** Whether what stands behind a backslash at `at` makes an escape of it, other than those that are looked for at once. */
function isEscape(at: i32): bool {
  const byte = <u32>load<u8>(at);
  if (byte == 0x2f || byte == 0x62 || byte == 0x66 || byte == 0x72) return true;
  return byte == 0x75 && isHex(load<u8>(at, 1)) && isHex(load<u8>(at, 2)) && isHex(load<u8>(at, 3)) && isHex(load<u8>(at, 4));
}

function isByte(block: v128, byte: i8): i32 {
  return i8x16.bitmask(i8x16.eq(block, i8x16.splat(byte)));
}

/** Bytes that no string may hold as they are. */
function isControl(block: v128): i32 {
  return i8x16.bitmask(i8x16.eq(block, i8x16.min_u(block, i8x16.splat(0x1f))));
}

/** The letters n and t: they stand behind nearly every backslash. */
function isUsual(block: v128): i32 {
  return i8x16.bitmask(v128.or(i8x16.eq(block, i8x16.splat(0x6e)), i8x16.eq(block, i8x16.splat(0x74))));
}

function together(first: i32, second: i32, third: i32, fourth: i32): u64 {
  return (<u64>first) | ((<u64>second) << 16) | ((<u64>third) << 32) | ((<u64>fourth) << 48);
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
