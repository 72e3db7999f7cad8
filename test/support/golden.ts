import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../fixtures/golden');

/**
 * Compares `text` with the file `name` of test/fixtures/golden. With RESET_GOLDEN=1 the file is written instead: the difference is
 * then to be read and committed.
 */
export function matchesGolden(name: string, text: string): void {
  const file = path.join(folder, name);
  if (process.env.RESET_GOLDEN === '1') writeFileSync(file, text);
  assert.ok(existsSync(file), `${name} does not exist: accept it with RESET_GOLDEN=1.`);
  assert.equal(text, readFileSync(file, 'utf8'), `Differs from ${name}: accept with RESET_GOLDEN=1 if it is meant.`);
}
