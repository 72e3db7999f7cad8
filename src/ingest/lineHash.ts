import { hash } from 'node:crypto';
import type { HashText } from '../core/transcript/hashedLine.ts';

/**
 * A keyed hash of a text, eight bytes: SHA-256 over the ledger's secret and the text, cut. Without the secret, which never leaves
 * the ledger, a hash says nothing about its text; the same text has the same hash in one ledger, and that is all it is for.
 */
export function lineHash(secret: Uint8Array): HashText {
  const prefix = Buffer.from(secret).toString('base64');
  return (text) => hash('sha256', prefix + text, 'buffer').subarray(0, 8);
}
