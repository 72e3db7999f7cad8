import { format } from 'node:util';
import Mocha from 'mocha';
import { CountingReporter } from '../support/countingReporter.ts';

/** Runs in the extension host: mocha over the tests that `load` declares. Rejects when one fails or there is none. */
export async function runSuite(load: () => Promise<void>): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, forbidOnly: true, failZero: true, color: false, reporter: CountingReporter });
  // The window that prints the log does not fill in placeholders.
  Mocha.reporters.Base.consoleLog = (...parts: readonly unknown[]) => console.log(format(...parts));
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
