import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { installChromium } from './chromium.ts';
import { compileCacheVariable } from './compileCache.ts';
import { runNode } from './runNode.ts';
import type { NodeRun } from './runNode.ts';
import { nothingCounted } from './testCounts.ts';
import type { TestCounts } from './testCounts.ts';
import { root, steps } from './testSteps.ts';
import type { Step } from './testSteps.ts';

interface StepResult extends TestCounts {
  readonly step: Step;
  readonly seconds: number;
  readonly note: string;
}

/** So many steps run side by side: each is mostly one busy process. */
const lanes = Math.min(2, availableParallelism());

/**
 * Runs the named steps (all when none is named; a name stands for all that begin with it, so `vscode` for both versions), prints a table
 * and, as the very last line, `N passed, N failed`.
 * @returns the exit code: 1 when anything failed, or nothing ran at all.
 */
export async function runSteps(names: readonly string[]): Promise<number> {
  const isNamed = (step: Step, name: string): boolean => step.name === name || step.name.startsWith(`${name}-`);
  const unknown = names.find((name) => !steps.some((step) => isNamed(step, name)));
  if (unknown !== undefined) {
    process.stderr.write(`There is no step ${unknown}: the steps are ${steps.map(({ name }) => name).join(', ')}.\n`);
    return 2;
  }
  const named = steps.filter((step) => names.length === 0 || names.some((name) => isNamed(step, name)));
  const compiled = mkdtempSync(path.join(tmpdir(), 'payoff-compiled-'));
  process.env[compileCacheVariable] ??= compiled;
  const results = await runInOrder(named).finally(() => rmSync(compiled, { recursive: true, force: true, maxRetries: 5 }));
  printFailures(results);
  printTable(results);
  const total = (count: (result: StepResult) => number): number => results.reduce((sum, result) => sum + count(result), 0);
  const [passed, failed] = [total((result) => result.passed), total((result) => result.failed)];
  const nothingRan = passed + failed === 0 && results.some(({ step }) => step.counted);
  if (nothingRan) console.log('No test ran: that is a failure.');
  console.log(`${passed} passed, ${nothingRan ? 1 : failed} failed`);
  return failed > 0 || nothingRan ? 1 : 0;
}

/** First the essential steps, one after the other, then the others side by side; the results in the order of `named`. */
async function runInOrder(named: readonly Step[]): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const step of named.filter(({ essential }) => essential === true)) {
    console.log(`\n━━ ${step.name}`);
    const result = await runStep(step, true);
    results.push(result);
    if (result.failed > 0) return results;
  }
  const others = named.filter(({ essential }) => essential !== true);
  const waiting = others.toSorted((first, second) => second.minutes - first.minutes).values();
  const watched = others.length === 1 || lanes === 1;
  const lane = async (): Promise<void> => {
    for (const step of waiting) {
      console.log(watched ? `\n━━ ${step.name}` : `${step.name} …`);
      results.push(await runStep(step, watched));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results.sort((first, second) => named.indexOf(first.step) - named.indexOf(second.step));
}

/** Two steps may need the same tool: it is installed once, and never by both at a time. */
let preparing: Promise<unknown> = Promise.resolve();

function inTurn<T>(prepare: () => Promise<T>): Promise<T> {
  const turn = preparing.then(prepare);
  preparing = turn.catch(() => undefined);
  return turn;
}

async function runStep(step: Step, watched: boolean): Promise<StepResult> {
  const begun = performance.now();
  const done = (counts: TestCounts, note = ''): StepResult => ({
    step,
    seconds: (performance.now() - begun) / 1000,
    note,
    ...counts,
  });
  if (step.browser === true && (await inTurn(installChromium)) === undefined) {
    const message =
      'THE BROWSER TESTS CANNOT RUN: there is no Chromium on this machine, and none could be installed (name one in PAYOFF_CHROMIUM).';
    console.log(message);
    return process.env.CI === 'true' ? done({ ...nothingCounted, failed: 1 }, 'no Chromium') : done(nothingCounted, 'NOT RUN: no Chromium');
  }
  try {
    if (step.prepare !== undefined) await inTurn(step.prepare);
  } catch (error) {
    console.error(error);
    return done({ ...nothingCounted, failed: 1 }, 'could not be prepared');
  }
  let counts = nothingCounted;
  let broken = false;
  let output = '';
  for (const { code, counts: counted, output: printed } of await runCommands(step, watched)) {
    counts = counted ?? counts;
    broken ||= code !== 0;
    output += printed;
  }
  if (!watched) console.log(`\n━━ ${step.name}\n${output}`);
  // A run that broke before, or beside, its tests is a failure that no test counted.
  return done(broken && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
}

/** One after the other, or where they do not count tests all at once: the slowest of them has the machine's other processors to itself. */
async function runCommands({ commands, counted }: Step, watched: boolean): Promise<readonly NodeRun[]> {
  if (!counted && lanes > 1) return Promise.all(commands.map((command) => runNode(command, { folder: root, watched })));
  const runs: NodeRun[] = [];
  for (const command of commands) runs.push(await runNode(command, { folder: root, watched }));
  return runs;
}

/** Once more, behind everything: of a long output, the end is what is kept and read. */
function printFailures(results: readonly StepResult[]): void {
  for (const { step, failures } of results) for (const { title, stack } of failures) console.log(`\n✖ ${step.name}: ${title}\n${stack}`);
}

function printTable(results: readonly StepResult[]): void {
  const row = (name: string, ...cells: readonly string[]): string => `${name.padEnd(16)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  console.log(`\n${row('step', 'passed', 'failed', 'skipped', 'seconds')}`);
  for (const { step, passed, failed, skipped, seconds, note } of results)
    console.log(`${row(step.name, String(passed), String(failed), String(skipped), seconds.toFixed(1))}${note === '' ? '' : `  ${note}`}`);
  console.log('');
}
