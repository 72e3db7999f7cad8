/** What Payoff costs VS Code's extension host, beside the same host without it. */
import { mkdirSync, symlinkSync, utimesSync, cpSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dropCorpus, growCorpus } from './corpus.ts';
import { barItem, openEditor, readToEnd } from './editor.ts';
import type { Editor, ProcessFigures } from './editor.ts';
import { megabytes, median, milliseconds } from './measure.ts';
import { transcriptsOf } from './prepare.ts';
import type { Bench } from './prepare.ts';
import { resolutionMs } from './probe.ts';
import type { Activation, Delay } from './probe.ts';
import type { Row } from './table.ts';

/** What VS Code does on its own behind a start is over then. */
const settleMs = 12_000;
const quietMs = 10_000;

export async function hostLine(bench: Bench): Promise<readonly Row[]> {
  const without: Without[] = [];
  const withPayoff: With[] = [];
  for (let pair = 0; pair < bench.pairs; pair += 1) {
    without.push(await hostWithout(bench));
    withPayoff.push(await hostWith(bench));
  }
  return [...delayRows(without, withPayoff), ...memoryRows(without, withPayoff), ...(await idleRows(bench)), ...(await watchRows(bench))];
}

interface Without {
  readonly quiet: Delay;
  /** While another process does what Payoff does in the other host. */
  readonly besideIngest: Delay;
  readonly figures: ProcessFigures;
}

interface With {
  readonly quiet: Delay;
  readonly ingest: Delay;
  readonly activation: Activation;
  /** By VS Code's clock. */
  readonly activationMs: number;
  readonly afterwards: ProcessFigures;
  readonly workerHeapBytes: number | null;
  readonly said: string;
}

async function hostWithout(bench: Bench): Promise<Without> {
  const editor = await openPlain(bench, false, []);
  try {
    await delay(settleMs);
    const quiet = await delayWhile(editor, () => delay(quietMs));
    const ledger = path.join(bench.emptyFolder('ledger'), 'ledger.sqlite');
    const besideIngest = await delayWhile(editor, () => bench.payoff(ledger, ['ingest', '--json', '--claude-dir', bench.corpus]));
    return { quiet, besideIngest, figures: editor.processNow() };
  } finally {
    await editor.close();
  }
}

/** The history appears only when VS Code has come to rest, so that nothing but its reading is measured. */
async function hostWith(bench: Bench): Promise<With> {
  const root = bench.emptyFolder('root');
  const editor = await openPlain(bench, true, [root]);
  try {
    await delay(settleMs);
    const quiet = await delayWhile(editor, () => delay(quietMs));
    let said = '';
    const ingest = await delayWhile(editor, async () => {
      symlinkSync(path.join(bench.corpus, 'projects'), path.join(root, 'projects'));
      said = await readToEnd(editor, 300_000);
    });
    await delay(quietMs);
    const { workers, activation } = await editor.ask('read');
    if (activation === null) throw new Error('The extension started unseen by the probe.');
    const workerHeapBytes = workers[0]?.heapBytes ?? null;
    const afterwards = editor.processNow();
    return { quiet, ingest, afterwards, workerHeapBytes, said, activation, activationMs: await activationOf(editor) };
  } finally {
    await editor.close();
  }
}

function openPlain(bench: Bench, withPayoff: boolean, claudeDirectories: readonly string[]): Promise<Editor> {
  return openEditor(bench, {
    version: bench.vscode,
    home: bench.emptyFolder('home'),
    workspace: bench.emptyFolder('workspace'),
    settings: { 'payoff.claudeDirectories': claudeDirectories },
    withPayoff,
  });
}

async function delayWhile(editor: Editor, work: () => Promise<unknown>): Promise<Delay> {
  await editor.ask('watch');
  await work();
  const { delay: measured } = await editor.ask('read');
  if (measured === null) throw new Error('The probe lost its histogram.');
  return measured;
}

/** VS Code's own figure, from its list of running extensions: from before it loads the code until `activate` returns, whatever else the host does. */
async function activationOf({ window }: Editor): Promise<number> {
  await window.run('Developer: Show Running Extensions');
  const row = window.page.locator('.runtime-extensions-editor .extension', { hasText: 'Payoff' }).first();
  const text = await row.locator('.activation-time').innerText({ timeout: 20_000 });
  const ms = /(\d+)\s*ms/.exec(text)?.[1];
  if (ms === undefined) throw new Error(`VS Code says of the activation: ${text}`);
  return Number(ms);
}

function delayRows(without: readonly Without[], withPayoff: readonly With[]): readonly Row[] {
  const row = (what: string, delays: readonly Delay[], more = ''): Row => ({
    what: `event loop of the host, ${what}`,
    figure: `p99 ${milliseconds(median(delays.map(({ p99Ms }) => p99Ms)))}`,
    note: `the most ${milliseconds(median(delays.map(({ maxMs }) => maxMs)))}; median of ${String(delays.length)}${more}`,
  });
  const ticks = `; between two ticks of ${String(resolutionMs)} ms`;
  return [
    row(
      'without Payoff, idle',
      without.map(({ quiet }) => quiet),
      ticks,
    ),
    row(
      'without Payoff, `payoff ingest` beside it',
      without.map(({ besideIngest }) => besideIngest),
      '; how long it waits for a processor',
    ),
    row(
      'with Payoff, idle',
      withPayoff.map(({ quiet }) => quiet),
    ),
    row(
      'with Payoff, during a cold ingest',
      withPayoff.map(({ ingest }) => ingest),
      `; bound 16 ms; ${withPayoff.at(-1)?.said ?? ''}`,
    ),
    ...activationRows(withPayoff),
  ];
}

function activationRows(measured: readonly With[]): readonly Row[] {
  const all = measured.map(({ activation }) => activation);
  const byClock = (part: 'loading' | 'calling'): string => milliseconds(median(all.map(({ [part]: { wallMs } }) => wallMs)));
  const used = all.flatMap(({ loading, calling }) =>
    loading.cpuMs === null || calling.cpuMs === null ? [] : [loading.cpuMs + calling.cpuMs],
  );
  const clock = `by the clock ${byClock('loading')} to load the code and ${byClock('calling')} in \`activate\``;
  return [
    {
      what: 'activation on the host’s thread',
      figure: used.length === 0 ? 'not known' : milliseconds(median(used)),
      note: `${used.length === 0 ? 'this Node cannot ask a thread' : 'processor time, in steps of the system’s tick'}; ${clock}; bound 50 ms`,
    },
    {
      what: 'activation as VS Code lists it',
      figure: milliseconds(median(measured.map(({ activationMs }) => activationMs))),
      note: `with whatever else the host does meanwhile; ${measured.map(({ activationMs }) => String(activationMs)).join(', ')}`,
    },
  ];
}

function memoryRows(without: readonly Without[], withPayoff: readonly With[]): readonly Row[] {
  const base = median(without.map(({ figures }) => figures.rssBytes));
  const after = median(withPayoff.map(({ afterwards }) => afterwards.rssBytes));
  const peak = median(withPayoff.map(({ afterwards }) => afterwards.peakRssBytes));
  const heaps = withPayoff.flatMap(({ workerHeapBytes }) => (workerHeapBytes === null ? [] : [workerHeapBytes]));
  return [
    { what: 'memory of the host without Payoff', figure: megabytes(base), note: 'resident, at rest' },
    { what: 'memory of the host with Payoff, after a cold ingest', figure: megabytes(after), note: '10 s after, its threads included' },
    { what: 'memory of the host with Payoff, the most', figure: megabytes(peak), note: 'during the cold ingest' },
    {
      what: 'heap of the worker after a cold ingest',
      figure: heaps.length === 0 ? 'not known' : megabytes(median(heaps)),
      note: heaps.length === 0 ? 'this Node cannot ask a thread' : 'by its own report',
    },
  ];
}

/** Both hosts at the same time, so that they have the same machine. */
async function idleRows(bench: Bench): Promise<readonly Row[]> {
  const home = bench.emptyFolder('home');
  mkdirSync(path.join(home, '.payoff'));
  await bench.payoff(path.join(home, '.payoff/ledger.sqlite'), ['ingest', '--json', '--claude-dir', bench.corpus]);
  const options = {
    version: bench.vscode,
    home,
    workspace: bench.emptyFolder('workspace'),
    settings: { 'payoff.claudeDirectories': [bench.corpus] },
  };
  const plain = await openEditor(bench, { ...options, withPayoff: false });
  try {
    const own = await openEditor(bench, { ...options, withPayoff: true });
    try {
      await own.window.statusBarItem(barItem, ({ text }) => text.includes('today'));
      await delay(settleMs * 2);
      const threadMs = async (): Promise<number> => (await own.ask('read')).workers[0]?.cpuMs ?? NaN;
      const threadBefore = await threadMs();
      const before = [own.processNow(), plain.processNow()] as const;
      await delay(bench.idleMinutes * 60_000);
      const after = [own.processNow(), plain.processNow()] as const;
      const [ownMs, plainMs] = [after[0].cpuMs - before[0].cpuMs, after[1].cpuMs - before[1].cpuMs];
      const ofThread = (await threadMs()) - threadBefore;
      const share = (ms: number): string => `${((ms / (bench.idleMinutes * 60_000)) * 100).toFixed(2)} %`;
      return [
        {
          what: `processor time of an idle window, ${String(bench.idleMinutes)} minutes`,
          figure: `${milliseconds(ownMs - plainMs)} (${share(ownMs - plainMs)} of one)`,
          note: `${milliseconds(ownMs)} with Payoff, ${milliseconds(plainMs)} without, at the same time`,
        },
        {
          what: 'of it Payoff’s own thread',
          figure: Number.isNaN(ofThread) ? 'not known' : `${milliseconds(ofThread)} (${share(ofThread)} of one)`,
          note: Number.isNaN(ofThread) ? 'this Node cannot ask a thread' : 'by its own report',
        },
      ];
    } finally {
      await own.close();
    }
  } finally {
    await plain.close();
  }
}

const watchedSessions = 1000;
const activeSessions = 100;

/** A thousand sessions in twenty projects, a hundred of them written within the last day. */
async function watchRows(bench: Bench): Promise<readonly Row[]> {
  const corpus = await growCorpus({ bytes: 0, files: 0, sessions: watchedSessions, answers: 1, sessionsPerDay: activeSessions });
  const folder = bench.emptyFolder('watched');
  cpSync(corpus.folder, folder, { recursive: true, preserveTimestamps: true });
  dropCorpus(corpus);
  const files = transcriptsOf(folder);
  const own = files.filter((file) => !file.includes(`${path.sep}subagents${path.sep}`));
  const now = Date.now() / 1000;
  for (const file of own.slice(0, activeSessions)) utimesSync(file, now, now);
  const plain = await openPlain(bench, false, []);
  const plainWatches = await watchesAtRest(plain).finally(() => plain.close());
  const editor = await openPlain(bench, true, [folder]);
  try {
    await readToEnd(editor, 60_000);
    const watches = await watchesAtRest(editor);
    return [
      {
        what: `inotify watches of ${String(own.length)} sessions`,
        figure: String(watches - plainWatches),
        note: `in 20 projects, ${String(activeSessions)} of them active within a day; ${String(plainWatches)} without Payoff`,
      },
    ];
  } finally {
    await editor.close();
  }
}

async function watchesAtRest(editor: Editor): Promise<number> {
  await delay(settleMs);
  return editor.processNow().inotifyWatches;
}
