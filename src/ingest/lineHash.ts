import { hash as digest } from 'node:crypto';
import { hashLength, normalizeLine } from '../core/transcript/hashedLine.ts';
import type { HashText } from '../core/transcript/hashedLine.ts';
import { SipHash } from './sipHash.ts';

/**
 * A keyed hash of a text, eight bytes: SipHash-2-4 of its UTF-8 bytes under a key made from the ledger's secret. Without the secret, which
 * never leaves the ledger, a hash says nothing about its text; the same text has the same hash in one ledger, and that is all it is for.
 */
export function lineHash(secret: Uint8Array): HashText {
  const sipKey = digest('sha256', secret, 'buffer').subarray(0, 16);
  const hasher = new TextHasher(new SipHash(sipKey));
  return Object.assign((text: string): Uint8Array => hasher.text(text), {
    writeLine: (line: string, target: Uint8Array, at: number): boolean => hasher.writeLine(line, target, at),
    writeBehind: (before: string, text: string, target: Uint8Array, at: number): void => {
      hasher.writeBehind(before, text, target, at);
    },
    sipKey,
  });
}

class TextHasher {
  private readonly sip: SipHash;

  constructor(sip: SipHash) {
    this.sip = sip;
  }

  text(text: string): Uint8Array {
    const target = new Uint8Array(hashLength);
    this.writeBehind('', text, target, 0);
    return target;
  }

  /** The hash of both texts, one behind the other. */
  writeBehind(before: string, text: string, target: Uint8Array, at: number): void {
    this.write(before, text, false, target, at);
  }

  /** The hash of the line without its white space; false where nothing else is in it. */
  writeLine(line: string, target: Uint8Array, at: number): boolean {
    return this.write('', line, true, target, at);
  }

  /** In one go over the characters where all are of ASCII. */
  private write(before: string, text: string, isLine: boolean, target: Uint8Array, at: number): boolean {
    const { sip } = this;
    let low = 0;
    let high = 0;
    let length = 0;
    const textFrom = before.length;
    const end = textFrom + text.length;
    sip.begin();
    for (let index = 0; index < end; index += 1) {
      // Texts are held in more ways than V8 remembers for one place of code: it would search each for its method.
      const code = index < textFrom ? before.charCodeAt(index) : String.prototype.charCodeAt.call(text, index - textFrom);
      if (isLine && (code === 0x20 || (code >= 0x09 && code <= 0x0d))) continue;
      if (code >= 0x80) return this.writeUtf8(isLine ? normalizeLine(text) : before + text, isLine, target, at);
      const shift = (length & 3) << 3;
      if ((length & 4) === 0) low |= code << shift;
      else high |= code << shift;
      length += 1;
      if ((length & 7) !== 0) continue;
      sip.add(low, high);
      low = 0;
      high = 0;
    }
    if (isLine && length === 0) return false;
    sip.add(low, high | (length << 24));
    sip.end(target, at);
    return true;
  }

  private writeUtf8(text: string, isLine: boolean, target: Uint8Array, at: number): boolean {
    if (isLine && text === '') return false;
    this.writeBytes(Buffer.from(text, 'utf8'), target, at);
    return true;
  }

  private writeBytes(bytes: Uint8Array, target: Uint8Array, at: number): void {
    const { sip } = this;
    sip.begin();
    const whole = bytes.length & ~7;
    for (let index = 0; index < whole; index += 8) sip.add(wordAt(bytes, index), wordAt(bytes, index + 4));
    sip.add(wordAt(bytes, whole), wordAt(bytes, whole + 4) | (bytes.length << 24));
    sip.end(target, at);
  }
}

/** Four bytes, the lowest first; those behind the end are 0. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}
