/** Hashes of the lines of an edit, taken from its JSON: SipHash-2-4 of each line without its white space. */
import { ADDED, CLOSED_UP, COUNTS, HASHES_SIZE, KEY, REMOVED } from './places';
import { BACKSLASH, keyEndFrom, QUOTE, skipSpace, stringEnd } from './bytes';
import { skipValue } from './values';

/** Where the next hash goes, and how far it may. */
let hashAt: i32 = 0;
let hashEnd: i32 = 0;

/** Hashes of the lines of the JSON string at `from`; false when that is to be done elsewhere. */
export function hashText(from: i32): bool {
  hashAt = ADDED;
  hashEnd = ADDED + HASHES_SIZE - 8;
  let at = from + 1;
  let count = 0;
  if (load<u8>(at) != QUOTE) {
    while (true) {
      at = hashLine(at, true);
      if (at == 0) return false;
      count += 1;
      if (load<u8>(at) == QUOTE) break;
      at += 2;
    }
  }
  store<i32>(COUNTS, count);
  store<i32>(COUNTS, hashAt, 4);
  return true;
}

/** Hashes of the lines that the hunks in the JSON list at `from` add and remove; false when that is to be done elsewhere. */
export function hashPatch(from: i32): bool {
  let addedAt = ADDED;
  let removedAt = REMOVED;
  let added = 0;
  let removed = 0;
  let at = skipSpace(from + 1);
  while (load<u8>(at) != 0x5d) {
    if (load<u8>(at) == 0x7b) {
      let hasLines = false;
      at = skipSpace(at + 1);
      while (load<u8>(at) != 0x7d) {
        const key = at + 1;
        const keyEnd = keyEndFrom(key);
        if (keyEnd == 0) return false;
        at = skipSpace(skipSpace(keyEnd + 1) + 1);
        // "lines"
        if (keyEnd - key == 5 && load<u32>(key) == 0x656e696c && load<u8>(key, 4) == 0x73) {
          // Of two lists of lines the last one would count.
          if (hasLines || load<u8>(at) != 0x5b) return false;
          hasLines = true;
          at = skipSpace(at + 1);
          while (load<u8>(at) != 0x5d) {
            if (load<u8>(at) == QUOTE) {
              const first = <u32>load<u8>(at, 1);
              if (first == BACKSLASH && load<u8>(at, 2) == 0x75) return false;
              if (first == 0x2b) {
                hashAt = addedAt;
                hashEnd = ADDED + HASHES_SIZE - 8;
                at = hashLine(at + 2, false);
                if (at == 0) return false;
                addedAt = hashAt;
                added += 1;
              } else if (first == 0x2d) {
                hashAt = removedAt;
                hashEnd = REMOVED + HASHES_SIZE - 8;
                at = hashLine(at + 2, false);
                if (at == 0) return false;
                removedAt = hashAt;
                removed += 1;
              } else at = stringEnd(at + 1);
              at += 1;
            } else at = skipValue(at, 0);
            at = skipComma(at);
          }
          at += 1;
        } else at = skipValue(at, 0);
        at = skipComma(at);
      }
      at += 1;
    } else at = skipValue(at, 0);
    at = skipComma(at);
  }
  store<i32>(COUNTS, added);
  store<i32>(COUNTS, addedAt, 4);
  store<i32>(COUNTS, removed, 8);
  store<i32>(COUNTS, removedAt, 12);
  return true;
}

/** The next element of JSON that is known to be right, or the bracket behind the last one. */
function skipComma(from: i32): i32 {
  const at = skipSpace(from);
  return load<u8>(at) == 0x2c ? skipSpace(at + 1) : at;
}

/**
 * Hashes a line of a JSON string without its white space, up to the string's end or, if it `splits`, an escaped line feed; nothing is written for a blank
 * one. Returns where it ends, 0 when there is a character outside ASCII in it, or no room.
 */
function hashLine(from: i32, splits: bool): i32 {
  if (hashAt > hashEnd) return 0;
  let at = from;
  begin();
  while (true) {
    // Eight bytes at a time, of which blanks and whatever is from the first special character on are left out.
    const block = v128.load64_zero(at);
    const special = v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c)));
    // Those outside ASCII have their highest bit set, as the others have that are found.
    const stops = i8x16.bitmask(v128.or(block, special));
    const blanks = i8x16.bitmask(i8x16.eq(block, i8x16.splat(0x20)));
    const end = ctz(stops | 256);
    const left = (blanks | (255 << end)) & 255;
    const closedUp = i8x16.swizzle(block, v128.load64_zero(CLOSED_UP + (left << 3)));
    add(i64x2.extract_lane(closedUp, 0), 8 - popcnt(left));
    at += end;
    if (end == 8) continue;
    let byte = <u32>load<u8>(at);
    if (byte == QUOTE) break;
    if (byte != BACKSLASH) return 0;
    byte = load<u8>(at, 1);
    if (byte == 0x6e && splits) break;
    at += 2;
    if (byte == 0x75) return 0;
    if (byte == 0x6e || byte == 0x74 || byte == 0x72 || byte == 0x66) continue;
    add(byte == 0x62 ? 0x08 : byte, 1);
  }
  if (length > 0) finish();
  return at;
}

// SipHash-2-4 as `src/ingest/sipHash.ts` has it, with whole words.
let v0: u64 = 0;
let v1: u64 = 0;
let v2: u64 = 0;
let v3: u64 = 0;
/** Bytes that are no whole word yet, the lowest first, and how many bytes there were. */
let word: u64 = 0;
let length: u32 = 0;

function begin(): void {
  const k0 = load<u64>(KEY);
  const k1 = load<u64>(KEY, 8);
  v0 = k0 ^ 0x736f6d6570736575;
  v1 = k1 ^ 0x646f72616e646f6d;
  v2 = k0 ^ 0x6c7967656e657261;
  v3 = k1 ^ 0x7465646279746573;
  word = 0;
  length = 0;
}

/** Adds the lowest `count` bytes; those above them are 0. */
function add(bytes: u64, count: i32): void {
  const shift = <u64>((length & 7) << 3);
  const sum = word | (bytes << shift);
  const whole = (length & 7) + count >= 8;
  length += count;
  if (!whole) {
    word = sum;
    return;
  }
  v3 ^= sum;
  rounds(2);
  v0 ^= sum;
  word = shift == 0 ? 0 : bytes >>> (64 - shift);
}

function rounds(count: i32): void {
  let a = v0;
  let b = v1;
  let c = v2;
  let d = v3;
  for (let round = 0; round < count; round += 1) {
    a += b;
    b = rotl(b, 13) ^ a;
    a = rotl(a, 32);
    c += d;
    d = rotl(d, 16) ^ c;
    a += d;
    d = rotl(d, 21) ^ a;
    c += b;
    b = rotl(b, 17) ^ c;
    c = rotl(c, 32);
  }
  v0 = a;
  v1 = b;
  v2 = c;
  v3 = d;
}

/** Writes the hash. */
function finish(): void {
  const last = word | ((<u64>length) << 56);
  v3 ^= last;
  rounds(2);
  v0 ^= last;
  v2 ^= 0xff;
  rounds(4);
  store<u64>(hashAt, v0 ^ v1 ^ v2 ^ v3);
  hashAt += 8;
}
