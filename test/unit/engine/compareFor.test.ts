import assert from 'node:assert/strict';
import { compareFor } from '../../../src/engine/compareFor.ts';
import type { CompareQuery } from '../../../src/engine/compareTypes.ts';
import { aComparison } from '../../support/comparisons.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';

const period = { sinceMs: 1, untilMs: 2 };
const signal = new AbortController().signal;
const options = {
  claudeDirectories: [],
  ledger: null,
  exclude: [],
  timezone: 'UTC',
  mappings: [],
  identities: [],
  environment: {},
  home: '',
  holder: '',
};

class ComparingEngine extends FakeEngine {
  asked: CompareQuery | null = null;

  override compare(query: CompareQuery): ReturnType<FakeEngine['compare']> {
    this.asked = query;
    const row = { key: 'a', theirsNanodollars: 2, oursNanodollars: 1, unexplainedNanodollars: 1 };
    return Promise.resolve(query.figure === 'claude' ? { problem: 'No.' } : aComparison({ rows: new Array<typeof row>(1000).fill(row) }));
  }
}

describe('A window that compares', () => {
  it('never names the program, and gets no more rows than it shows', async () => {
    const engine = new ComparingEngine(options);
    const answer = await compareFor(engine, { figure: 'ccusage', report: null }, period, signal);
    assert.deepEqual(engine.asked, { figure: 'ccusage', report: null, command: null, ...period });
    assert.ok(!('problem' in answer));
    assert.equal(answer.rows.length, 100);
  });

  it('hears why it cannot be', async () => {
    assert.deepEqual(await compareFor(new ComparingEngine(options), { figure: 'claude' }, period, signal), { problem: 'No.' });
  });
});
