/**
 * The program of `WindowProcess` in one file, built once for all tests of this process. From the sources each start would take three times as much of a
 * processor: a process that is killed leaves nothing in the cache of what it compiled.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(import.meta.dirname, '../../..');
let folder: string | null = null;

/** Its path. */
export function windowBundle(): string {
  if (folder === null) {
    const made = mkdtempSync(join(tmpdir(), 'payoff-window-'));
    folder = made;
    chmodSync(made, 0o755); // tests run it as another user too
    buildSync({
      absWorkingDir: root,
      entryPoints: { window: 'test/support/faults/windowEntry.ts', parser: 'src/ingest/parserWorker.ts' },
      outdir: made,
      outExtension: { '.js': '.cjs' },
      ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node22.15', logLevel: 'warning' },
      logOverride: { 'empty-import-meta': 'silent' },
    });
  }
  return join(folder, 'window.cjs');
}

after(() => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
});
