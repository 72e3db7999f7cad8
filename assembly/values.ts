/** Passes over JSON that nobody asks for, checked as `JSON.parse` checks it. */
import { QUOTE, skipSpace, stringEnd } from './bytes';

/** Nesting beyond this is left to others. */
export const DEEPEST: i32 = 64;

/** Index of the byte behind the value at `at`, 0 when it is no JSON or too deep. */
export function skipValue(at: i32, depth: i32): i32 {
  const byte = <u32>load<u8>(at);
  if (byte == QUOTE) {
    const end = stringEnd(at + 1);
    return end == 0 ? 0 : end + 1;
  }
  if (byte == 0x7b) return skipObject(at, depth + 1);
  if (byte == 0x5b) return skipList(at, depth + 1);
  if (byte - 0x30 < 10 || byte == 0x2d) return skipNumber(at);
  return skipWord(at);
}

export function skipWord(at: i32): i32 {
  const word = load<u32>(at);
  // true, null, and "alse" behind an f
  if (word == 0x65757274 || word == 0x6c6c756e) return at + 4;
  return load<u8>(at) == 0x66 && load<u32>(at, 1) == 0x65736c61 ? at + 5 : 0;
}

export function skipObject(from: i32, depth: i32): i32 {
  if (depth > DEEPEST) return 0;
  let at = skipSpace(from + 1);
  if (load<u8>(at) == 0x7d) return at + 1;
  while (true) {
    if (load<u8>(at) != QUOTE) return 0;
    at = stringEnd(at + 1);
    if (at == 0) return 0;
    at = skipSpace(at + 1);
    if (load<u8>(at) != 0x3a) return 0;
    at = skipValue(skipSpace(at + 1), depth);
    if (at == 0) return 0;
    at = skipSpace(at);
    const byte = <u32>load<u8>(at);
    if (byte == 0x7d) return at + 1;
    if (byte != 0x2c) return 0;
    at = skipSpace(at + 1);
  }
}

export function skipList(from: i32, depth: i32): i32 {
  if (depth > DEEPEST) return 0;
  let at = skipSpace(from + 1);
  if (load<u8>(at) == 0x5d) return at + 1;
  while (true) {
    at = skipValue(at, depth);
    if (at == 0) return 0;
    at = skipSpace(at);
    const byte = <u32>load<u8>(at);
    if (byte == 0x5d) return at + 1;
    if (byte != 0x2c) return 0;
    at = skipSpace(at + 1);
  }
}

/** Of the last number: its value where it is whole and small, else -1. */
let whole: i32 = 0;

/** Of the last number: its value where it is whole and small, else -1. */
export function lastWhole(): i32 {
  return whole;
}

export function skipNumber(from: i32): i32 {
  let at = from;
  let byte = <u32>load<u8>(at);
  const isNegative = byte == 0x2d;
  if (isNegative) byte = load<u8>(++at);
  const digits = at;
  let value: i32 = 0;
  while (byte - 0x30 < 10) {
    value = value * 10 + <i32>(byte - 0x30);
    byte = load<u8>(++at);
  }
  const length = at - digits;
  if (length == 0 || (length > 1 && load<u8>(digits) == 0x30)) return 0;
  whole = isNegative || length > 9 ? -1 : value;
  if (byte == 0x2e) {
    whole = -1;
    at = skipDigits(at + 1);
    if (at == 0) return 0;
    byte = load<u8>(at);
  }
  if ((byte | 0x20) == 0x65) {
    whole = -1;
    byte = load<u8>(at, 1);
    at = skipDigits(byte == 0x2b || byte == 0x2d ? at + 2 : at + 1);
  }
  return at;
}

function skipDigits(from: i32): i32 {
  let at = from;
  while (<u32>load<u8>(at) - 0x30 < 10) at += 1;
  return at == from ? 0 : at;
}
