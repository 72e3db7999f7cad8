/**
 * `npm run bench:collector [line…] [-- --store PGlite|PostgreSQL --seconds N --pairs N --developers N --quick]`: measures the collector as it is shipped,
 * prints a table, and adds it to RESULTS.md with the commit and the machine. `--quick` tries everything and writes nothing.
 */
import { parseArgs } from 'node:util';
import { beginSection } from '../section.ts';
import { dashboardLine } from './dashboardLine.ts';
import { metricsLine } from './metricsLine.ts';
import { prepareBench, storeKinds } from './prepare.ts';
import { reportsLine } from './reportsLine.ts';
import { keepAway, processors } from './serverProcess.ts';

const lines = { reports: reportsLine, metrics: metricsLine, dashboard: dashboardLine };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    store: { type: 'string', multiple: true, default: [...storeKinds] },
    seconds: { type: 'string' },
    pairs: { type: 'string' },
    developers: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !(name in lines));
if (unknown.length > 0) throw new Error(`There is no line ${unknown.join(', ')}; there are ${Object.keys(lines).join(', ')}.`);
const { quick } = values;
const section = beginSection();
const pinned = processors();
keepAway();
const bench = await prepareBench({
  quick,
  seconds: Number(values.seconds ?? (quick ? 1 : 10)),
  pairs: Number(values.pairs ?? (quick ? 1 : 5)),
  developers: Number(values.developers ?? (quick ? 1000 : 10_000)),
  stores: storeKinds.filter((kind) => values.store.includes(kind)),
});
const wanted = Object.entries(lines).filter(([name]) => positionals.length === 0 || positionals.includes(name));
await section.measure(wanted, bench).finally(() => bench.close());
section.end(
  pinned === null
    ? 'the collector shares its processor with what asks it'
    : `the collector on processor ${pinned.server} alone (taskset), what asks it and PostgreSQL on ${pinned.others}`,
  { keep: !quick },
);
