/**
 * `npm run bench:attribution [-- --histories N --seed S --real N --list N]`: plays random histories of which it is known which session worked on
 * which commit, lets the product read them, prints how good its links are, and writes that to ATTRIBUTION.md. `--real`: how many histories the
 * real Claude Code plays, beside the others. With fewer than 200 histories nothing is written.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { reportOf } from './report.ts';
import { runHistory } from './runHistory.ts';
import { runRealHistory } from './realHistory.ts';
import { Summary } from './summary.ts';

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    real: { type: 'string', default: '4' },
    list: { type: 'string', default: '60' },
  },
});
const [histories, seed, real, list] = [Number(values.histories), Number(values.seed), Number(values.real), Number(values.list)];
// Asked before anything runs: a commit may come in between.
const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
const commit = `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', ':/src') === '' ? '' : ' with changes'}`;
const startedMs = Date.now();
const summary = new Summary();
for (let at = 0; at < real; at += 1) summary.add(await runRealHistory(seed + at));
for (let at = 0; at < histories - real; at += 1) {
  summary.add(await runHistory(seed + at));
  if (at % 20 === 19) process.stderr.write(`${String(at + 1 + real)} histories\n`);
}
const report = reportOf(summary, list);
process.stdout.write(`${report}\n`);
const seconds = Math.round((Date.now() - startedMs) / 1000);
process.stderr.write(`${String(seconds)} s\n`);
if (histories >= 200) {
  const about = `${new Date().toISOString().slice(0, 10)}, commit ${commit}, seed ${String(seed)}, ${String(real)} of the histories played by the real Claude Code.`;
  const head = `# How good the links are\n\nWritten by \`npm run bench:attribution\`; what is measured is said in [README.md](README.md).\n\n${about}\n\n`;
  writeFileSync(path.join(import.meta.dirname, '..', 'ATTRIBUTION.md'), `${head}${report}\n`);
}
if (summary.shortfall !== null) {
  process.stderr.write(`${summary.shortfall}\n`);
  process.exitCode = 1;
}
