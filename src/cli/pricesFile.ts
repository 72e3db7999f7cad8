import { readFile } from 'node:fs/promises';
import { readGivenPrices } from '../core/pricing/givenPrices.ts';
import type { GivenPrices } from '../core/pricing/modelPrices.ts';

/** The prices of `--prices FILE`, or why they cannot be used, in a sentence. */
export async function readPrices(path: string): Promise<GivenPrices | { readonly problem: string }> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { problem: `The prices ${path} cannot be read${code === 'ENOENT' ? ': there is no such file' : ` (${code})`}.` };
  }
  const given = readGivenPrices(text);
  return 'problem' in given ? { problem: `The prices ${path} are not understood: ${given.problem}.` } : given;
}
