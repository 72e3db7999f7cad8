import path from 'node:path';
import { installCaddy } from './caddy.ts';
import { installChromium } from './chromium.ts';
import { installClaudeCode, installPostgres, installServer } from './tools.ts';

export interface Step {
  readonly name: string;
  /** Later steps make no sense when this one fails. */
  readonly essential?: boolean;
  /** Needs a browser. */
  readonly browser?: boolean;
  /** Installs what the step needs, before its time is taken. */
  readonly prepare?: () => Promise<unknown>;
  /** What is run, each as arguments of this Node; all of them, so that one look shows everything. */
  readonly commands: readonly (readonly string[])[];
  /** About how long it takes: the longest begin first. */
  readonly minutes: number;
  /** Whether the step is one run of tests that writes its counts; else it is done well or failed once. */
  readonly counted: boolean;
}

export const root = path.resolve(import.meta.dirname, '../..');
const binary = (name: string, file: string): string => path.join(root, 'node_modules', name, file);

const onDesktop = process.env.PAYOFF_VSCODE === 'desktop';

/**
 * To start a process the system copies the table of all pages of this one, thousands of times in a run: so what is young has little room, and the rest
 * stays half as large.
 */
const smallNode = '--max-semi-space-size=2';

/** In the order of the table. */
export const steps: readonly Step[] = [
  {
    name: 'lint',
    essential: true,
    // What the linter does takes two thirds of the whole, on one processor: the tests' half is done beside the others'.
    commands: [
      [binary('eslint', 'bin/eslint.js'), 'test'],
      [binary('eslint', 'bin/eslint.js'), '.', '--ignore-pattern', 'test/'],
      [binary('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
      [binary('typescript', 'bin/tsc'), '-p', 'tsconfig.json'],
      [binary('typescript', 'bin/tsc'), '-p', 'src/core/tsconfig.json'],
      [binary('typescript', 'bin/tsc'), '-p', 'webview/tsconfig.json'],
    ],
    minutes: 1,
    counted: false,
  },
  { name: 'build', essential: true, commands: [['esbuild.mjs']], minutes: 0.1, counted: false },
  { name: 'unit', commands: [mocha('test/unit/**/*.test.ts')], minutes: 0.2, counted: true },
  { name: 'property', commands: [mocha('test/property/**/*.test.ts')], minutes: 0.5, counted: true },
  {
    name: 'integration',
    prepare: installClaudeCode,
    commands: [
      [
        ...mocha('test/integration/**/*.test.ts'),
        ...['panel', 'faults', 'collector', 'team'].flatMap((folder) => ['--ignore', `test/integration/${folder}/**`]),
      ],
    ],
    minutes: 5,
    counted: true,
  },
  {
    name: 'team',
    prepare: () => Promise.all([installClaudeCode(), installPostgres(), installDebians()]),
    commands: [mocha('test/integration/{collector,team}/**/*.test.ts')],
    minutes: 2.5,
    counted: true,
  },
  { name: 'faults', prepare: installPostgres, commands: [mocha('test/integration/faults/**/*.test.ts')], minutes: 3.5, counted: true },
  { name: 'panel', browser: true, commands: [mocha('test/integration/panel/**/*.test.ts')], minutes: 4.5, counted: true },
  ...(['floor', 'newest'] as const).map((version) => ({
    name: `vscode-${version}`,
    browser: !onDesktop,
    prepare: () => prepareWindows(version),
    commands: [['test/vscode/run.ts', version]],
    minutes: 1.4,
    counted: true,
  })),
  {
    name: 'vscode-window',
    browser: true,
    prepare: () => prepareWindows('newest'),
    commands: [mocha('test/vscode/window/**/*.test.ts')],
    minutes: 3.4,
    counted: true,
  },
  {
    name: 'vsix',
    browser: true,
    prepare: () => prepareWindows('newest'),
    commands: [mocha('test/vscode/vsix/**/*.test.ts')],
    minutes: 0.3,
    counted: true,
  },
];

function mocha(files: string): string[] {
  return [smallNode, binary('mocha', 'bin/mocha.js'), files, '--reporter', './test/support/countingReporter.ts'];
}

/** One after the other: the package manager takes a lock. */
async function installDebians(): Promise<void> {
  await installChromium();
  await installCaddy();
}

function prepareWindows(version: 'floor' | 'newest'): Promise<unknown> {
  return Promise.all([installClaudeCode(), onDesktop ? undefined : installServer(version)]);
}
