import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { TestCounts, TestFailure } from './testCounts.ts';

/** Mocha's usual report, and at the end the counts and failures in the file that PAYOFF_TEST_COUNTS names. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const failed: TestFailure[] = [];
    runner.on('fail', (test, error: unknown) => {
      failed.push({ title: test.fullTitle(), stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    });
    runner.once('end', () => {
      const file = process.env.PAYOFF_TEST_COUNTS;
      if (file === undefined) return;
      const { passes, failures, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending, failures: failed } satisfies TestCounts));
    });
  }
}

// The second name is what Node's require gives to mocha's command line, which wants the class itself.
export { CountingReporter, CountingReporter as 'module.exports' };
