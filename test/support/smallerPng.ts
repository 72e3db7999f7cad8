/** Pictures of an editor have few colours: with a palette they weigh a third. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const mostColours = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each, one number. */
  readonly colours: Uint32Array;
}

/** The same picture in its 256 most frequent colours, each other pixel in the nearest of them. Takes what Chromium writes: RGB, 8 bits. */
export function smallerPng(png: Buffer): Buffer {
  const { width, height, colours } = pixelsOf(png);
  const palette = frequentColours(colours);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [index, colour] of colours.entries()) {
    const place = places.get(colour) ?? nearest(palette, colour);
    places.set(colour, place);
    rows[Math.floor(index / width) * (width + 1) + 1 + (index % width)] = place;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits, by palette
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function frequentColours(colours: Uint32Array): readonly number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostColours)
    .map(([colour]) => colour);
}

function nearest(palette: readonly number[], colour: number): number {
  const [red, green, blue] = channels(colour);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [place, each] of palette.entries()) {
    const [otherRed, otherGreen, otherBlue] = channels(each);
    const distance = (red - otherRed) ** 2 + (green - otherGreen) ** 2 + (blue - otherBlue) ** 2;
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}

function channels(colour: number): [number, number, number] {
  return [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
}

function pixelsOf(png: Buffer): Pixels {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  if (png.readUInt16BE(24) !== 0x0802 || png[28] !== 0) throw new Error('The picture is none of 8 bits a channel without transparency.');
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const bytes = unfiltered(inflateSync(Buffer.concat(parts)), width * 3, height);
  const colours = Uint32Array.from({ length: width * height }, (_, index) => bytes.readUIntBE(index * 3, 3));
  return { width, height, colours };
}

/** Undoes the filters of rows (PNG specification, 9.2). */
function unfiltered(data: Buffer, length: number, height: number): Buffer {
  const bytes = Buffer.alloc(length * height);
  const at = (row: number, column: number): number => (row < 0 || column < 0 ? 0 : (bytes[row * length + column] ?? 0));
  for (let row = 0; row < height; row++) {
    const filter = data[row * (length + 1)] ?? 0;
    for (let column = 0; column < length; column++) {
      const [left, above, corner] = [at(row, column - 3), at(row - 1, column), column < 3 ? 0 : at(row - 1, column - 3)];
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      bytes[row * length + column] = (data[row * (length + 1) + 1 + column] ?? 0) + guess;
    }
  }
  return bytes;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function chunk(kind: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
