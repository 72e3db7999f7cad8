/** Result of one mocha run, as it is handed from the process that ran it to the one that sums. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly TestFailure[];
}

/** A test that failed: its whole title, and the error with where it was thrown. */
export interface TestFailure {
  readonly title: string;
  readonly stack: string;
}

export const nothingCounted: TestCounts = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** The counts of both, the failures in this order. */
export function addCounts(first: TestCounts, second: TestCounts): TestCounts {
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    skipped: first.skipped + second.skipped,
    failures: [...first.failures, ...second.failures],
  };
}
