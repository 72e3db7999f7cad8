/**
 * `npm run bench [line…] [-- --claude-dir FOLDER --pairs N --gigabytes N --idle-minutes N --vscode floor|newest --quick]`: measures, prints
 * a table, and adds it to RESULTS.md with the commit and the machine. `--quick` tries everything and writes nothing.
 */
import { parseArgs } from 'node:util';
import { lines } from './lines.ts';
import { prepareBench } from './prepare.ts';
import { beginSection } from './section.ts';

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
const section = beginSection();
const bench = await prepareBench({
  claudeDirectory: values['claude-dir'] ?? null,
  pairs: Number(values.pairs ?? (quick ? 1 : 5)),
  bytes: Number(values.gigabytes ?? (quick ? 0.1 : 1)) * 1e9,
  idleMinutes: Number(values['idle-minutes'] ?? (quick ? 0.5 : 10)),
  vscode: values.vscode,
  quick,
});
await section.measure(wanted, bench);
bench.close();
section.end(bench.corpusText, { keep: !quick });
