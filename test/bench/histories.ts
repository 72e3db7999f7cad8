/** How cost grows with a history: more bytes, more sessions. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { dropCorpus, growCorpus } from './corpus.ts';
import type { Corpus } from './corpus.ts';
import type { Taken } from './measure.ts';
import { megabytes, median, milliseconds } from './measure.ts';
import type { Bench } from './prepare.ts';
import { beyondStart, ingest, newLedger, numberIn } from './runs.ts';
import { failedRow } from './table.ts';
import type { Row } from './table.ts';

/** Twice the history, twice the time, and no more. */
export async function growth(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let first: Taken | null = null;
  let firstBytes = 0;
  for (const gigabytes of bench.quick ? [0.1, 0.2] : [1, 2, 4, 8]) {
    const corpus = await growCorpus({ bytes: gigabytes * 1e9, files: 0, answers: Infinity, sessionsPerDay: 100 });
    const name = `${String(gigabytes)} GB`;
    const { rows: measured, cold } = await history(bench, name, corpus);
    rows.push(...measured);
    if (first === null) [first, firstBytes] = [cold, corpus.bytes];
    const more = corpus.bytes / firstBytes;
    rows.push({
      what: `${name}: cold ingest for each GB / that of the first`,
      figure: `${(cold.wallMs / first.wallMs / more).toFixed(2)} (processor ${(cold.cpuMs / first.cpuMs / more).toFixed(2)})`,
      note: `${(corpus.bytes / 1000 / cold.wallMs).toFixed(0)} MB/s; linear is 1`,
    });
    if (corpus.folder !== bench.corpus) dropCorpus(corpus);
  }
  return rows;
}

interface Span {
  readonly sessionsPerDay: number;
  readonly days: number;
}

/** A year of a thousand sessions a day is more than half a million files: a quarter of it says the same by the file. */
const spans: readonly Span[] = [
  { sessionsPerDay: 10, days: 365 },
  { sessionsPerDay: 100, days: 365 },
  { sessionsPerDay: 1000, days: 91 },
];

/** A year of sessions, short ones so that a year of them has room. */
export async function days(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const span of spans) {
    const { sessionsPerDay } = span;
    const length = bench.quick ? 3 : span.days;
    const sessions = sessionsPerDay * length;
    const corpus = await growCorpus({ bytes: 0, files: 0, sessions, answers: 1, sessionsPerDay });
    const name = `${length === 365 ? 'a year' : `${String(length)} days`} of ${String(sessionsPerDay)} sessions a day`;
    try {
      rows.push(...(await history(bench, name, corpus)).rows);
    } catch (error) {
      rows.push(failedRow(name, error));
    } finally {
      dropCorpus(corpus);
    }
  }
  return rows;
}

async function history(bench: Bench, name: string, corpus: Corpus): Promise<{ readonly rows: readonly Row[]; readonly cold: Taken }> {
  const ledger = newLedger(bench);
  const first = await ingest(bench, ledger, corpus.folder);
  const again = await beyondStart(bench, () => ingest(bench, ledger, corpus.folder));
  const report: Taken[] = [];
  for (let run = 0; run < bench.pairs; run += 1) report.push(await bench.payoff(ledger, ['report', '--json', '--no-ingest']));
  const overview = await bench.script('askOverview.ts', [path.join((await bench.extension()).extension, 'dist/worker.cjs'), ledger]);
  const requests = numberIn(first.stdout, 'requests');
  const figure = (numbers: readonly Taken[], of: 'wallMs' | 'cpuMs'): string => milliseconds(median(numbers.map((each) => each[of])));
  const megabyte = corpus.bytes / 1e6;
  const perThousand = (again.wallMs / corpus.files) * 1000;
  const times = String(report.length);
  const rows = [
    {
      what: `${name}: cold`,
      figure: `${milliseconds(first.wallMs)} (processor ${milliseconds(first.cpuMs)})`,
      note: `once; ${String(corpus.files)} files, ${megabyte.toFixed(0)} MB, ${String(requests)} requests; memory ${megabytes(numberIn(first.stdout, 'peakRssBytes'))} at most`,
    },
    { what: `${name}: nothing changed`, figure: again.figure, note: `${again.note}; ${perThousand.toFixed(0)} ms for 1,000 files` },
    {
      what: `${name}: ledger`,
      figure: `${(statSync(ledger).size / requests).toFixed(0)} bytes a request`,
      note: megabytes(statSync(ledger).size),
    },
    {
      what: `${name}: report`,
      figure: `${figure(report, 'wallMs')} (processor ${figure(report, 'cpuMs')})`,
      note: `\`payoff report --json --no-ingest\`, median of ${times}, with process start`,
    },
    {
      what: `${name}: overview in the worker`,
      figure: `${milliseconds(numberIn(overview.stdout, 'firstMs'))}, then ${milliseconds(numberIn(overview.stdout, 'againMs'))}`,
      note: `all time; once cold, median of 5 afterwards; memory ${megabytes(numberIn(overview.stdout, 'rssBytes'))}`,
    },
  ];
  return { rows, cold: first };
}
