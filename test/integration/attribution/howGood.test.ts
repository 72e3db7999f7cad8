/** How good links are, on random histories of which it is known which session worked on which commit; `npm run bench:attribution` plays more. */
import assert from 'node:assert/strict';
import { runHistory } from '../../bench/attribution/runHistory.ts';
import { Summary } from '../../bench/attribution/summary.ts';
import { figuresOf } from '../../bench/attribution/judge.ts';
import type { Judged } from '../../bench/attribution/judge.ts';

describe('the links of twenty random histories', function () {
  this.timeout(180_000);
  const summary = new Summary();

  before(async () => {
    for (let seed = 1; seed <= 20; seed += 1) summary.add(await runHistory(seed));
  });

  it('are right wherever they are recorded', () => {
    assert.ok(summary.recorded.right > 50);
    assert.equal(summary.recorded.wrong, 0);
  });

  it('are right where lines match in 97 of 100 cases, and find 95 of 100 with all tiers', () => {
    assert.ok(summary.matched.right > 150);
    assert.ok(figuresOf(summary.matched).precision >= 0.97);
    assert.ok(figuresOf(summary.all).f1 >= 0.95);
    assert.equal(summary.shortfall, null);
  });

  it('are better than those of the usual rule', () => {
    assert.ok(figuresOf(summary.proven).f1 > figuresOf(summary.usual).f1 + 0.2);
  });

  it('are the same for the same seed', async () => {
    const count = ({ right, wrong, missing }: Judged): readonly number[] => [right, wrong, missing].map(({ length }) => length);
    const [once, again] = [await runHistory(3), await runHistory(3)];
    assert.deepEqual(count(once.product), count(again.product));
    assert.deepEqual(count(once.usual), count(again.usual));
  });
});
