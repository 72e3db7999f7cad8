import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from '../errors.ts';
import { inflatedBytes } from './limits.ts';

const unpack = promisify(gunzip);

/** The body as it was before `Content-Encoding`; throws a `Refusal` where that is unknown, broken, or the body too large. */
export async function inflate(body: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return body;
  if (encoding !== 'gzip') throw new Refusal(415, 'content-encoding', 'A body may be packed with gzip, or not at all.');
  try {
    return await unpack(body, { maxOutputLength: inflatedBytes });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new Refusal(413, 'too-large', `Unpacked, the body has more than ${inflatedBytes} bytes: send fewer points at a time.`);
    throw new Refusal(400, 'malformed', 'The body cannot be unpacked.');
  }
}
