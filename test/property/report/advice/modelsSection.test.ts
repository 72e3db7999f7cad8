import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, it } from 'mocha';
import { modelsSection } from '../../../../src/core/report/advice/modelsSection.ts';
import type { Money } from '../../../../src/core/report/live.ts';
import { totalOf, selectHistory } from '../../../../src/core/report/selection.ts';
import { everything } from '../../../../src/core/report/filterRequests.ts';
import { sumOf } from '../../../../src/core/report/statusBar.ts';
import { modelsSection as schema } from '../../../../src/protocol/adviceModelsSchemas.ts';
import { anyHistory, noon } from '../../../support/histories.ts';
import { testRate } from '../../../support/rows.ts';

describe('the section on models of any history', () => {
  it('adds up to the total, by model and by kind of work, and crosses to the panel unchanged', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const selection = selectHistory(history, everything, testRate);
        const section = modelsSection({
          history,
          selection,
          question: { fromMs: 0, toMs: noon, nowMs: noon, timezone: 'UTC' },
          rate: testRate,
        });
        const whole = totalOf(selection);
        const sum = (rows: readonly { readonly money: Money }[]): Money => sumOf(rows.map(({ money }) => money));
        assert.deepEqual(section.total, whole);
        assert.deepEqual(sum(section.models), whole);
        assert.deepEqual(sum(section.kinds), whole);
        for (const { sessions, sessionShare, spendShare, ratio } of section.models) {
          assert.ok(sessions <= section.sessions && sessionShare >= 0 && sessionShare <= 1);
          assert.ok(spendShare === null || (spendShare >= 0 && spendShare <= 1));
          assert.ok(ratio === null || ratio >= 1);
        }
        assert.deepEqual(v.parse(schema, section), section);
      }),
    );
  });
});
