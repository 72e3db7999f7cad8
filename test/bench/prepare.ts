/** What every line of the benchmark needs: the bundled command line, ccusage, a corpus, and a folder of its own. */
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildOptions, bundles, commandLineBundles } from '../../esbuild.mjs';
import { installTool } from '../support/installTool.ts';
import type { ServerVersion } from '../support/tools.ts';
import { benchFolder, growCorpus } from './corpus.ts';
import type { Taken } from './measure.ts';
import { take } from './measure.ts';

const repository = path.resolve(import.meta.dirname, '../..');

export interface Bench {
  /** Folder to be given as `--claude-dir`. */
  readonly corpus: string;
  readonly corpusBytes: number;
  readonly corpusText: string;
  readonly pairs: number;
  /** Only to see whether everything runs: less of what takes long. */
  readonly quick: boolean;
  readonly idleMinutes: number;
  readonly vscode: ServerVersion;
  /** The extension as it is shipped, and the module that Node loads into its host. Built when they are asked for first. */
  extension(): Promise<{ readonly extension: string; readonly probe: string }>;
  /** Runs a file of this folder with a HOME of its own. */
  script(file: string, args: readonly string[]): Promise<Taken>;
  /** Runs `payoff` on a ledger: an absolute path. */
  payoff(ledger: string, args: readonly string[]): Promise<Taken>;
  ccusage(claudeDirectory: string): Promise<Taken>;
  /** A folder that is empty now. */
  emptyFolder(name: string): string;
  /** Removes everything but the corpora. */
  close(): void;
}

export interface BenchOptions extends Pick<Bench, 'pairs' | 'quick' | 'idleMinutes' | 'vscode'> {
  readonly claudeDirectory: string | null;
  readonly bytes: number;
}

export async function prepareBench({ claudeDirectory, bytes, ...options }: BenchOptions): Promise<Bench> {
  mkdirSync(benchFolder, { recursive: true });
  const folder = mkdtempSync(path.join(benchFolder, 'work-'));
  const extension = path.join(folder, 'extension');
  const cli = path.join(extension, 'dist/cli.cjs');
  await bundle(extension, commandLineBundles);
  const modules = await installTool('ccusage');
  const peer = path.join(modules, 'ccusage/src/cli.js');
  const native = path.join(modules, `@ccusage/ccusage-${process.platform}-${process.arch}/bin/ccusage`);
  if (existsSync(native)) chmodSync(native, 0o755);
  const corpus = claudeDirectory ?? (await growCorpus({ bytes, files: 0, answers: Infinity, sessionsPerDay: 100 })).folder;
  const files = transcriptsOf(corpus);
  const corpusBytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const home = path.join(folder, 'home');
  mkdirSync(home);
  let whole: ReturnType<Bench['extension']> | null = null;
  return {
    ...options,
    corpus,
    corpusBytes,
    corpusText: `${claudeDirectory === null ? 'grown' : 'given'} transcripts of ${(corpusBytes / 1e6).toFixed(0)} MB in ${String(files.length)} files`,
    extension: () => (whole ??= bundleWhole(extension)),
    script: (file, args) => take([process.execPath, path.join(import.meta.dirname, file), ...args], { HOME: home }),
    payoff: (ledger, args) => take([process.execPath, cli, ...args, '--ledger', ledger], { HOME: home }),
    ccusage: (claude) => take([process.execPath, peer, 'daily', '--offline', '--json'], { HOME: home, CLAUDE_CONFIG_DIR: claude }),
    emptyFolder: (name) => mkdtempSync(path.join(folder, `${name}-`)),
    close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** Every transcript of a configuration folder, subagents' too. */
export function transcriptsOf(claudeDirectory: string): readonly string[] {
  const root = path.join(claudeDirectory, 'projects');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.jsonl')).map((name) => path.join(root, name));
}

/** Bundled as it is shipped, but not into `dist`, which others may be using. */
async function bundle(folder: string, wanted: typeof bundles): Promise<void> {
  const outdir = path.join(folder, 'dist');
  await Promise.all(wanted.map((each) => build({ ...buildOptions(each), outdir, metafile: false })));
  for (const name of globSync(['package.json', 'package.nls*.json', 'media'], { cwd: repository }))
    cpSync(path.join(repository, name), path.join(folder, name), { recursive: true });
}

async function bundleWhole(extension: string): ReturnType<Bench['extension']> {
  await bundle(
    extension,
    bundles.filter((each) => !commandLineBundles.includes(each)),
  );
  const probe = path.join(path.dirname(extension), 'probe.cjs');
  const entry = path.join(import.meta.dirname, 'probe.ts');
  await build({ entryPoints: [entry], outfile: probe, bundle: true, platform: 'node', format: 'cjs', target: 'node22.15' });
  return { extension, probe };
}
