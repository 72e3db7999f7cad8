import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { hash } from 'node:crypto';

/** Opens a regular file for reading; returns its descriptor. @throws when it is none, without ever waiting for a FIFO's writer. */
export function openRegular(path: string): number {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new Error('it is no regular file');
}

/**
 * So many bytes before the cursor are remembered by their digest. The last 64 of a line say only version and branch, the same in
 * every file; this many hold the line's ids and time.
 */
const digestedBytes = 512;

/** Digest of the bytes before `offset`: a file whose bytes there have changed is not the file that was read. */
export function digestBefore(
  file: number,
  offset: number,
  inHand: (offset: number, length: number) => Uint8Array | null = () => null,
): string {
  const length = Math.min(digestedBytes, offset);
  if (length === 0) return '';
  return hash('sha256', inHand(offset, length) ?? readBefore(file, offset, length), 'hex').slice(0, 32);
}

function readBefore(file: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(length);
  const bytesRead = readSync(file, bytes, 0, length, offset - length);
  return bytes.subarray(0, bytesRead);
}
