import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CheckCall } from '../../../../src/core/attribution/gitFacts.ts';
import { countVerifications, noShellFacts } from '../../../../src/core/report/outcomes/changeVerification.ts';
import { aCommit, aHistory, aLink, anEdit, aRepository, dayMs, hourMs, noon, shaOf } from '../../../support/histories.ts';
import { anOutcome, outcomesOf } from '../../../support/outcomes.ts';

const madeMs = noon - 30 * dayMs;

/** A change whose one edit was an hour before its commit, with checks some minutes after the edit. */
function counted(...checks: readonly (Partial<CheckCall> & { readonly minutes: number })[]): Record<string, number> {
  const outcome = anOutcome({ sha: 'a1' });
  const history = aHistory({
    repositories: [aRepository([aCommit(shaOf('a1'), { authorMs: madeMs, committerMs: madeMs })])],
    links: [aLink('a1', { evidence: { endedAtMs: madeMs } })],
    edits: [anEdit({ atMs: madeMs - hourMs })],
    takenEdits: new Map([['edit-1', shaOf('a1')]]),
    checks: checks.map(({ minutes, ...some }) => ({
      ...{ sessionId: 'session-1', kind: 'test', succeeded: true, atMs: madeMs - hourMs + minutes * 60_000 },
      ...some,
    })),
  });
  const counts = countVerifications(history, outcomesOf([outcome]), [outcome], noShellFacts);
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

describe('the recorded verification of changes', () => {
  it('is what ran between the last edit and the commit', () => {
    assert.deepEqual(counted({ minutes: 5 }), { passed: 1 });
    assert.deepEqual(counted({ minutes: -5 }), { notRun: 1 });
    assert.deepEqual(counted({ minutes: 65 }), { notRun: 1 });
    assert.deepEqual(counted({ minutes: 5 }, { minutes: 6, succeeded: false }), { failed: 1 });
    assert.deepEqual(counted({ minutes: 5, succeeded: null }), { unknown: 1 });
    assert.deepEqual(counted({ minutes: 5, sessionId: 'session-2' }), { notRun: 1 });
  });

  it('is unknown of a change that no session is linked with', () => {
    const outcome = anOutcome({ sha: 'a1' });
    const counts = countVerifications(aHistory({}), outcomesOf([outcome]), [outcome], noShellFacts);
    assert.deepEqual(counts, { passed: 0, failed: 0, notRun: 0, unknown: 1 });
  });
});
