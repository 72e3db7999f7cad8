import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sideCalls } from '../../../src/core/report/sideCalls.ts';
import type { CostStateModel } from '../../../src/core/transcript/facts.ts';
import { tokens } from '../../support/rows.ts';

const opus = 'claude-opus-5-5';
const haiku = 'claude-haiku-4-5';

function counted(model: string, some: Partial<CostStateModel>): CostStateModel {
  return { model, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, webSearches: 0, ...some };
}

describe('side calls', () => {
  const held = [{ model: opus, tokens: tokens({ input: 100, output: 200, cacheWrite5m: 10, cacheWrite1h: 20, cacheRead: 40 }) }];
  const same = counted(opus, { input: 100, output: 200, cacheWrite: 30, cacheRead: 40 });

  it('are none when the files hold all that the client counted', () => {
    assert.deepEqual(sideCalls({ costState: { models: [same] }, held, parent: [] }), []);
  });

  it('are what the client counted more, model by model', () => {
    const models = [counted(`${haiku}-20251001`, { input: 300, output: 12, webSearches: 1 }), { ...same, output: 205 }];
    assert.deepEqual(sideCalls({ costState: { models }, held, parent: [] }), [
      { model: haiku, tokens: tokens({ input: 300, output: 12, webSearches: 1 }) },
      { model: opus, tokens: tokens({ output: 5 }) },
    ]);
  });

  it('take spellings of one model together', () => {
    const models = [{ ...same, model: `${opus}[1m]` }];
    assert.deepEqual(sideCalls({ costState: { models }, held, parent: [] }), []);
  });

  it('leave out those of the parent session, which its cost-state passed on', () => {
    const models = [same, counted(haiku, { input: 500, output: 20 })];
    const parent = [{ model: haiku, tokens: tokens({ input: 300, output: 12 }) }];
    assert.deepEqual(sideCalls({ costState: { models }, held, parent }), [{ model: haiku, tokens: tokens({ input: 200, output: 8 }) }]);
    assert.equal(sideCalls({ costState: { models }, held, parent: null }), null);
  });

  it('are unknown when the cache totals of a model differ', () => {
    for (const some of [{ cacheRead: 41 }, { cacheWrite: 31 }, { cacheRead: 39 }])
      assert.equal(sideCalls({ costState: { models: [{ ...same, ...some }] }, held, parent: [] }), null);
    const models = [same, counted(haiku, { input: 300, cacheRead: 1 })];
    assert.equal(sideCalls({ costState: { models }, held, parent: [] }), null);
  });

  it('are unknown when the files hold more than the client counted', () => {
    for (const some of [{ input: 99 }, { output: 199 }])
      assert.equal(sideCalls({ costState: { models: [{ ...same, ...some }] }, held, parent: [] }), null);
    assert.equal(sideCalls({ costState: { models: [] }, held, parent: [] }), null);
  });
});
