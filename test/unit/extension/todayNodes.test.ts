import assert from 'node:assert/strict';
import type { Today } from '../../../src/core/report/overview.ts';
import { isCommitNode, todayDescription, todayNodes } from '../../../src/extension/todayNodes.ts';
import { money, now } from '../../support/snapshots.ts';
import { aCommitRow, aSha, aStanding } from '../../support/views.ts';

const at = { nowMs: now, timezone: 'UTC' };
const none = new Map<string, string>();
const today = (some: Partial<Today> = {}): Today => ({ total: money(2.31), standing: aStanding(), commits: [aCommitRow()], ...some });

describe('the tree of today', () => {
  it('is empty where nothing was spent and nothing committed, so that its welcome is shown', () => {
    assert.deepEqual(todayNodes(today({ total: money(0), commits: [] }), none, at), []);
  });

  it('has its sum beside its title, marked where it is made up, and nothing where it is empty', () => {
    assert.equal(todayDescription(today(), false), '$2.31');
    assert.equal(todayDescription(today(), true), 'demo $2.31');
    assert.equal(todayDescription(today({ total: money(0), commits: [] }), true), '');
  });

  it('shows commits newest first, with subject, cost and branch, and then where the cost is', () => {
    const earlier = aCommitRow({
      sha: 'b'.repeat(40),
      authoredAtMs: now - 3_600_000,
      money: null,
      links: [],
      branch: 'weave',
      onDefaultBranch: false,
    });
    const [first, second, group] = todayNodes(today({ commits: [earlier, aCommitRow()] }), new Map([[aSha, 'Mend the loom']]), at);
    assert.ok(first?.kind === 'commit' && second?.kind === 'commit' && group?.kind === 'group');
    assert.deepEqual([first.label, first.description], ['$2.31 · Mend the loom', 'a1b2c3d · main']);
    assert.deepEqual([second.label, second.description], ['bbbbbbb', 'cost not recorded · weave']);
    assert.equal(first.spoken, 'Commit Mend the loom, $2.31, on main, 12:59');
    assert.equal(group.label, 'Where the $2.31 spent here today is');
    assert.deepEqual(
      group.children.map(({ label, description, spoken }) => [label, description, spoken]),
      [['on main, window open', '$2.31', '$2.31 on main, window open']],
    );
  });

  it('names the repository of a commit only where there are several', () => {
    const other = aCommitRow({ sha: 'b'.repeat(40), repository: '/home/ada/spindle' });
    const descriptions = todayNodes(today({ commits: [aCommitRow(), other] }), none, at).map((node) =>
      node.kind === 'commit' ? node.description : '',
    );
    assert.deepEqual(descriptions.slice(0, 2), ['main · loom', 'main · spindle']);
  });

  it('takes for a commit only what it made itself', () => {
    const [node] = todayNodes(today(), none, at);
    assert.ok(isCommitNode(node));
    for (const other of [undefined, null, 'commit', { kind: 'part', row: {} }, { kind: 'commit' }]) assert.ok(!isCommitNode(other));
  });
});
