/**
 * Walks chunks of transcripts. Nine tenths of their bytes are texts that nobody asks for, so the walk itself is WebAssembly (`assembly/scanner.ts`): it
 * splits lines, tells the types that are only counted, checks the JSON of the others and notes where in them is what a shape asks for. Here its
 * notes become objects.
 *
 * It knows the JSON that programs write. For anything else (an escape in a key, deep nesting, no JSON at all) it says so, and whoever asked parses the
 * line in full.
 */
import type { Fields } from '../core/transcript/fields.ts';
import { PatchInPlace, TextInPlace, ValueInPlace } from '../core/transcript/inPlace.ts';
import type { HashedLines } from '../core/transcript/inPlace.ts';
import { factTypes, plainTypes } from '../core/transcript/recordType.ts';
import { recordShape, shapedTypes } from './recordShape.ts';
import { scannerCode } from './scannerCode.ts';
import { membersOf } from './slots.ts';
import type { Shape, Slots } from './slots.ts';

/** What the scanner makes of a line; from 0 on it is the number of a type that is only counted, and below `shaped` what its digest is of. */
export const [unread, shaped] = [-1, -2];
export const digested = { request: -3, response: -4, result: -5 };

/** The types of digests, in the order of their numbers downwards. */
export const digestedTypes: readonly string[] = ['api-request', 'assistant', 'user'];

/** The types that are only counted, by their numbers; that of attachments has to be the first. */
export const countedTypes: readonly string[] = ['attachment', ...[...plainTypes].filter((type) => type !== 'attachment')];

/** Where in the memory everything is, as `assembly/scanner.ts` has it; behind it are the lines. */
const [masks, types, shapes, shapesEnd, closedUp, lines, texts] = [1024, 1088, 4096, 16_384, 49_152, 65_536, 131_072];
const [hashKey, counts, addedHashes, removedHashes] = [512, 528, 393_216, 458_752];
export const scannerBytes = 524_288;
const pageBytes = 65_536;
const [quote, openBracket] = [0x22, 0x5b];

/** Bytes behind a line feed that are loaded with it. */
export const blockBytes = 72;

/** What a slot holds. */
const slotKinds = {
  nothing: 0,
  null: 1,
  true: 2,
  false: 3,
  whole: 4,
  plain: 5,
  name: 6,
  members: 7,
  elements: 8,
  text: 9,
  object: 10,
  list: 11,
  json: 12,
};
const wantedCodes = { value: 0, name: 1, kind: 2 };
const [shapedType, queuedCommand, otherType] = [-4, -5, -2];

interface Exports {
  readonly scan: (from: number, end: number) => number;
  readonly stoppedAt: () => number;
  readonly look: (from: number) => number;
  readonly textsEnd: () => number;
  readonly hashText: (from: number) => number;
  readonly hashPatch: (from: number) => number;
}

/** An object and a list of which only the kind is wanted. */
const someObject = Object.freeze({});
const someList: readonly unknown[] = Object.freeze([]);

export class Scanner implements Slots {
  private readonly memory: WebAssembly.Memory;
  private readonly code: Exports;
  /** The memory; another one after it has grown. */
  bytes: Buffer;
  /** The same, and quicker to copy from. */
  private plainBytes: Uint8Array;
  private words: Int32Array;
  private doubles: Float64Array;
  /** The slot that is taken next. */
  private at = 0;
  /** The short texts of the last scan, one behind the other. */
  private texts: string | null = null;
  /** The names kept, by their places, and the numbers that say which. */
  private readonly names: string[] = [];
  private readonly nameNumbers: number[] = [];
  private hashes = false;

  /** @throws where there is no WebAssembly, or none with the instructions for many bytes at once */
  constructor(bytes: number) {
    const memory = new WebAssembly.Memory({ initial: bytes / pageBytes });
    this.memory = memory;
    this.code = new WebAssembly.Instance(scannerModule(), { env: { memory } }).exports as Exports;
    this.bytes = Buffer.from(memory.buffer);
    this.plainBytes = new Uint8Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    this.doubles = new Float64Array(memory.buffer);
    this.bytes.fill(0xff, masks, masks + 16);
    this.writeClosedUp();
    this.writeTypes();
    this.writeShapes();
  }

  /** Makes the memory twice as large. */
  grow(): void {
    this.memory.grow(this.bytes.length / pageBytes);
    this.bytes = Buffer.from(this.memory.buffer);
    this.plainBytes = new Uint8Array(this.memory.buffer);
    this.words = new Int32Array(this.memory.buffer);
    this.doubles = new Float64Array(this.memory.buffer);
  }

  /** Reads complete lines from index `from` up to `end`, where a line feed is; returns how many it read. There may be more. */
  scan(from: number, end: number): number {
    this.texts = null;
    return this.code.scan(from, end);
  }

  /** Where the last scan stopped: the first byte of the first line that it did not read. */
  stoppedAt(): number {
    return this.code.stoppedAt();
  }

  /** What `recordShape` asks of the complete line that begins at an index, whatever its type; null where that takes a full parse. */
  recordAt(from: number): Fields | null {
    const place = this.code.look(from);
    this.texts = null;
    return place === 0 ? null : this.object(place, recordShape);
  }

  /** What the last scan made of its line of that number. */
  kindOf(line: number): number {
    return this.words[(lines >> 2) + 4 * line] ?? unread;
  }

  /** Index of the line feed behind it. */
  endOf(line: number): number {
    return this.words[(lines >> 2) + 4 * line + 2] ?? 0;
  }

  /** What `recordShape` asks of it, of a line that is `shaped` or has a digest. */
  recordOf(line: number): Fields {
    return this.object(this.recordPlace(line), recordShape);
  }

  /** Where the slots of its record are. */
  recordPlace(line: number): number {
    return this.words[(lines >> 2) + 4 * line + 3] ?? 0;
  }

  /** Where its digest is. */
  digestPlace(line: number): number {
    return this.words[(lines >> 2) + 4 * line + 1] ?? 0;
  }

  /** The number at a place. */
  numberAt(place: number): number {
    return this.words[place >> 2] ?? 0;
  }

  /** The number of eight bytes at a place. */
  longNumberAt(place: number): number {
    return this.doubles[place >> 3] ?? 0;
  }

  /** The short text of which a place says where it begins, and the number behind it where it ends. */
  textAt(place: number): string {
    const at = place >> 2;
    this.texts ??= this.bytes.toString('latin1', texts, this.code.textsEnd());
    return this.texts.substring(this.words[at] ?? 0, this.words[at + 1]);
  }

  /** What is in the slot at a place. */
  slotAt(place: number): unknown {
    const at = place >> 2;
    const kind = this.words[at] ?? 0;
    return (kind & 0xff) === slotKinds.name ? this.nameAt(at, kind >> 8) : this.valueAt(at);
  }

  value(): unknown {
    const { at } = this;
    this.at = at + 4;
    return this.words[at] === slotKinds.nothing ? undefined : this.valueAt(at);
  }

  name(): unknown {
    const { at, words } = this;
    this.at = at + 4;
    const kind = words[at] ?? 0;
    return (kind & 0xff) === slotKinds.name ? this.nameAt(at, kind >> 8) : this.valueAt(at);
  }

  kind(): unknown {
    return this.value();
  }

  lines(): unknown {
    const { at, words } = this;
    if (words[at] !== slotKinds.json || !this.hashes) return this.value();
    this.at = at + 4;
    const from = words[at + 1] ?? 0;
    const end = words[at + 2] ?? 0;
    switch (this.bytes[from]) {
      case quote:
        return new TextInPlace(
          () => this.parsed(from, end) as string,
          () => this.textLines(from),
        );
      case openBracket:
        return new PatchInPlace(
          () => this.parsed(from, end),
          () => this.patchLines(from),
        );
      default:
        return this.parsed(from, end);
    }
  }

  later(): unknown {
    const { at, words } = this;
    if (words[at] !== slotKinds.json) return this.value();
    this.at = at + 4;
    return new ValueInPlace(() => this.parse(at));
  }

  /** The hashes of the lines of the text at index `from`, null when they cannot be taken there. */
  private textLines(from: number): HashedLines | null {
    return this.code.hashText(from) === 0 ? null : this.hashed(counts, addedHashes);
  }

  /** The same of the lines of a patch. */
  private patchLines(from: number): { added: HashedLines; removed: HashedLines } | null {
    if (this.code.hashPatch(from) === 0) return null;
    return { added: this.hashed(counts, addedHashes), removed: this.hashed(counts + 8, removedHashes) };
  }

  private hashed(count: number, from: number): HashedLines {
    const length = this.words[count >> 2] ?? 0;
    return { length, hashes: this.plainBytes.slice(from, this.words[(count >> 2) + 1]) };
  }

  /** The JSON between two indexes. */
  private parsed(from: number, end: number): unknown {
    return JSON.parse(this.bytes.toString('utf8', from, end));
  }

  /** Hashes lines under this key from now on; null: not at all. */
  hashWith(key: Uint8Array | null): void {
    this.hashes = key !== null;
    if (key !== null) this.bytes.set(key, hashKey);
  }

  members(shape: Shape): unknown {
    const { at, words } = this;
    this.at = at + 4;
    switch (words[at]) {
      case slotKinds.nothing:
        return undefined;
      case slotKinds.members:
        return this.object(words[at + 1] ?? 0, shape);
      case slotKinds.elements:
        return this.elements(words[at + 1] ?? 0, shape);
      default:
        return this.valueAt(at);
    }
  }

  private object(place: number, shape: Shape): Fields {
    const { at } = this;
    this.at = (place >> 2) + 4;
    const object = shape(this);
    this.at = at;
    return object;
  }

  private elements(first: number, shape: Shape): Fields[] {
    const list: Fields[] = [];
    for (let place = first; place !== 0; place = this.words[place >> 2] ?? 0) list.push(this.object(place, shape));
    return list;
  }

  private valueAt(at: number): unknown {
    const { words } = this;
    switch (words[at]) {
      case slotKinds.nothing:
        return undefined;
      case slotKinds.null:
        return null;
      case slotKinds.true:
        return true;
      case slotKinds.false:
        return false;
      case slotKinds.whole:
        return words[at + 1];
      case slotKinds.plain:
        this.texts ??= this.bytes.toString('latin1', texts, this.code.textsEnd());
        return this.texts.substring(words[at + 1] ?? 0, words[at + 2]);
      case slotKinds.text:
        return '';
      case slotKinds.object:
        return someObject;
      case slotKinds.list:
        return someList;
      default:
        return this.parse(at);
    }
  }

  private nameAt(at: number, place: number): string {
    const number = this.words[at + 3];
    const known = this.names[place];
    if (known !== undefined && this.nameNumbers[place] === number) return known;
    const name = this.parse(at) as string;
    this.names[place] = name;
    this.nameNumbers[place] = number ?? 0;
    return name;
  }

  private parse(at: number): unknown {
    return this.parsed(this.words[at + 1] ?? 0, this.words[at + 2] ?? 0);
  }

  /** For each mask of eight bytes: which byte comes to each place when those of the mask are left out, behind the last one none. */
  private writeClosedUp(): void {
    this.bytes.fill(0xff, closedUp, closedUp + 8 * 256);
    for (let mask = 0; mask < 256; mask += 1) {
      let at = closedUp + 8 * mask;
      for (let byte = 0; byte < 8; byte += 1) if ((mask & (1 << byte)) === 0) this.bytes[at++] = byte;
    }
  }

  private writeTypes(): void {
    let at = types;
    const write = (type: string, code: number): void => {
      if (at + 48 > shapes) throw new Error('There is no room for so many types.');
      this.words.set([type.length, code], at >> 2);
      this.bytes.write(type, at + 16);
      at += 48;
    };
    for (const [number, type] of countedTypes.entries()) write(type, number);
    for (const type of factTypes) write(type, shapedTypes.has(type) ? shapedType : type === 'queued_command' ? queuedCommand : otherType);
  }

  /** Shapes as `assembly/scanner.ts` describes them, one behind the other, the record's first. */
  private writeShapes(): void {
    const { words, bytes } = this;
    const places = new Map<Shape, number>();
    let next = shapes;
    const write = (shape: Shape): number => {
      const known = places.get(shape);
      if (known !== undefined) return known;
      const members = membersOf(shape);
      const place = next;
      const firstMember = place + 160;
      next = firstMember + 48 * members.length;
      if (next > shapesEnd) throw new Error('There is no room for so many shapes.');
      places.set(shape, place);
      words[place >> 2] = members.length;
      for (const [index, [name, wanted]] of members.entries()) {
        const at = firstMember + 48 * index;
        if (name.length > 32) throw new Error(`The name ${name} is too long.`);
        const sameLength = (place >> 2) + 4 + name.length;
        const inner = wanted.shape === null ? 0 : write(wanted.shape);
        words.set([words[sameLength] ?? 0, wantedCodes[wanted.as], 16 * (index + 1), inner], at >> 2);
        words[sameLength] = at;
        bytes.write(name, at + 16);
      }
      return place;
    };
    write(recordShape);
  }
}

let compiled: WebAssembly.Module | null = null;

/** Compiled once for a thread; threads of one process share what the optimizer makes of it. */
function scannerModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(scannerCode, 'base64'));
  return compiled;
}
