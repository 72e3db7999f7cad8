import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { kindsOfWork } from '../../../src/core/advice/kindsOfWork.ts';
import { workKinds } from '../../../src/core/advice/workKinds.ts';
import { buildReport } from '../../../src/core/report/buildReport.ts';
import { anyHistory } from '../../support/histories.ts';
import { testPrices, testRate } from '../../support/rows.ts';

describe('a report by kind of work', () => {
  it('adds up to the total exactly, with rows of nothing but kinds', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { requests, sideCalls } = history;
        const given = { requests, sideCalls, timezone: 'UTC', rate: testRate, prices: testPrices };
        const { rows, totals } = buildReport({ ...given, by: 'kind', kindOf: kindsOfWork(history) });
        assert.deepEqual(totals, buildReport({ ...given, by: 'day' }).totals);
        for (const { key } of rows)
          assert.ok(
            workKinds.some((kind) => kind === key),
            key,
          );
      }),
    );
  });
});
