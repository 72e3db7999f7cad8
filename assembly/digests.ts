/**
 * What the records that fill a transcript say, in a few numbers: requests, lines of responses, and results that changed no file. A digest is only made of a
 * record in which every field is as programs write it; of any other the whole is read elsewhere, which is where its rules are (`src/core/transcript`).
 */
import { ARENA, ENVELOPE, TERMS } from './places';
import { ELEMENTS, JSON, MEMBERS, NAME, NULL, PLAIN, room, TRUE, WHOLE } from './members';
import { BACKSLASH, QUOTE } from './bytes';

// Kinds of lines that have a digest.
const NONE: i32 = -2;
const REQUEST: i32 = -3;
const RESPONSE: i32 = -4;
const RESULT: i32 = -5;

// Places of the slots of each shape in `src/ingest/recordShape.ts`, in its order.
const TYPE: i32 = 16;
const TIMESTAMP: i32 = 32;
const CWD: i32 = 64;
const BRANCH: i32 = 80;
const ENTRYPOINT: i32 = 96;
const VERSION: i32 = 112;
const IS_SIDECHAIN: i32 = 144;
const REQUEST_ID: i32 = 160;
const REQUEST_REF: i32 = 256;
const REQUESTED_MODEL: i32 = 272;
const MESSAGE: i32 = 288;
const RESULT_OF_TOOL: i32 = 304;

const MESSAGE_ID: i32 = 16;
const MODEL: i32 = 32;
const STOP_REASON: i32 = 48;
const USAGE: i32 = 64;
const CONTENT: i32 = 80;

const BLOCK_TYPE: i32 = 16;
const BLOCK_ID: i32 = 32;
const BLOCK_NAME: i32 = 48;
const TOOL_USE_ID: i32 = 64;
const IS_ERROR: i32 = 80;

const INPUT: i32 = 16;
const OUTPUT: i32 = 32;
const CACHE_READ: i32 = 48;
const CACHE_WRITE: i32 = 64;
const WRITES: i32 = 80;
const SERVER_TOOLS: i32 = 96;
const ITERATIONS: i32 = 112;
const SPEED: i32 = 128;
const GEOGRAPHY: i32 = 144;

const ONE_HOUR: i32 = 16;
const FIVE_MINUTES: i32 = 32;
const SEARCHES: i32 = 16;
const ITERATION_TYPE: i32 = 16;

const FILE_PATH: i32 = 48;
const NOTEBOOK_PATH: i32 = 64;
const INTERRUPTED: i32 = 128;
const BACKGROUND: i32 = 144;
const GIT_OPERATION: i32 = 160;

// A digest: its flags, which envelope, the time (eight bytes), and what is said of its kind, four bytes each.
const SIZE: i32 = 80;
const SIDECHAIN: i32 = 1;
const FAILED: i32 = 2;
const IN_BACKGROUND: i32 = 4;

const MOST_TOKENS: i32 = 100_000_000;
const MOST_SEARCHES: i32 = 10_000;

/** How many envelopes, and terms of a response, followed others. */
let envelopes: i32 = 0;
let terms: i32 = 0;

let digest: i32 = 0;

/** Where the digest of the last record is that has one. */
export function lastDigest(): i32 {
  return digest;
}

/** The kind of the digest of the record that was noted at `record`, NONE when it has none. */
export function digestOf(record: i32): i32 {
  if (load<u8>(record, TYPE) != NAME) return NONE;
  const type = record + TYPE;
  let kind = NONE;
  if (isNamed(type, 9, 0x6e61747369737361, 0x22746e61))
    kind = RESPONSE; // assistant
  else if (isNamed(type, 11, 0x757165722d697061, 0x22747365))
    kind = REQUEST; // api-request
  else if (isNamed(type, 4, 0, 0x22726573) && <u32>load<u8>(load<i32>(type, 4) + 1) == 0x75)
    kind = RESULT; // user
  else return NONE;
  const time = timeOf(record + TIMESTAMP);
  if (time < 0) return NONE;
  digest = room(SIZE);
  if (digest == 0) return NONE;
  store<f64>(digest, time, 8);
  if (kind == REQUEST) return requestDigest(record);
  if (!isNameOrNone(record + BRANCH) || !isNameOrNone(record + ENTRYPOINT) || !isNameOrNone(record + VERSION)) return NONE;
  if (load<u8>(record, CWD) != NAME) return NONE;
  let changed = differs(record + CWD, ENVELOPE);
  changed |= differs(record + BRANCH, ENVELOPE + 8);
  changed |= differs(record + ENTRYPOINT, ENVELOPE + 16);
  changed |= differs(record + VERSION, ENVELOPE + 24);
  envelopes += i32(changed);
  store<i32>(digest, envelopes, 4);
  return kind == RESPONSE ? responseDigest(record) : resultDigest(record);
}

/** Its id: where it begins and ends among the short texts. */
function requestDigest(record: i32): i32 {
  return load<i32>(record, CWD) == 0 && keepWord(record + REQUEST_ID, 16) ? REQUEST : NONE;
}

/** The response's id, its request's, six counts, which terms, and its blocks. */
function responseDigest(record: i32): i32 {
  if (load<i32>(record, MESSAGE) != MEMBERS) return NONE;
  const message = load<i32>(record, MESSAGE + 4);
  if (!keepWord(message + MESSAGE_ID, 16)) return NONE;
  const reference = load<i32>(record, REQUEST_REF);
  if (reference != 0 && reference != NULL && !keepWord(record + REQUEST_REF, 24)) return NONE;
  if (load<u8>(message, MODEL) != NAME || load<u8>(message, STOP_REASON) != NAME) return NONE;
  if (load<i32>(message, USAGE) != MEMBERS) return NONE;
  const usage = load<i32>(message, USAGE + 4);
  if (!isNameOrNone(record + REQUESTED_MODEL) || !isNameOrNone(usage + SPEED) || !isNameOrNone(usage + GEOGRAPHY)) return NONE;
  if (!keepCounts(usage) || !areOfMessages(usage + ITERATIONS)) return NONE;
  let changed = differs(message + MODEL, TERMS);
  changed |= differs(message + STOP_REASON, TERMS + 8);
  changed |= differs(record + REQUESTED_MODEL, TERMS + 16);
  changed |= differs(usage + SPEED, TERMS + 24);
  changed |= differs(usage + GEOGRAPHY, TERMS + 32);
  terms += i32(changed);
  store<i32>(digest, terms, 56);
  if (load<i32>(message, CONTENT) != ELEMENTS) return NONE;
  for (let block = load<i32>(message, CONTENT + 4); block != 0; block = load<i32>(block)) {
    const type = block + BLOCK_TYPE;
    if (load<i32>(type) == 0) continue;
    if (load<u8>(type) != NAME) return NONE;
    // tool_use
    if (!isNamed(type, 8, 0x6573755f6c6f6f74, 0x22657375)) {
      if (hasEscape(type)) return NONE;
      continue;
    }
    if (!isWord(block + BLOCK_ID) || load<u8>(block, BLOCK_NAME) != NAME) return NONE;
    if (load<i32>(digest, 60) == 0) store<i32>(digest, block, 60);
  }
  store<i32>(digest, load<i32>(record, IS_SIDECHAIN) == TRUE ? SIDECHAIN : 0);
  return RESPONSE;
}

/** Tokens as `readUsage` (`src/core/transcript/usage.ts`) has them: input, output, writes for five minutes and for an hour, reads, searches. */
function keepCounts(usage: i32): bool {
  const input = countOf(usage + INPUT, MOST_TOKENS);
  const output = countOf(usage + OUTPUT, MOST_TOKENS);
  const read = countOf(usage + CACHE_READ, MOST_TOKENS);
  const written = countOf(usage + CACHE_WRITE, MOST_TOKENS);
  const writes = objectOf(usage + WRITES);
  const tools = objectOf(usage + SERVER_TOOLS);
  if ((input | output | read | written | writes | tools) < 0) return false;
  const oneHour = writes == 0 ? 0 : countOf(writes + ONE_HOUR, MOST_TOKENS);
  const fiveMinutes = writes == 0 ? 0 : countOf(writes + FIVE_MINUTES, MOST_TOKENS);
  const searches = tools == 0 ? 0 : countOf(tools + SEARCHES, MOST_SEARCHES);
  if ((oneHour | fiveMinutes | searches) < 0) return false;
  store<i32>(digest, input, 32);
  store<i32>(digest, output, 36);
  store<i32>(digest, max(written - oneHour, fiveMinutes), 40);
  store<i32>(digest, oneHour, 44);
  store<i32>(digest, read, 48);
  store<i32>(digest, searches, 52);
  return true;
}

/** A result of a tool that edited no file and of which git operation nothing is recorded: the call's id. */
function resultDigest(record: i32): i32 {
  if (load<i32>(record, MESSAGE) != MEMBERS) return NONE;
  const message = load<i32>(record, MESSAGE + 4);
  if (load<i32>(message, CONTENT) != ELEMENTS) return NONE;
  let block = load<i32>(message, CONTENT + 4);
  while (block != 0) {
    const type = block + BLOCK_TYPE;
    if (load<i32>(type) != 0) {
      if (load<u8>(type) != NAME) return NONE;
      if (isNamed(type, 11, 0x7365725f6c6f6f74, 0x22746c75)) break; // tool_result
      if (hasEscape(type)) return NONE;
    }
    block = load<i32>(block);
  }
  if (block == 0 || !keepWord(block + TOOL_USE_ID, 16)) return NONE;
  const result = record + RESULT_OF_TOOL;
  const kind = load<i32>(result);
  let flags = load<i32>(block, IS_ERROR) == TRUE ? FAILED : 0;
  if (kind == MEMBERS) {
    const members = load<i32>(result, 4);
    if ((load<i32>(members, FILE_PATH) | load<i32>(members, NOTEBOOK_PATH) | load<i32>(members, GIT_OPERATION)) != 0) return NONE;
    if (load<i32>(members, INTERRUPTED) == TRUE) flags |= FAILED;
    const background = load<i32>(members, BACKGROUND);
    if (background != 0 && background != NULL) {
      if (!isWord(members + BACKGROUND)) return NONE;
      flags |= IN_BACKGROUND;
    }
  } else if (kind == PLAIN || (kind == JSON && <u32>load<u8>(load<i32>(result, 4)) == QUOTE)) flags |= FAILED;
  store<i32>(digest, flags);
  return RESULT;
}

/** A count from 0 to `most`, 0 where there is none; less than 0 for anything else. */
function countOf(slot: i32, most: i32): i32 {
  const kind = load<i32>(slot);
  if (kind == WHOLE) {
    const count = load<i32>(slot, 4);
    return count <= most ? count : -1;
  }
  return kind == 0 || kind == NULL ? 0 : -1;
}

/** Where the members of an object are, 0 where there is none; less than 0 for anything else. */
function objectOf(slot: i32): i32 {
  const kind = load<i32>(slot);
  return kind == MEMBERS ? load<i32>(slot, 4) : kind == 0 || kind == NULL ? 0 : -1;
}

/** Whether no iteration is a bill of its own. */
function areOfMessages(slot: i32): bool {
  const kind = load<i32>(slot);
  if (kind == 0 || kind == NULL) return true;
  if (kind != ELEMENTS) return false;
  for (let iteration = load<i32>(slot, 4); iteration != 0; iteration = load<i32>(iteration)) {
    const type = iteration + ITERATION_TYPE;
    if (load<u8>(type) != NAME || !isNamed(type, 7, 0x226567617373656d, 0x22656761)) return false; // message
  }
  return true;
}

function isNameOrNone(slot: i32): bool {
  const kind = load<u8>(slot);
  return kind == NAME || kind == 0 || kind == NULL;
}

/** Whether a name has this length, begins with these eight bytes (where it has so many) and ends with these three and a quote. */
function isNamed(slot: i32, length: i32, start: u64, end: u32): bool {
  const from = load<i32>(slot, 4);
  const to = load<i32>(slot, 8);
  return to - from - 2 == length && load<u32>(to - 4) == end && (start == 0 || load<u64>(from + 1) == start);
}

/** Whether a name may be another than its bytes say. */
function hasEscape(slot: i32): bool {
  const end = load<i32>(slot, 8);
  for (let at = load<i32>(slot, 4); at < end; at += 1) if (<u32>load<u8>(at) == BACKSLASH) return true;
  return false;
}

function isWord(slot: i32): bool {
  return load<i32>(slot) == PLAIN && load<i32>(slot, 12) == 1;
}

/** Notes in the digest where a word is; false when it is none. */
function keepWord(slot: i32, at: i32): bool {
  if (!isWord(slot)) return false;
  store<i32>(digest + at, load<i32>(slot, 4));
  store<i32>(digest + at, load<i32>(slot, 8), 4);
  return true;
}

/** Whether a name is another than that of the last digest, which it then becomes. */
function differs(slot: i32, last: i32): bool {
  const kind = load<i32>(slot);
  const number = kind == 0 || kind == NULL ? 0 : load<i32>(slot, 12);
  const place = number == 0 ? 0 : kind;
  if (load<i32>(last) == place && load<i32>(last, 4) == number) return false;
  store<i32>(last, place);
  store<i32>(last, number, 4);
  return true;
}

/** The milliseconds of a time like 2026-11-20T07:26:24.142Z in the years from 2020 to 2199, else -1. */
function timeOf(slot: i32): f64 {
  if (load<i32>(slot) != PLAIN) return -1;
  const at = ARENA + load<i32>(slot, 4);
  if (load<i32>(slot, 8) - load<i32>(slot, 4) != 24) return -1;
  const marks =
    ((<u32>load<u8>(at, 4)) ^ 0x2d) |
    ((<u32>load<u8>(at, 7)) ^ 0x2d) |
    ((<u32>load<u8>(at, 10)) ^ 0x54) |
    ((<u32>load<u8>(at, 13)) ^ 0x3a) |
    ((<u32>load<u8>(at, 16)) ^ 0x3a) |
    ((<u32>load<u8>(at, 19)) ^ 0x2e) |
    ((<u32>load<u8>(at, 23)) ^ 0x5a);
  if (marks != 0) return -1;
  const year = twoDigits(at) * 100 + twoDigits(at + 2);
  const month = twoDigits(at + 5);
  const day = twoDigits(at + 8);
  const hour = twoDigits(at + 11);
  const minute = twoDigits(at + 14);
  const second = twoDigits(at + 17);
  const tenths = twoDigits(at + 20);
  const hundredths = twoDigits(at + 21);
  if ((year | month | day | hour | minute | second | tenths | hundredths) < 0) return -1;
  if (year < 2020 || year > 2199 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return -1;
  const before = daysBefore(year, month);
  const length = month == 12 ? 31 : daysBefore(year, month + 1) - before;
  if (day < 1 || day > length) return -1;
  return <f64>(((before + day - 1) * 24 + hour) * 60 + minute) * 60_000 + <f64>second * 1000 + <f64>(tenths * 10 + (hundredths % 10));
}

/** Days from 1970 to the first of the month, by the rule of the Gregorian calendar for the years from 1901 to 2199. */
function daysBefore(year: i32, month: i32): i32 {
  // The year from March on, so that the day of a leap year is its last.
  const shifted = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  const century = i32(shifted >= 2100);
  return shifted * 365 + (shifted >> 2) - century + (months * 153 + 2) / 5 - 719_483;
}

/** The number of two digits, less than -1000 when one of them is none. */
function twoDigits(at: i32): i32 {
  const first = <i32>load<u8>(at) - 0x30;
  const second = <i32>load<u8>(at, 1) - 0x30;
  return <u32>first > 9 || <u32>second > 9 ? i32.MIN_VALUE >> 8 : first * 10 + second;
}
