/** The type of a record, told as `recordType` (`src/core/transcript/recordType.ts`) tells it. */
import { TYPES } from './places';
import { isSame, LINE_FEED, looseEnd, maskOf, QUOTE, skipSpace } from './bytes';

const ATTACHMENT: i32 = 0;
const NO_TYPE: i32 = -1;
const OTHER_TYPE: i32 = -2;
const UNTOLD: i32 = -3;
const WALKED_TYPE: i32 = -4;
const QUEUED_COMMAND: i32 = -5;
const ATTACHED: i32 = -6;

export const LOOK: i32 = -1;
export const WALK: i32 = -2;

let typeEnd: i32 = 0;

/** A place in the last line that had a type, behind it. */
export function behindType(): i32 {
  return typeEnd;
}

/** The number of a type that is only counted, WALK for a record that may be wanted, LOOK for what is better told elsewhere. */
export function kindOf(at: i32): i32 {
  const type = typeOf(at, i32.MAX_VALUE, true);
  if (type > ATTACHMENT) return type;
  if (type == ATTACHMENT || type == NO_TYPE || type == WALKED_TYPE) return WALK;
  return type == ATTACHED ? ATTACHMENT : LOOK;
}

function attachmentType(at: i32): i32 {
  const type = typeOf(at, at + 4096, false);
  if (type == ATTACHMENT || type == NO_TYPE) return NO_TYPE;
  return type == QUEUED_COMMAND || type == UNTOLD ? UNTOLD : ATTACHED;
}

function typeOf(from: i32, end: i32, isTop: bool): i32 {
  const farthest = isTop ? from + 4096 : end;
  let at = skipSpace(from);
  if (at >= end || load<u8>(at) != 0x7b) return NO_TYPE;
  at = skipSpace(at + 1);
  while (at < farthest && load<u8>(at) == QUOTE) {
    const key = at + 1;
    const keyEnd = looseEnd(key, farthest);
    if (keyEnd == 0) return NO_TYPE;
    at = skipSpace(keyEnd + 1);
    if (at >= end || load<u8>(at) != 0x3a) return NO_TYPE;
    at = skipSpace(at + 1);
    if (at >= end) return NO_TYPE;
    const first = <u32>load<u8>(at);
    if (first == 0x7b || first == 0x5b) {
      // "attachment"
      if (keyEnd - key != 10 || load<u64>(key) != 0x656d686361747461 || load<u16>(key, 8) != 0x746e) return NO_TYPE;
      return isTop ? attachmentType(at) : UNTOLD;
    }
    if (first == QUOTE) {
      const valueEnd = looseEnd(at + 1, farthest);
      if (valueEnd == 0) return NO_TYPE;
      // "type"
      if (keyEnd - key == 4 && load<u32>(key) == 0x65707974) {
        typeEnd = valueEnd;
        return knownType(at + 1, valueEnd - at - 1);
      }
      at = valueEnd + 1;
    } else {
      while (at < farthest) {
        const byte = <u32>load<u8>(at);
        if (byte == 0x2c || byte == 0x7d || byte == LINE_FEED) break;
        at += 1;
      }
    }
    at = skipSpace(at);
    if (at >= end || load<u8>(at) != 0x2c) return NO_TYPE;
    at = skipSpace(at + 1);
  }
  return NO_TYPE;
}

/** Entries of 48 bytes: length, number, text; the first with length 0 ends them. */
function knownType(text: i32, length: i32): i32 {
  if (length == 0 || length > 32) return OTHER_TYPE;
  const low = v128.and(v128.load(text), maskOf(length));
  const high = length > 16 ? v128.and(v128.load(text, 16), maskOf(length - 16)) : i8x16.splat(0);
  let entry = TYPES;
  for (let known = load<i32>(entry); known != 0; known = load<i32>(entry)) {
    if (known == length && isSame(entry + 16, low, high)) return load<i32>(entry, 4);
    entry += 48;
  }
  return OTHER_TYPE;
}
