/** What is measured; each by its name, alone or with the others. */
import { appendFileSync, cpSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { growCorpus } from './corpus.ts';
import { days, growth } from './histories.ts';
import { hostLine } from './hostLine.ts';
import type { Taken } from './measure.ts';
import { median, milliseconds, take } from './measure.ts';
import { transcriptsOf } from './prepare.ts';
import type { Bench } from './prepare.ts';
import { repositoryLine } from './repositoryLine.ts';
import { beyondStart, ingest, newLedger, numberIn } from './runs.ts';
import type { Row } from './table.ts';
import { windowLine } from './windowLine.ts';

type Line = (bench: Bench) => Promise<readonly Row[]>;

export const lines: Readonly<Record<string, Line>> = {
  cold,
  warm,
  append,
  large,
  window: windowLine,
  host: hostLine,
  growth,
  days,
  repository: repositoryLine,
};

/** A first read of everything, beside ccusage and beside reading the bytes alone. */
async function cold(bench: Bench): Promise<readonly Row[]> {
  const own: Taken[] = [];
  const peer: Taken[] = [];
  const floor: Taken[] = [];
  const read = ['find', path.join(bench.corpus, 'projects'), '-name', '*.jsonl', '-exec', 'cat', '{}', '+'];
  const readAll = (): Promise<Taken> => take(['sh', '-c', '"$@" > /dev/null', 'sh', ...read], {});
  await readAll(); // whoever comes first would pay for the disk
  for (let pair = 0; pair < bench.pairs; pair += 1) {
    own.push(await ingest(bench, newLedger(bench), bench.corpus));
    peer.push(await bench.ccusage(bench.corpus));
    floor.push(await readAll());
  }
  const peak = Math.max(...own.map(({ stdout }) => numberIn(stdout, 'peakRssBytes')));
  return [
    { what: 'cold ingest', figure: both(own), note: `median of ${String(own.length)}, spread ${spread(own)}` },
    { what: 'ccusage daily --offline --json', figure: both(peer), note: `in turn with it, spread ${spread(peer)}` },
    { what: 'reading the bytes alone', figure: both(floor), note: 'cat' },
    { what: 'cold ingest / ccusage', figure: ratios(own, peer, 'wallMs'), note: 'wall time, median of the pairs; bound 1, aim 0.7' },
    { what: 'cold ingest / ccusage', figure: ratios(own, peer, 'cpuMs'), note: 'processor time, median of the pairs' },
    { what: 'peak memory of a cold ingest', figure: `${(peak / 1e6).toFixed(0)} MB`, note: 'the whole process, bound 300 MB' },
  ];
}

/** Nothing changed, beyond what the process takes to start with a ledger and no transcripts. */
async function warm(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const files of [100, 1000, 10_000]) {
    const { folder } = await growCorpus({ bytes: 0, files, answers: 1, sessionsPerDay: 100 });
    const ledger = newLedger(bench);
    await ingest(bench, ledger, folder);
    const figure = await beyondStart(bench, () => ingest(bench, ledger, folder));
    rows.push({
      what: `nothing changed, ${String(files)} files`,
      ...figure,
      note: `${figure.note}${files === 1000 ? '; bound 150 ms' : ''}`,
    });
  }
  return rows;
}

/** One line more in one of a thousand files. */
async function append(bench: Bench): Promise<readonly Row[]> {
  const grown = await growCorpus({ bytes: 0, files: 1000, answers: 1, sessionsPerDay: 100 });
  const folder = bench.emptyFolder('append');
  cpSync(grown.folder, folder, { recursive: true, preserveTimestamps: true });
  const [file = ''] = transcriptsOf(folder);
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((each) => each.includes('"type":"assistant"'));
  if (line === undefined) throw new Error('The corpus holds no answer.');
  const ledger = newLedger(bench);
  await ingest(bench, ledger, folder);
  let appended = 0;
  const figure = await beyondStart(bench, () => {
    appended += 1;
    appendFileSync(file, `${line.replaceAll('msg_01', `msg_0${String(appended + 1)}`)}\n`);
    return ingest(bench, ledger, folder);
  });
  return [{ what: 'one appended line, 1000 files', ...figure }];
}

/** One file of 50 MB that is new. */
async function large(bench: Bench): Promise<readonly Row[]> {
  const folder = bench.emptyFolder('large');
  const target = path.join(folder, 'projects/one/11111111-1111-4111-8111-111111111111.jsonl');
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, '');
  for (const file of transcriptsOf(bench.corpus)) {
    if (statSync(target).size >= 50e6) break;
    appendFileSync(target, readFileSync(file));
  }
  utimesSync(target, 1_780_000_000, 1_780_000_000);
  const figure = await beyondStart(bench, () => ingest(bench, newLedger(bench), folder));
  return [{ what: 'one new file of 50 MB', ...figure }];
}

function both(taken: readonly Taken[]): string {
  return `${milliseconds(median(taken.map(({ wallMs }) => wallMs)))} (processor ${milliseconds(median(taken.map(({ cpuMs }) => cpuMs)))})`;
}

function spread(taken: readonly Taken[]): string {
  const all = taken.map(({ wallMs }) => wallMs);
  return `${milliseconds(Math.min(...all))} to ${milliseconds(Math.max(...all))}`;
}

function ratios(own: readonly Taken[], peer: readonly Taken[], of: 'wallMs' | 'cpuMs'): string {
  return median(own.map((each, index) => each[of] / (peer[index]?.[of] ?? NaN))).toFixed(2);
}
