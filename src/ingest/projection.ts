/**
 * Reads of a JSON text only what a shape asks for. The whole text is checked as `JSON.parse` checks it, but what is not asked for is never
 * made into a value: a transcript's bytes are nearly all texts that nobody needs.
 *
 * It knows the JSON that programs write. For anything else (an escape in a key, deep nesting, no JSON at all) it says so, and whoever
 * asked parses the text in full.
 */
import type { StringEnd } from './stringEnd.ts';

/** The text is not what this reader is for. */
export const unusual = Symbol('unusual');

/**
 * What is wanted of a value. `value`: all of it. `name`: all of it, and it is often the same as the last time. `kind`: nothing of a text, an
 * object or a list but that it is one. A list of names and shapes asks for members of an object; of anything else it asks for `value`, and of a list it
 * asks for them in each element.
 */
export type Wanted = 'value' | 'name' | 'kind' | { readonly [name: string]: Wanted };

interface Shape {
  readonly wanted: 'value' | 'name' | 'kind' | 'members';
  /** By the length of their names. */
  readonly members: readonly (readonly Member[])[];
  /** Every member that is wanted, undefined: objects that are all laid out alike are quicker to read. */
  readonly template: Readonly<Record<string, unknown>>;
  /** Where the keys of an object begin, as the last ones did. */
  readonly first: MetKey;
  /** The last name that was read. */
  last: Uint8Array;
  lastText: string;
}

interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly shape: Shape;
}

/** A key as it was met, with its quotes and its colon, and those that came behind it: records of a kind have their keys in one order. */
interface MetKey {
  readonly bytes: Uint8Array;
  readonly member: Member | null;
  /** The likeliest first. */
  readonly next: MetKey[];
}

/** So many orders are remembered at one place, and so many keys in all: enough for what programs write. */
const mostNext = 4;
const mostMetKeys = 4000;

/** Prepares what is wanted, once for many texts. */
export function shapeOf(wanted: Wanted): Shape {
  const common = { template: {}, first: { bytes: new Uint8Array(0), member: null, next: [] }, last: new Uint8Array(0), lastText: '' };
  if (typeof wanted === 'string') return { wanted, members: [], ...common };
  const named = Object.entries(wanted).map(([name, inner]): Member => ({ name, bytes: Buffer.from(name), shape: shapeOf(inner) }));
  const longest = Math.max(...named.map(({ name }) => name.length));
  const members = Array.from({ length: longest + 1 }, (_, length) => named.filter(({ name }) => name.length === length));
  const template = Object.fromEntries(named.map(({ name }) => [name, undefined]));
  return { ...common, wanted: 'members', members, template };
}

const deepest = 64;

const [quote, backslash, comma, colon, minus, dot] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d, 0x2e];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const noShape = null;

/** Thrown inside and caught in `project`; it carries nothing, so one is enough. */
const notForThis = new Error('The text is unusual.');

export class Projector {
  private readonly stringEnd: StringEnd;
  private bytes: Buffer;
  private at = 0;
  private end = 0;
  private depth = 0;
  private metKeys = 0;

  constructor(bytes: Buffer, stringEnd: StringEnd) {
    this.bytes = bytes;
    this.stringEnd = stringEnd;
  }

  /** What is wanted of the text (a member that is not there is undefined), from byte `from` to `end` of `bytes`, which the function for strings reads too; or `unusual`. */
  project(bytes: Buffer, from: number, end: number, shape: Shape): unknown {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.depth = 0;
    try {
      this.skipSpace();
      const value = this.read(shape);
      this.skipSpace();
      return this.at === end ? value : unusual;
    } catch (error) {
      if (error === notForThis) return unusual;
      throw error;
    }
  }

  private read(shape: Shape | null): unknown {
    switch (this.byte()) {
      case quote:
        return this.readString(shape);
      case openBrace:
        return this.readObject(shape);
      case openBracket:
        return this.readList(shape);
      case 0x74:
        return this.readWord('true', true);
      case 0x66:
        return this.readWord('false', false);
      case 0x6e:
        return this.readWord('null', null);
      default:
        return this.readNumber();
    }
  }

  private readObject(shape: Shape | null): unknown {
    const from = this.at;
    const isMembers = shape?.wanted === 'members';
    let met = isMembers ? shape.first : null;
    const object: Record<string, unknown> = isMembers ? { ...shape.template } : nothing;
    this.open();
    if (this.byte() !== closeBrace)
      for (;;) {
        let member: Member | null = null;
        if (met === null || !isMembers) this.skipKey();
        else {
          met = this.readKey(met, shape);
          member = met.member;
        }
        this.skipSpace();
        const value = this.read(member === null ? noShape : member.shape);
        if (member !== null) object[member.name] = value;
        this.skipSpace();
        const next = this.byte();
        if (next === closeBrace) break;
        if (next !== comma) throw notForThis;
        this.at += 1;
        this.skipSpace();
      }
    this.close();
    return shape === noShape || isMembers || shape.wanted === 'kind' ? object : this.parse(from);
  }

  private readList(shape: Shape | null): unknown {
    const from = this.at;
    const isMembers = shape?.wanted === 'members';
    const list: unknown[] = isMembers ? [] : none;
    this.open();
    if (this.byte() !== closeBracket)
      for (;;) {
        const value = this.read(isMembers ? shape : noShape);
        if (isMembers) list.push(value);
        this.skipSpace();
        const next = this.byte();
        if (next === closeBracket) break;
        if (next !== comma) throw notForThis;
        this.at += 1;
        this.skipSpace();
      }
    this.close();
    if (shape === noShape || isMembers || shape.wanted === 'kind') return list;
    return this.at === from + 2 ? [] : this.parse(from);
  }

  private open(): void {
    this.depth += 1;
    if (this.depth > deepest) throw notForThis;
    this.at += 1;
    this.skipSpace();
  }

  private close(): void {
    this.depth -= 1;
    this.at += 1;
  }

  /** The key at the cursor, up to behind its colon; one that came behind `before` earlier is known by its bytes. */
  private readKey(before: MetKey, shape: Shape): MetKey {
    const { bytes, at, end } = this;
    const { next } = before;
    for (let index = 0; index < next.length; index += 1) {
      const known = next[index];
      if (known === undefined || at + known.bytes.length > end || !isAt(bytes, at, known.bytes)) continue;
      this.at += known.bytes.length;
      const previous = next[index - 1];
      if (previous !== undefined) {
        next[index] = previous;
        next[index - 1] = known;
      }
      return known;
    }
    const member = this.readNewKey(shape.members);
    const key: MetKey = { bytes: new Uint8Array(bytes.subarray(at, this.at)), member, next: [] };
    if (next.length < mostNext && this.metKeys < mostMetKeys) {
      this.metKeys += 1;
      next.push(key);
    }
    return key;
  }

  /** The member that the key at the cursor names, null for one that is not wanted. */
  private readNewKey(members: readonly (readonly Member[])[]): Member | null {
    const { bytes, end } = this;
    if (this.byte() !== quote) throw notForThis;
    const from = this.at + 1;
    let at = from;
    for (; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === quote) break;
      if (byte === backslash || byte < 0x20) throw notForThis;
    }
    this.at = at + 1;
    this.passColon();
    return members[at - from]?.find((member) => isAt(bytes, from, member.bytes)) ?? null;
  }

  private skipKey(): void {
    if (this.byte() !== quote) throw notForThis;
    this.skipString();
    this.passColon();
  }

  private passColon(): void {
    this.skipSpace();
    if (this.byte() !== colon) throw notForThis;
    this.at += 1;
  }

  private skipString(): void {
    const found = this.stringEnd(this.at + 1, this.end);
    if (found < 0) throw notForThis;
    this.at = found + 1;
  }

  private readString(shape: Shape | null): string {
    const from = this.at;
    if (shape === null || shape.wanted === 'kind') {
      this.skipString();
      return '';
    }
    if (shape.wanted === 'name') {
      const { last } = shape;
      const after = from + last.length;
      if (last.length > 0 && after <= this.end && isAt(this.bytes, from, last)) {
        this.at = after;
        return shape.lastText;
      }
    }
    this.skipString();
    const text = this.textFrom(from);
    if (shape.wanted === 'name') {
      shape.last = new Uint8Array(this.bytes.subarray(from, this.at));
      shape.lastText = text;
    }
    return text;
  }

  /** The string from its first quote up to the cursor. */
  private textFrom(from: number): string {
    const { bytes } = this;
    const last = this.at - 1;
    // Most names, ids and times are short and plain.
    if (last - from <= 64) {
      let at = from + 1;
      for (; at < last; at += 1) {
        const byte = bytes[at] ?? 0;
        if (byte === backslash || byte >= 0x80) break;
      }
      if (at === last) return bytes.toString('latin1', from + 1, last);
    }
    return this.parse(from) as string;
  }

  private parse(from: number): unknown {
    return JSON.parse(this.bytes.toString('utf8', from, this.at));
  }

  private readWord<T>(word: string, value: T): T {
    const { bytes, at } = this;
    if (at + word.length > this.end) throw notForThis;
    for (let index = 0; index < word.length; index += 1) if (bytes[at + index] !== word.charCodeAt(index)) throw notForThis;
    this.at += word.length;
    return value;
  }

  private readNumber(): number {
    const from = this.at;
    if (this.byte() === minus) this.at += 1;
    const firstDigit = this.at;
    let whole = this.readDigits();
    if (this.bytes[firstDigit] === 0x30 && this.at > firstDigit + 1) throw notForThis;
    let isPlain = firstDigit === from && this.at - from <= 15;
    if (this.byte() === dot) {
      isPlain = false;
      this.at += 1;
      this.readDigits();
    }
    if ((this.byte() | 0x20) === 0x65) {
      isPlain = false;
      this.at += 1;
      const sign = this.byte();
      if (sign === minus || sign === 0x2b) this.at += 1;
      this.readDigits();
    }
    if (!isPlain) whole = Number(this.bytes.toString('latin1', from, this.at));
    return whole;
  }

  /** One digit or more; their number is exact up to fifteen of them. */
  private readDigits(): number {
    const { bytes, end } = this;
    const from = this.at;
    let number = 0;
    let at = from;
    for (; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
    }
    if (at === from) throw notForThis;
    this.at = at;
    return number;
  }

  /** The byte at the cursor; 0 behind the end. */
  private byte(): number {
    return this.at < this.end ? (this.bytes[this.at] ?? 0) : 0;
  }

  private skipSpace(): void {
    for (let byte = this.byte(); byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d; byte = this.byte()) this.at += 1;
  }
}

/** An object and a list of which only the kind is wanted. */
const nothing: Record<string, unknown> = Object.freeze({});
const none: unknown[] = [];
Object.freeze(none);

function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index += 1) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}
