/** What every line of the benchmark needs: the bundled command line, ccusage, a corpus, and a folder of its own. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, copyFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildOptions, bundles } from '../../esbuild.mjs';
import { installTool } from '../support/installTool.ts';
import { benchFolder, growCorpus } from './corpus.ts';
import type { Taken } from './measure.ts';
import { take } from './measure.ts';

export interface Bench {
  /** Folder to be given as `--claude-dir`. */
  readonly corpus: string;
  readonly corpusBytes: number;
  readonly corpusText: string;
  readonly pairs: number;
  /** Runs `payoff` on a ledger: an absolute path. */
  payoff(ledger: string, args: readonly string[]): Promise<Taken>;
  ccusage(claudeDirectory: string): Promise<Taken>;
  /** A folder that is empty now. */
  emptyFolder(name: string): string;
}

export interface BenchOptions {
  readonly claudeDirectory: string | null;
  readonly pairs: number;
  readonly bytes: number;
}

export async function prepareBench({ claudeDirectory, pairs, bytes }: BenchOptions): Promise<Bench> {
  const folder = path.join(benchFolder, 'work');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const cli = await bundleCli(path.join(folder, 'dist'));
  const modules = await installTool('ccusage');
  const peer = path.join(modules, 'ccusage/src/cli.js');
  const native = path.join(modules, `@ccusage/ccusage-${process.platform}-${process.arch}/bin/ccusage`);
  if (existsSync(native)) chmodSync(native, 0o755);
  const corpus = claudeDirectory ?? (await growCorpus({ bytes, files: 0, fileBytes: Infinity, sessionsPerDay: 100 })).folder;
  const files = transcriptsOf(corpus);
  const corpusBytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const home = path.join(folder, 'home');
  mkdirSync(home);
  return {
    corpus,
    corpusBytes,
    corpusText: `${claudeDirectory === null ? 'grown' : 'given'} transcripts of ${(corpusBytes / 1e6).toFixed(0)} MB in ${String(files.length)} files`,
    pairs,
    payoff: (ledger, args) => take([process.execPath, cli, ...args, '--ledger', ledger], { HOME: home }),
    ccusage: (claude) => take([process.execPath, peer, 'daily', '--offline', '--json'], { HOME: home, CLAUDE_CONFIG_DIR: claude }),
    emptyFolder: (name) => mkdtempSync(path.join(folder, `${name}-`)),
  };
}

/** Every transcript of a configuration folder, subagents' too. */
export function transcriptsOf(claudeDirectory: string): readonly string[] {
  const root = path.join(claudeDirectory, 'projects');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.jsonl')).map((name) => path.join(root, name));
}

/** Bundled as it is shipped, but not into `dist`, which others may be using. */
async function bundleCli(folder: string): Promise<string> {
  const wanted = bundles.filter(({ name }) => name === 'cli' || name === 'parser');
  await Promise.all(wanted.map((bundle) => build({ ...buildOptions(bundle), outdir: folder, metafile: false })));
  copyFileSync(path.join(import.meta.dirname, '../../package.json'), path.join(folder, 'package.json'));
  return path.join(folder, 'cli.cjs');
}
