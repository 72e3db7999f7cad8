// Compiles the scanner and writes it to where it is loaded from: npm run assemble
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// Run as a program: as a module it would declare globals of its own.
const compiler = fileURLToPath(new URL('../node_modules/assemblyscript/bin/asc.js', import.meta.url));
const options = ['-O3', '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--noAssert'];

/** The text of `src/ingest/scannerCode.ts`, from the source that is here now. */
export async function assembled() {
  const folder = await mkdtemp(join(tmpdir(), 'payoff-assembly-'));
  try {
    const outFile = join(folder, 'scanner.wasm');
    const baseDir = fileURLToPath(new URL('.', import.meta.url));
    await promisify(execFile)(process.execPath, [compiler, 'scanner.ts', '--baseDir', baseDir, '--outFile', outFile, ...options]);
    const lines = (await readFile(outFile, 'base64')).match(/.{1,130}/g) ?? [];
    const text = lines.map((line) => `  '${line}'`).join(' +\n');
    return `/** The code of \`assembly/scanner.ts\`, made by \`npm run assemble\`. */\nexport const scannerCode =\n${text};\n`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeFile(new URL('../src/ingest/scannerCode.ts', import.meta.url), await assembled());
