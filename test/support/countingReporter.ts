import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Result of one mocha run, as it is handed from the process that ran it to the one that sums. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Mocha's usual report, and at the end the counts in the file that PAYOFF_TEST_COUNTS names. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const file = process.env.PAYOFF_TEST_COUNTS;
      if (file === undefined) return;
      const { passes, failures, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending } satisfies TestCounts));
    });
  }
}

// The second name is what Node's require gives to mocha's command line, which wants the class itself.
export { CountingReporter, CountingReporter as 'module.exports' };
