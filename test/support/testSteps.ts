import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installChromium } from './chromium.ts';
import type { TestCounts } from './countingReporter.ts';
import { installClaudeCode, installServer } from './tools.ts';

interface Step {
  readonly name: string;
  /** Later steps make no sense when this one fails. */
  readonly essential?: boolean;
  /** Needs a browser. */
  readonly browser?: boolean;
  /** Installs what the step needs, before its time is taken. */
  readonly prepare?: () => Promise<unknown>;
  /** What is run one after the other, each as arguments of this Node; all of them, so that one look shows everything. */
  readonly commands: readonly (readonly string[])[];
  /** Whether the step is one run of tests that writes its counts; else it is done well or failed once. */
  readonly counted: boolean;
}

interface StepResult extends TestCounts {
  readonly name: string;
  readonly counted: boolean;
  readonly seconds: number;
  readonly note: string;
}

const root = path.resolve(import.meta.dirname, '../..');
const binary = (name: string, file: string): string => path.join(root, 'node_modules', name, file);

const onDesktop = process.env.PAYOFF_VSCODE === 'desktop';

const steps: readonly Step[] = [
  {
    name: 'lint',
    essential: true,
    commands: [
      [binary('eslint', 'bin/eslint.js'), '.'],
      [binary('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
      [binary('typescript', 'bin/tsc'), '-p', 'tsconfig.json'],
      [binary('typescript', 'bin/tsc'), '-p', 'src/core/tsconfig.json'],
      [binary('typescript', 'bin/tsc'), '-p', 'webview/tsconfig.json'],
    ],
    counted: false,
  },
  { name: 'build', essential: true, commands: [['esbuild.mjs']], counted: false },
  { name: 'unit', commands: [mocha('test/unit/**/*.test.ts')], counted: true },
  { name: 'property', commands: [mocha('test/property/**/*.test.ts')], counted: true },
  {
    name: 'integration',
    prepare: installClaudeCode,
    commands: [[...mocha('test/integration/**/*.test.ts'), '--ignore', 'test/integration/panel/**']],
    counted: true,
  },
  { name: 'panel', browser: true, commands: [mocha('test/integration/panel/**/*.test.ts')], counted: true },
  ...(['floor', 'newest'] as const).map((version) => ({
    name: `vscode-${version}`,
    browser: !onDesktop,
    prepare: () => prepareWindows(version),
    commands: [['test/vscode/run.ts', version]],
    counted: true,
  })),
  {
    name: 'vscode-window',
    browser: true,
    prepare: () => prepareWindows('newest'),
    commands: [mocha('test/vscode/window/**/*.test.ts')],
    counted: true,
  },
  {
    name: 'vsix',
    browser: true,
    prepare: () => prepareWindows('newest'),
    commands: [mocha('test/vscode/vsix/**/*.test.ts')],
    counted: true,
  },
];

function mocha(files: string): string[] {
  return [binary('mocha', 'bin/mocha.js'), files, '--reporter', './test/support/countingReporter.ts'];
}

function prepareWindows(version: 'floor' | 'newest'): Promise<unknown> {
  return Promise.all([installClaudeCode(), onDesktop ? undefined : installServer(version)]);
}

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
  const results: StepResult[] = [];
  for (const step of steps) {
    if (names.length > 0 && !names.some((name) => isNamed(step, name))) continue;
    console.log(`\n━━ ${step.name}`);
    const result = await runStep(step);
    results.push(result);
    if (step.essential === true && result.failed > 0) break;
  }
  const total = (count: (result: StepResult) => number): number => results.reduce((sum, result) => sum + count(result), 0);
  printTable(results);
  const [passed, failed] = [total((result) => result.passed), total((result) => result.failed)];
  const nothingRan = passed + failed === 0 && results.some(({ counted }) => counted);
  if (nothingRan) console.log('No test ran: that is a failure.');
  console.log(`${passed} passed, ${nothingRan ? 1 : failed} failed`);
  return failed > 0 || nothingRan ? 1 : 0;
}

async function runStep(step: Step): Promise<StepResult> {
  const started = performance.now();
  const done = (counts: TestCounts, note = ''): StepResult => ({
    name: step.name,
    counted: step.counted,
    seconds: (performance.now() - started) / 1000,
    note,
    ...counts,
  });
  const nothing: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  if (step.browser === true && (await installChromium()) === undefined) {
    const message =
      'THE BROWSER TESTS CANNOT RUN: there is no Chromium on this machine, and none could be installed (name one in PAYOFF_CHROMIUM).';
    console.log(message);
    return process.env.CI === 'true' ? done({ ...nothing, failed: 1 }, 'no Chromium') : done(nothing, 'NOT RUN: no Chromium');
  }
  try {
    await step.prepare?.();
  } catch (error) {
    console.error(error);
    return done({ ...nothing, failed: 1 }, 'could not be prepared');
  }
  let counts = nothing;
  let broken = false;
  for (const command of step.commands) {
    const run = await runNode(command);
    counts = run.counts ?? counts;
    broken ||= run.code !== 0;
  }
  // A run that broke before, or beside, its tests is a failure that no test counted.
  return done(broken && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
}

/** No command takes so long, even on a slow machine that installs on the way. */
const longestRunMs = 25 * 60_000;

/** A run whose tests are all over has this long to end: what holds it then is a leak. */
const longestEndMs = 30_000;

function isOverdue(countsFile: string, startedMs: number): boolean {
  const written = statSync(countsFile, { throwIfNoEntry: false })?.mtimeMs;
  return Date.now() - startedMs > longestRunMs || (written !== undefined && Date.now() - written > longestEndMs);
}

/** Runs one command with this Node and streams what it prints. */
async function runNode(args: readonly string[]): Promise<{ code: number | null; counts: TestCounts | undefined }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'payoff-counts-'));
  const file = path.join(folder, 'counts.json');
  const started = Date.now();
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PAYOFF_TEST_COUNTS: file } });
      const watch = setInterval(() => {
        if (child.exitCode === null && isOverdue(file, started)) child.kill('SIGKILL');
      }, 1_000);
      const finish = (end: () => void): void => {
        clearInterval(watch);
        end();
      };
      child.once('error', (error) => {
        finish(() => {
          reject(error);
        });
      });
      child.once('exit', (status) => {
        finish(() => {
          resolve(status);
        });
      });
    });
    if (code === null) console.error('A test run did not end by itself: a test hangs, or left something open behind it.');
    const counts = await readFile(file, 'utf8').catch(() => undefined);
    return { code, counts: counts === undefined ? undefined : (JSON.parse(counts) as TestCounts) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function printTable(results: readonly StepResult[]): void {
  const row = (name: string, ...cells: readonly string[]): string => `${name.padEnd(16)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  console.log(`\n${row('step', 'passed', 'failed', 'skipped', 'seconds')}`);
  for (const { name, passed, failed, skipped, seconds, note } of results)
    console.log(`${row(name, String(passed), String(failed), String(skipped), seconds.toFixed(1))}${note === '' ? '' : `  ${note}`}`);
  console.log('');
}
