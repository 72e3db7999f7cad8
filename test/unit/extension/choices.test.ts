import assert from 'node:assert/strict';
import { commitChoice, receiptGroups, sessionChoice } from '../../../src/extension/choices.ts';
import { money, now } from '../../support/snapshots.ts';
import { aCommitRow, aPullRequestRow, aSessionListRow, aSha } from '../../support/views.ts';

const at = { nowMs: now, timezone: 'UTC' };

describe('what the quick picks offer', () => {
  it('names a commit by its subject, with its cost and where it is', () => {
    const { label, description, detail } = commitChoice(aCommitRow({ subject: 'Mend  the\nloom' }), at);
    assert.deepEqual(
      { label, description, detail },
      {
        label: 'Mend the loom',
        description: '$2.31 · a1b2c3d',
        detail: '12:59 · main · +12 −3 · loom',
      },
    );
  });

  it('names it by its SHA where the subject cannot be read, and says that a cost is not recorded, not that it is zero', () => {
    const { label, description } = commitChoice(aCommitRow({ subject: null, money: null, links: [] }), at);
    assert.deepEqual([label, description], ['a1b2c3d', 'cost not recorded · a1b2c3d']);
  });

  it('makes no icon of what somebody wrote', () => {
    assert.ok(!commitChoice(aCommitRow({ subject: 'Spin $(sync~spin)' }), at).label.includes('$(sync'));
    assert.ok(!commitChoice(aCommitRow({ branch: '$(alert)' }), at).detail.includes('$(alert'));
  });

  it('names a session by its title, else by its folder', () => {
    const row = aSessionListRow({ turns: 1 });
    assert.equal(sessionChoice(row, 'Mend the loom', at).label, 'Mend the loom');
    const untitled = sessionChoice(row, null, at);
    assert.deepEqual([untitled.label, untitled.description, untitled.detail], ['loom', '$1.84 · live', '12:30 · main · 1 turn · loom']);
  });

  it('offers receipts of linked commits, of each branch once, and of pull requests', () => {
    const groups = receiptGroups(
      [aCommitRow(), aCommitRow({ sha: 'b'.repeat(40) }), aCommitRow({ sha: 'c'.repeat(40), links: [], money: null, branch: 'by-hand' })],
      [aPullRequestRow({ money: null })],
      at,
    );
    assert.deepEqual(
      groups.map(({ title, choices }) => [title, choices.map(({ value }) => value.reference)]),
      [
        ['Commits', [aSha, 'b'.repeat(40)]],
        ['Branches', ['main']],
        ['Pull requests', ['https://forge.example/ada/loom/pull/7']],
      ],
    );
    assert.deepEqual(receiptGroups([], [], at), []);
    assert.equal(groups[2]?.choices[0]?.description, 'weave');
  });

  it('keeps an amount that is at least so much apart from an exact one', () => {
    assert.match(commitChoice(aCommitRow({ money: money(2, { lowerBound: true }) }), at).description, /^≥ \$2\.00/);
  });
});
