/** Notes where in a record is what the shapes ask for. */
import { ARENA, ARENA_END, NAMES, SHAPES, TAPE, TAPE_END } from './places';
import { isSame, keyEndFrom, LINE_FEED, maskOf, QUOTE, skipSpace, stringEnd } from './bytes';
import { DEEPEST, lastWhole, skipList, skipNumber, skipObject, skipValue, skipWord } from './values';

// What is wanted of a member.
const AS_NAME: u32 = 1;
const AS_KIND: u32 = 2;

// What a slot holds; 0 is nothing. A slot is four numbers, the first of them this.
export const NULL: i32 = 1;
export const TRUE: i32 = 2;
const FALSE: i32 = 3;
export const WHOLE: i32 = 4;
export const PLAIN: i32 = 5;
export const NAME: i32 = 6;
export const MEMBERS: i32 = 7;
export const ELEMENTS: i32 = 8;
const SOME_TEXT: i32 = 9;
const SOME_OBJECT: i32 = 10;
const SOME_LIST: i32 = 11;
export const JSON: i32 = 12;

/** Where the next object goes, and the next short text. */
let tapeAt: i32 = TAPE;
let arenaAt: i32 = ARENA;
let full: bool = false;

export function emptyTape(): void {
  tapeAt = TAPE;
  arenaAt = ARENA;
}

export function textsEnd(): i32 {
  return arenaAt;
}

/** Whether there was no room for what was wanted of the last record. */
export function isFull(): bool {
  return full;
}

/** Where what is wanted of the record whose first byte is at `from` will be, should it be read. */
export function nextRecord(): i32 {
  return tapeAt;
}

/** Reads the record at `from`; returns where its line ends, 0 when it is nothing for this reader: then nothing of it is kept. */
export function readRecord(from: i32): i32 {
  const tape = tapeAt;
  const arena = arenaAt;
  full = false;
  const end = walk(from);
  if (end == 0) {
    tapeAt = tape;
    arenaAt = arena;
  }
  return end;
}

function walk(from: i32): i32 {
  let at = skipSpace(from);
  if (load<u8>(at) != 0x7b) return 0;
  const record = allocate(SHAPES);
  if (record == 0) return 0;
  at = readMembers(at, SHAPES, record, 1);
  if (at == 0) return 0;
  at = skipSpace(at);
  return load<u8>(at) == LINE_FEED ? at : 0;
}

/** Room for what is wanted of an object: a header, in which is the next object of a list, and a slot for each member. 0 when there is none. */
function allocate(shape: i32): i32 {
  return room((load<i32>(shape) << 4) + 16);
}

/** So many bytes of zeros, a multiple of sixteen, behind what was noted last; 0 when there are not so many. */
export function room(size: i32): i32 {
  const at = tapeAt;
  if (at + size > TAPE_END) {
    full = true;
    return 0;
  }
  // A loop, since to fill so little by the instruction for it is a call out of here.
  for (let word = at; word < at + size; word += 16) v128.store(word, i8x16.splat(0));
  tapeAt = at + size;
  return at;
}

/** Reads the object at `from` into `into`. */
function readMembers(from: i32, shape: i32, into: i32, depth: i32): i32 {
  if (depth > DEEPEST) return 0;
  let at = skipSpace(from + 1);
  if (load<u8>(at) == 0x7d) return at + 1;
  while (true) {
    if (load<u8>(at) != QUOTE) return 0;
    const key = at + 1;
    const keyEnd = keyEndFrom(key);
    if (keyEnd == 0) return 0;
    const member = memberOf(shape, key, keyEnd - key);
    at = skipSpace(keyEnd + 1);
    if (load<u8>(at) != 0x3a) return 0;
    at = skipSpace(at + 1);
    at = member == 0 ? skipValue(at, depth) : readValue(at, member, into + load<i32>(member, 8), depth);
    if (at == 0) return 0;
    at = skipSpace(at);
    const byte = <u32>load<u8>(at);
    if (byte == 0x7d) return at + 1;
    if (byte != 0x2c) return 0;
    at = skipSpace(at + 1);
  }
}

/**
 * A shape is the number of its members, 0, 0, 0, then for each length from 0 to 32 where its first member of this length is, or 0.
 * A member is: the next one of this length or 0, what is wanted, its slot's place, its shape or 0, its name.
 */
function memberOf(shape: i32, key: i32, length: i32): i32 {
  if (length > 32) return 0;
  let member = load<i32>(shape + (length << 2), 16);
  if (member == 0) return 0;
  const low = v128.and(v128.load(key), maskOf(length));
  const high = length > 16 ? v128.and(v128.load(key, 16), maskOf(length - 16)) : i8x16.splat(0);
  do {
    if (isSame(member + 16, low, high)) return member;
    member = load<i32>(member);
  } while (member != 0);
  return 0;
}

function readValue(from: i32, member: i32, slot: i32, depth: i32): i32 {
  const byte = <u32>load<u8>(from);
  const wanted = load<u32>(member, 4);
  const shape = load<i32>(member, 12);
  let at: i32;
  if (byte == QUOTE) {
    const end = stringEnd(from + 1);
    if (end == 0) return 0;
    if (wanted == AS_KIND) store<i32>(slot, SOME_TEXT);
    else if (wanted == AS_NAME && end - from <= 112) keepName(from, end, slot);
    else keepText(from, end, slot);
    return end + 1;
  }
  if (byte == 0x7b) {
    if (shape != 0) {
      const object = allocate(shape);
      if (object == 0) return 0;
      store<i32>(slot, MEMBERS);
      store<i32>(slot, object, 4);
      return readMembers(from, shape, object, depth + 1);
    }
    at = skipObject(from, depth + 1);
    keepKind(slot, wanted == AS_KIND ? SOME_OBJECT : JSON, from, at);
    return at;
  }
  if (byte == 0x5b) {
    if (shape != 0) return readElements(from, shape, slot, depth + 1);
    at = skipList(from, depth + 1);
    keepKind(slot, wanted == AS_KIND ? SOME_LIST : JSON, from, at);
    return at;
  }
  if (byte - 0x30 < 10 || byte == 0x2d) {
    at = skipNumber(from);
    if (lastWhole() >= 0) keepKind(slot, WHOLE, lastWhole(), 0);
    else keepKind(slot, JSON, from, at);
    return at;
  }
  store<i32>(slot, byte == 0x74 ? TRUE : byte == 0x66 ? FALSE : NULL);
  return skipWord(from);
}

/** The objects of a list; of its other elements nobody asks. */
function readElements(from: i32, shape: i32, slot: i32, depth: i32): i32 {
  if (depth > DEEPEST) return 0;
  store<i32>(slot, ELEMENTS);
  store<i32>(slot, 0, 4);
  let last = slot + 4;
  let at = skipSpace(from + 1);
  if (load<u8>(at) == 0x5d) return at + 1;
  while (true) {
    if (load<u8>(at) == 0x7b) {
      const object = allocate(shape);
      if (object == 0) return 0;
      store<i32>(last, object);
      last = object;
      at = readMembers(at, shape, object, depth + 1);
    } else at = skipValue(at, depth);
    if (at == 0) return 0;
    at = skipSpace(at);
    const byte = <u32>load<u8>(at);
    if (byte == 0x5d) return at + 1;
    if (byte != 0x2c) return 0;
    at = skipSpace(at + 1);
  }
}

function keepKind(slot: i32, kind: i32, first: i32, second: i32): void {
  store<i32>(slot, kind);
  store<i32>(slot, first, 4);
  store<i32>(slot, second, 8);
}

/** A short text of ASCII without escapes goes to the others of its kind, with whether it is one word; any other stays where it is, as JSON. */
function keepText(from: i32, end: i32, slot: i32): void {
  const length = end - from - 1;
  if (length <= 64 && arenaAt <= ARENA_END) {
    let used = 0;
    let gaps = i8x16.splat(0);
    while (used < length) {
      const block = v128.load(from + 1 + used);
      const mask = maskOf(length - used);
      const odd = v128.and(v128.or(block, i8x16.eq(block, i8x16.splat(0x5c))), mask);
      if (i8x16.bitmask(odd) != 0) {
        keepKind(slot, JSON, from, end + 1);
        return;
      }
      gaps = v128.or(gaps, v128.and(v128.or(i8x16.eq(block, i8x16.splat(0x20)), i8x16.eq(block, i8x16.splat(0x7f))), mask));
      v128.store(arenaAt + used, block);
      used += 16;
    }
    keepKind(slot, PLAIN, arenaAt - ARENA, arenaAt - ARENA + length);
    store<i32>(slot, i32(length > 0 && !v128.any_true(gaps)), 12);
    arenaAt += length;
    return;
  }
  keepKind(slot, JSON, from, end + 1);
}

/** How many names have taken a place so far. */
let namesKept: i32 = 0;

/**
 * A name that is often the same: told by its place among the names kept, and by what number it took it. Places are of 128 bytes: number, length,
 * text with its first quote and zeros behind it. A name may be in two of them, so that two that are always met in turn do not take each other's.
 */
function keepName(from: i32, end: i32, slot: i32): void {
  const length = end - from;
  let hash: u32 = load<u32>(end - 4) * 0x9e3779b1 + length;
  hash ^= load<u32>(from + (length >> 1)) * 0x85ebca6b;
  hash *= 0xc2b2ae35;
  let place = (hash >>> 24) & 255;
  if (!isKept(place, from, length)) {
    if (isKept(place ^ 1, from, length)) place ^= 1;
    else {
      if (load<i32>(NAMES + ((place ^ 1) << 7)) < load<i32>(NAMES + (place << 7))) place ^= 1;
      const name = NAMES + (place << 7);
      namesKept += 1;
      store<i32>(name, namesKept);
      store<i32>(name, length, 4);
      for (let at = 0; at < length; at += 16) v128.store(name + at, v128.and(v128.load(from + at), maskOf(length - at)), 16);
    }
  }
  store<i32>(slot, NAME | (place << 8));
  store<i32>(slot, from, 4);
  store<i32>(slot, end + 1, 8);
  store<i32>(slot, load<i32>(NAMES + (place << 7)), 12);
}

function isKept(place: i32, from: i32, length: i32): bool {
  const name = NAMES + (place << 7);
  if (load<i32>(name, 4) != length) return false;
  for (let at = 0; at < length; at += 16) {
    const block = v128.and(v128.load(from + at), maskOf(length - at));
    if (v128.any_true(v128.xor(block, v128.load(name + at, 16)))) return false;
  }
  return true;
}
