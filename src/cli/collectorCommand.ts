import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { exitCodes } from './exitCodes.ts';

const whereToGetIt =
  "payoff: The collector does not come with the extension. Run it from Payoff's repository (npm run collector) or in a container; docs/collector.md there says how.\n";

/**
 * `payoff collector …`: the collector is a program of its own, with a database, and no part of this one. Where `collector.cjs` lies beside this program
 * (beside its source: its source), that is run with the same arguments, terminal and signals; else a sentence says where it is to be had. The exit code.
 */
export async function runCollectorBeside(
  program: string,
  given: readonly string[],
  stderr: { write(text: string): void },
): Promise<number> {
  const folder = path.dirname(program);
  const found = ['collector.cjs', '../collector/main.ts'].map((name) => path.join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) {
    stderr.write(whereToGetIt);
    return exitCodes.failure;
  }
  const child = spawn(process.execPath, [found, ...given], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? exitCodes.failure));
  });
}
