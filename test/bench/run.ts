/**
 * `npm run bench [line…] [-- --claude-dir FOLDER --pairs N --gigabytes N --idle-minutes N --vscode floor|newest --quick]`: measures, prints
 * a table, and adds it to RESULTS.md with the commit and the machine. `--quick` tries everything and writes nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lines } from './lines.ts';
import { prepareBench } from './prepare.ts';
import { failedRow, tableOf } from './table.ts';
import type { Row } from './table.ts';

const results = path.join(import.meta.dirname, 'RESULTS.md');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'claude-dir': { type: 'string' },
    pairs: { type: 'string' },
    gigabytes: { type: 'string' },
    'idle-minutes': { type: 'string' },
    vscode: { type: 'string', default: 'newest' },
    quick: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !(name in lines));
if (unknown.length > 0) throw new Error(`There is no line ${unknown.join(', ')}; there are ${Object.keys(lines).join(', ')}.`);
if (values.vscode !== 'newest' && values.vscode !== 'floor') throw new Error('--vscode is newest or floor.');
const wanted = Object.entries(lines).filter(([name]) => positionals.length === 0 || positionals.includes(name));
const { quick } = values;
const startedMs = Date.now();
const bench = await prepareBench({
  claudeDirectory: values['claude-dir'] ?? null,
  pairs: Number(values.pairs ?? (quick ? 1 : 5)),
  bytes: Number(values.gigabytes ?? (quick ? 0.1 : 1)) * 1e9,
  idleMinutes: Number(values['idle-minutes'] ?? (quick ? 0.5 : 10)),
  vscode: values.vscode,
  quick,
});
// Asked before anything runs: a commit may come in between.
const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
const commit = `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', ':/src') === '' ? '' : ' with changes'}`;
const rows: Row[] = [];
for (const [name, line] of wanted) {
  process.stderr.write(`${name} …\n`);
  try {
    const measured = await line(bench);
    // Seen at once: what takes an hour may be ended before its end.
    for (const { what, figure } of measured) process.stderr.write(`  ${what}: ${figure}\n`);
    rows.push(...measured);
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    rows.push(failedRow(name, error));
    process.exitCode = 1;
  }
}
bench.close();
const machine = `${String(cpus().length)} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.version}`;
const load = loadavg()
  .map((each) => each.toFixed(1))
  .join(' ');
const minutes = ((Date.now() - startedMs) / 60_000).toFixed(0);
const section = `## ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit}

${machine}, load ${load} at the end, ${minutes} minutes; ${bench.corpusText}.

${tableOf(rows)}
`;
process.stdout.write(`${section}\n`);
if (!quick) {
  const before = existsSync(results) ? readFileSync(results, 'utf8') : '# Results\n\nAdded by `npm run bench`, the newest last.\n';
  writeFileSync(results, `${before}\n${section}`);
}
