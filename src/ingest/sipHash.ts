/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of 64 bits made for short texts. Without its key nobody can tell a text's hash or try
 * texts against one, which is what a hash of lines is for, and it costs a tenth of a cryptographic digest a line.
 *
 * JavaScript has no quick 64-bit numbers: each word is two halves of 32 bits.
 */
export class SipHash {
  private readonly k0l: number;
  private readonly k0h: number;
  private readonly k1l: number;
  private readonly k1h: number;
  private v0l = 0;
  private v0h = 0;
  private v1l = 0;
  private v1h = 0;
  private v2l = 0;
  private v2h = 0;
  private v3l = 0;
  private v3h = 0;

  /** @param key sixteen bytes */
  constructor(key: Uint8Array) {
    const view = new DataView(key.buffer, key.byteOffset, 16);
    this.k0l = view.getInt32(0, true);
    this.k0h = view.getInt32(4, true);
    this.k1l = view.getInt32(8, true);
    this.k1h = view.getInt32(12, true);
  }

  begin(): void {
    const { k0l, k0h, k1l, k1h } = this;
    this.v0l = k0l ^ 0x70736575;
    this.v0h = k0h ^ 0x736f6d65;
    this.v1l = k1l ^ 0x6e646f6d;
    this.v1h = k1h ^ 0x646f7261;
    this.v2l = k0l ^ 0x6e657261;
    this.v2h = k0h ^ 0x6c796765;
    this.v3l = k1l ^ 0x79746573;
    this.v3h = k1h ^ 0x74656462;
  }

  /** Takes in eight bytes, the first ones in `low`. */
  add(low: number, high: number): void {
    this.v3l ^= low;
    this.v3h ^= high;
    this.rounds(2);
    this.v0l ^= low;
    this.v0h ^= high;
  }

  /** Writes the hash; the last block holds what is left of the text and, in its highest byte, the text's length. */
  end(target: Uint8Array, at: number): void {
    this.v2l ^= 0xff;
    this.rounds(4);
    writeWord(target, at, this.v0l ^ this.v1l ^ this.v2l ^ this.v3l);
    writeWord(target, at + 4, this.v0h ^ this.v1h ^ this.v2h ^ this.v3h);
  }

  private rounds(count: number): void {
    let { v0l, v0h, v1l, v1h, v2l, v2h, v3l, v3h } = this;
    for (let round = 0; round < count; round += 1) {
      let low = (v0l + v1l) | 0;
      v0h = (v0h + v1h + (low >>> 0 < v0l >>> 0 ? 1 : 0)) | 0;
      v0l = low;
      low = (v1l << 13) | (v1h >>> 19);
      v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
      v1l = low ^ v0l;
      low = v0h;
      v0h = v0l;
      v0l = low;

      low = (v2l + v3l) | 0;
      v2h = (v2h + v3h + (low >>> 0 < v2l >>> 0 ? 1 : 0)) | 0;
      v2l = low;
      low = (v3l << 16) | (v3h >>> 16);
      v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
      v3l = low ^ v2l;

      low = (v0l + v3l) | 0;
      v0h = (v0h + v3h + (low >>> 0 < v0l >>> 0 ? 1 : 0)) | 0;
      v0l = low;
      low = (v3l << 21) | (v3h >>> 11);
      v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
      v3l = low ^ v0l;

      low = (v2l + v1l) | 0;
      v2h = (v2h + v1h + (low >>> 0 < v2l >>> 0 ? 1 : 0)) | 0;
      v2l = low;
      low = (v1l << 17) | (v1h >>> 15);
      v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
      v1l = low ^ v2l;
      low = v2h;
      v2h = v2l;
      v2l = low;
    }
    this.v0l = v0l;
    this.v0h = v0h;
    this.v1l = v1l;
    this.v1h = v1h;
    this.v2l = v2l;
    this.v2h = v2h;
    this.v3l = v3l;
    this.v3h = v3h;
  }
}

function writeWord(target: Uint8Array, at: number, word: number): void {
  target[at] = word;
  target[at + 1] = word >>> 8;
  target[at + 2] = word >>> 16;
  target[at + 3] = word >>> 24;
}
