import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildOptions, commandLineBundles } from '../../../esbuild.mjs';

/** The command line as it ships, built from the sources as they are; it starts three times as fast as they do. */
export class CliBundle {
  readonly path: string;
  private readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.path = join(folder, 'cli.cjs');
  }

  static async make(): Promise<CliBundle> {
    const folder = mkdtempSync(join(tmpdir(), 'payoff-cli-'));
    chmodSync(folder, 0o755); // tests run it as another user too
    for (const bundle of commandLineBundles) await build({ ...buildOptions(bundle), outdir: folder, metafile: false });
    return new CliBundle(folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
