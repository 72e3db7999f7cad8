/**
 * `npm run bench [line…] [--claude-dir FOLDER] [--pairs N] [--gigabytes N]`: measures, prints a table, and adds it to RESULTS.md with the
 * commit and the machine.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lines } from './lines.ts';
import { prepareBench } from './prepare.ts';

/** One measured figure. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  /** How it came about: pairs, spread, bound. */
  readonly note: string;
}

const results = path.join(import.meta.dirname, 'RESULTS.md');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'claude-dir': { type: 'string' },
    pairs: { type: 'string', default: '5' },
    gigabytes: { type: 'string', default: '1' },
  },
});
const unknown = positionals.filter((name) => !(name in lines));
if (unknown.length > 0) throw new Error(`There is no line ${unknown.join(', ')}; there are ${Object.keys(lines).join(', ')}.`);
const wanted = Object.entries(lines).filter(([name]) => positionals.length === 0 || positionals.includes(name));
const bench = await prepareBench({
  claudeDirectory: values['claude-dir'] ?? null,
  pairs: Number(values.pairs),
  bytes: Number(values.gigabytes) * 1e9,
});
// Asked before anything runs: a commit may come in between.
const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
const commit = `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', ':/src') === '' ? '' : ' with changes'}`;
const rows: Row[] = [];
for (const [name, line] of wanted) {
  process.stderr.write(`${name} …\n`);
  rows.push(...(await line(bench)));
}
const table = [
  '| what | figure | how |',
  '|---|---|---|',
  ...rows.map(({ what, figure, note }) => `| ${what} | ${figure} | ${note} |`),
].join('\n');
const machine = `${String(cpus().length)} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.version}`;
const load = loadavg()
  .map((each) => each.toFixed(1))
  .join(' ');
const section = `## ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit}\n\n${machine}, load ${load} at the end; ${bench.corpusText}.\n\n${table}\n`;
const before = existsSync(results) ? readFileSync(results, 'utf8') : '# Results\n\nAdded by `npm run bench`, the newest last.\n';
writeFileSync(results, `${before}\n${section}`);
process.stdout.write(`${section}\n`);
