/** From a line appended to a transcript to the text of the status bar, in the real VS Code with a long history. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { workFolder } from './corpus.ts';
import { barItem, openEditor } from './editor.ts';
import type { Editor } from './editor.ts';
import { liveSession } from './liveSession.ts';
import type { LiveSession } from './liveSession.ts';
import { milliseconds, percentile } from './measure.ts';
import type { Bench } from './prepare.ts';
import { randomFrom } from './random.ts';
import type { Row } from './table.ts';

/** A moment in milliseconds since 1970, with fractions, and the text from then on. */
interface Change {
  readonly atMs: number;
  readonly text: string;
}

const appends = 40;
const appendsInSession = 20;
/** DESIGN: the first change after two quiet seconds is shown at once. */
const quietMs = 2000;
/** Longer than any change takes; whatever comes later counts as missing. */
const limitMs = 5000;

export async function windowLine(bench: Bench): Promise<readonly Row[]> {
  const home = bench.emptyFolder('home');
  const live = bench.emptyFolder('live');
  mkdirSync(path.join(home, '.payoff'));
  await bench.payoff(path.join(home, '.payoff/ledger.sqlite'), ['ingest', '--json', '--claude-dir', bench.corpus]);
  const session = await liveSession(live);
  const workspace = makeRepository();
  let editor: Editor | null = null;
  try {
    for (const exchange of session.exchanges.slice(0, 3)) session.append([...exchange.asked, ...exchange.answered]);
    const settings = { 'payoff.claudeDirectories': [bench.corpus, live] };
    editor = await openEditor(bench, { version: bench.vscode, home, workspace, settings, withPayoff: true });
    await editor.window.statusBarItem(barItem, ({ text }) => /\$[\d.]+ today/.test(text));
    const changes = await observe(editor);
    const clock = await clockBetween(editor);
    const first = await measure({ session, changes, from: 3, count: appends, asSession: false });
    const second = await measure({ session, changes, from: 3 + appends, count: appendsInSession, asSession: true });
    const note = `clocks within ${clock.toFixed(1)} ms`;
    return [
      ...rowsOf('append to status bar text', first, `after 2 s of quiet, ${note}`, '; bound 300 ms'),
      ...rowsOf('append to status bar text, request written before', second, 'the request’s own lines 0.7 to 1.7 s before its answer', ''),
    ];
  } finally {
    await editor?.close();
    rmSync(path.dirname(workspace), { recursive: true, force: true });
  }
}

interface Measured {
  readonly tookMs: readonly number[];
  readonly missing: number;
}

function rowsOf(what: string, { tookMs, missing }: Measured, how: string, bound: string): readonly Row[] {
  const count = `${String(tookMs.length)} appends${missing === 0 ? '' : `, ${String(missing)} more were not shown within 5 s`}`;
  return [
    { what: `${what}, p50`, figure: milliseconds(percentile(tookMs, 50)), note: `${count}; ${how}` },
    {
      what: `${what}, p95`,
      figure: milliseconds(percentile(tookMs, 95)),
      note: `from ${milliseconds(Math.min(...tookMs))} to ${milliseconds(Math.max(...tookMs))}${bound}`,
    },
  ];
}

interface Measure {
  readonly session: LiveSession;
  readonly changes: () => Promise<readonly Change[]>;
  readonly from: number;
  readonly count: number;
  /** Whether the request's lines come a moment before the answer's, as the client writes them; else all at once. */
  readonly asSession: boolean;
}

async function measure({ session, changes, from, count, asSession }: Measure): Promise<Measured> {
  // No step of the clock may fall together with one of the worker's.
  const random = randomFrom(from);
  const writtenMs: number[] = [];
  for (const { asked, answered } of session.exchanges.slice(from, from + count)) {
    await delay(quietMs + 400 + random.below(900));
    if (asSession) {
      session.append(asked);
      await delay(700 + random.below(1000));
    }
    writtenMs.push(session.append(asSession ? answered : [...asked, ...answered]));
  }
  await delay(limitMs);
  const seen = await changes();
  const tookMs = writtenMs.map((at, index) => {
    const until = Math.min(at + limitMs, writtenMs[index + 1] ?? Infinity);
    return (seen.find(({ atMs }) => atMs > at && atMs < until)?.atMs ?? NaN) - at;
  });
  process.stderr.write(`  ${tookMs.map((each) => each.toFixed(0)).join(' ')} ms\n`);
  const shown = tookMs.filter((each) => !Number.isNaN(each));
  if (shown.length === 0) throw new Error('The text of the status bar never changed.');
  return { tookMs: shown, missing: tookMs.length - shown.length };
}

/** Has the page note each change of the item's text by itself; the result asks for what it has noted. */
async function observe({ window }: Editor): Promise<() => Promise<readonly Change[]>> {
  await window.page.evaluate(`(() => {
    const textNow = () => document.querySelector('.statusbar-item[id="${barItem}"]')?.textContent ?? '';
    let before = textNow();
    globalThis.payoffChanges = [];
    new MutationObserver(() => {
      const text = textNow();
      if (text !== before) payoffChanges.push({ atMs: performance.timeOrigin + performance.now(), text });
      before = text;
    }).observe(document.querySelector('.statusbar'), { subtree: true, childList: true, characterData: true });
  })()`);
  return () => window.page.evaluate<readonly Change[]>('payoffChanges');
}

/** How far the page's clock and this process's can be apart, in milliseconds: what it answers lies between asking and the answer. */
async function clockBetween({ window }: Editor): Promise<number> {
  let [least, most] = [-Infinity, Infinity];
  for (let tries = 0; tries < 20; tries += 1) {
    const before = performance.timeOrigin + performance.now();
    const there = await window.page.evaluate<number>('performance.timeOrigin + performance.now()');
    const after = performance.timeOrigin + performance.now();
    least = Math.max(least, there - after);
    most = Math.min(most, there - before);
  }
  return Math.max(Math.abs(least), Math.abs(most));
}

/** The folder that a twentieth of the history worked in, with a thousand commits. */
export function makeRepository(): string {
  const folder = workFolder(1);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  const git = (args: readonly string[], input = ''): void => {
    execFileSync('git', args, { cwd: folder, env, input, stdio: ['pipe', 'ignore', 'pipe'] });
  };
  git(['init', '-q', '-b', 'main']);
  git(['config', 'user.name', 'Tester']);
  git(['config', 'user.email', 'tester@example.com']);
  git(['fast-import', '--quiet'], Array.from({ length: 1000 }, (_, index) => commitText(index)).join(''));
  git(['reset', '-q', '--hard', 'main']);
  return folder;
}

function commitText(index: number): string {
  const data = (text: string): string => `data ${String(Buffer.byteLength(text))}\n${text}\n`;
  const seconds = 1_780_000_000 + index * 3600;
  return [
    'commit refs/heads/main\n',
    `committer Tester <tester@example.com> ${String(seconds)} +0000\n`,
    data(`Change step ${String(index)}`),
    `M 100644 inline src/loom${String(index % 40)}.ts\n`,
    data(`export const step = ${String(index)};\n`),
  ].join('');
}
