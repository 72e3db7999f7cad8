/**
 * Records and files that are nearly right: each begins as one of the kept corpus and is changed in a few places. All that is random comes from
 * one seed, so that every file can be made again by its number.
 */
import { randomFrom } from '../bench/random.ts';
import type { Random } from '../bench/random.ts';
import { oddName, oddValue, plainStyle, Raw, writeOdd } from './oddJson.ts';
import type { Value } from './oddJson.ts';

export interface FuzzedFile {
  readonly bytes: Buffer;
  /** Lines that were put into it, before they were split, joined and cut. */
  readonly records: number;
}

type Members = Record<string, Value>;

/** Few enough that records of a file, and of others, share them. */
const idsOfFile = 40;

/** The file of a number: `records` lines of the corpus, changed. */
export function fuzzedFile(corpus: readonly string[], seed: number, records: number): FuzzedFile {
  const random = randomFrom(seed);
  const sharing = random.below(4) === 0 ? 'shared' : String(seed);
  const lines = Array.from({ length: records }, () => Buffer.from(mutatedLine(random.of(corpus), random, sharing), 'utf8'));
  const pieces: Buffer[] = [];
  const ends = random.of(['\n', '\n', '\n', '\r\n', 'mixed']);
  for (const [index, line] of lines.entries()) {
    const bytes = random.below(100) < 12 ? withOddBytes(line, random) : line;
    pieces.push(bytes);
    if (index === lines.length - 1 && random.below(3) === 0) break;
    // Some lines lose their end and run into the next one.
    if (random.below(150) > 0) pieces.push(Buffer.from(ends === 'mixed' ? random.of(['\n', '\r\n', '\n\n', '\n \r\n']) : ends));
  }
  const bytes = Buffer.concat(pieces);
  return { bytes: random.below(10) === 0 ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes, records };
}

function mutatedLine(line: string, random: Random, sharing: string): string {
  const value = parsed(line);
  if (value === null) return line;
  renumber(value, random, sharing);
  for (let change = random.below(4); change > 0; change -= 1) changeOne(value, random);
  const style =
    random.below(3) > 0
      ? plainStyle
      : { spaces: random.of([0, 30]), escapes: random.of([0, 10, 60]), doubles: random.of([0, 30]), shuffles: 50 };
  return writeOdd(value, random, style);
}

function parsed(line: string): Members | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;
  } catch {
    return null;
  }
}

/** Gives a record ids and a time of its file, so that copies of one line of the corpus are not all one response. */
function renumber(record: Members, random: Random, sharing: string): void {
  const number = String(random.below(idsOfFile));
  if (typeof record.uuid === 'string') record.uuid = `uuid-${sharing}-${String(random.below(10_000))}`;
  if (typeof record.timestamp === 'string') record.timestamp = new Date(Date.UTC(2026, 9, 1) + random.below(50 * 86_400_000)).toISOString();
  const { message } = record;
  if (!isMembers(message)) return;
  if (typeof message.id === 'string') message.id = `msg_01${sharing}x${number}`;
  if (!Array.isArray(message.content)) return;
  for (const block of message.content) {
    if (!isMembers(block)) continue;
    for (const name of ['id', 'tool_use_id'])
      if (typeof block[name] === 'string') block[name] = `toolu_${sharing}x${String(random.below(8))}`;
  }
}

function isMembers(value: Value | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Raw);
}

/** Changes one place anywhere in the record. */
function changeOne(record: Members, random: Random): void {
  let at: Members | Value[] = record;
  for (;;) {
    const keys: readonly (string | number)[] = Array.isArray(at) ? [...at.keys()] : Object.keys(at);
    if (keys.length === 0) return;
    const key = random.of(keys);
    const value: Value | undefined = Reflect.get(at, key) as Value | undefined;
    const isDeep = typeof value === 'object' && value !== null && !(value instanceof Raw);
    if (isDeep && random.below(5) > 0) {
      at = value;
      continue;
    }
    changeAt(at, key, value ?? null, random);
    return;
  }
}

function changeAt(at: Members | Value[], key: string | number, value: Value, random: Random): void {
  const set = (name: string | number, next: Value): void => {
    Object.defineProperty(at, name, { value: next, enumerable: true, configurable: true, writable: true });
  };
  switch (random.below(9)) {
    case 0:
      if (Array.isArray(at)) at.splice(Number(key), 1);
      else Reflect.deleteProperty(at, key);
      return;
    case 1:
      // An own member of the name, also where the name means something to every object.
      if (!Array.isArray(at)) set(oddName(random), random.below(2) === 0 ? value : oddValue(random));
      return;
    case 2:
      set(key, [value]);
      return;
    case 3:
      set(key, { value });
      return;
    case 4:
      set(key, new Raw(JSON.stringify(String(typeof value === 'object' ? 'x' : value))));
      return;
    case 5:
      if (Array.isArray(value)) set(key, Array.from({ length: 1 + random.below(20) }, () => value).flat());
      return;
    default:
      set(key, oddValue(random));
  }
}

const oddBytes = [
  ...[
    [0],
    [0, 0, 0, 0],
    [0xef, 0xbb, 0xbf],
    [0xff],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2, 0x82],
    [0x0a],
    [0x0d],
  ],
  ...['"', '\\', '{', '}', '[', ']', ',', ':', '\\u', '\\ud83d', '"type":"user",', '"type":"assistant",', '{"type":"cost-state"}'].map(
    (text) => [...Buffer.from(text)],
  ),
].map((bytes) => Buffer.from(bytes));

/** Puts in, takes out, cuts or repeats bytes anywhere, as a disk, a crash or a bad copy does. */
function withOddBytes(line: Buffer, random: Random): Buffer {
  const place = random.below(8) === 0 ? 0 : random.below(line.length + 1);
  const [before, after] = [line.subarray(0, place), line.subarray(place)];
  switch (random.below(6)) {
    case 0:
      return Buffer.from(before);
    case 1:
      return Buffer.from(after);
    case 2:
      return Buffer.concat([before, after.subarray(1 + random.below(4))]);
    case 3:
      return Buffer.concat([before, before.subarray(random.below(before.length + 1)), after]);
    default:
      return Buffer.concat([before, random.of(oddBytes), after]);
  }
}
