// Runs the suites in the real extension host: node test/vscode/run.ts floor|newest [SCENARIO...]
// In VS Code's server, or with PAYOFF_VSCODE=desktop in a desktop VS Code. Needs a build in dist.
import '../support/requireNode.mjs';
import { mkdir, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeFolder } from '../support/removeFolder.ts';
import { stageExtension } from '../support/stageExtension.ts';
import { addCounts, nothingCounted } from '../support/testCounts.ts';
import type { TestCounts } from '../support/testCounts.ts';
import type { ServerVersion } from '../support/tools.ts';
import { bundleSuite } from './bundleSuite.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

/** All that both runners need to run the tests of one scenario. */
export interface SuiteRun {
  readonly scenario: Scenario;
  readonly extension: string;
  readonly tests: string;
  readonly workspace: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

const desktopVersions: Readonly<Record<ServerVersion, string>> = { floor: '1.103.2', newest: 'stable' };

async function runScenario(version: ServerVersion, scenario: Scenario, tests: string): Promise<TestCounts> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'payoff-window-')));
  try {
    const home = path.join(root, 'home');
    const countsFile = path.join(root, 'counts.json');
    await mkdir(home);
    const run: SuiteRun = {
      scenario,
      extension: await stageExtension(path.join(root, 'extension')),
      tests,
      workspace: await scenario.prepare(root),
      home,
      env: { PAYOFF_TEST_COUNTS: countsFile, ...(await scenario.environment?.(root)) },
    };
    const code = await start(version, run).catch((error: unknown) => {
      console.error(error);
      return 1;
    });
    const counts = await readCounts(countsFile);
    // A host that ended badly without a failed test is a failure too: it crashed, hung, or logged an error.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await removeFolder(root);
  }
}

async function start(version: ServerVersion, run: SuiteRun): Promise<number> {
  if (process.env.PAYOFF_VSCODE === 'desktop') {
    const { runOnDesktop } = await import('./desktopRun.ts');
    return runOnDesktop(desktopVersions[version], run);
  }
  const { runInServer } = await import('./serverRun.ts');
  return runInServer(version, run);
}

async function readCounts(file: string): Promise<TestCounts> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as TestCounts;
  } catch {
    return nothingCounted;
  }
}

async function main(version: string | undefined, names: readonly string[]): Promise<void> {
  if (version !== 'floor' && version !== 'newest') throw new Error('Name the VS Code to run in: floor or newest.');
  let total = nothingCounted;
  for (const scenario of scenarios) {
    if (names.length > 0 && !names.includes(scenario.name)) continue;
    const tests = await bundleSuite(scenario.name);
    if (tests === undefined) continue;
    console.log(`VS Code ${version}, ${scenario.name}:`);
    total = addCounts(total, await runScenario(version, scenario, tests));
  }
  if (process.env.PAYOFF_TEST_COUNTS !== undefined) await writeFile(process.env.PAYOFF_TEST_COUNTS, JSON.stringify(total));
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
}

await main(process.argv[2], process.argv.slice(3));
