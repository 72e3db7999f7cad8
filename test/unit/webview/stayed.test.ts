import assert from 'node:assert/strict';
import { explainChange, explainCounts, explainLines, explainSetAside, leftWords } from '../../../webview/panel/explainStayed.ts';
import { cameBackWords, changeWords, countOf, fateOf, fates } from '../../../webview/panel/stayedStates.ts';
import { changeStates } from '../../../src/core/outcomes/outcome.ts';
import { money, now } from '../../support/snapshots.ts';
import { aCommitChange, someStayed } from '../../support/views.ts';
import type { LocalExplanation } from '../../../webview/panel/panel.ts';

const dayMs = 86_400_000;
const texts = ({ paragraphs }: LocalExplanation): string => paragraphs.map(({ text }) => (typeof text === 'string' ? text : '')).join(' ');

describe('The state of a change in a row', () => {
  const short = (some: Parameters<typeof aCommitChange>[0]): string => changeWords(aCommitChange(some), now).short;

  it('is said in words, with the days that are left', () => {
    assert.equal(short({ state: 'verified', pending: null }), 'Stayed');
    assert.equal(short({ windowClosesAtMs: now + 11.5 * dayMs }), 'Open, 12 days left');
    assert.equal(short({ windowClosesAtMs: now + 1 }), 'Open, 1 day left');
    assert.equal(short({ state: 'reverted', pending: null }), 'Came back: reverted');
    assert.equal(short({ state: 'hotfixed', pending: null }), 'Came back: hotfixed');
  });

  it('says why it is not judged where its window is over', () => {
    assert.equal(short({ pending: 'notFetched', windowClosesAtMs: now - dayMs }), 'Not fetched since');
    assert.equal(short({ pending: 'notShipped', windowClosesAtMs: null }), 'Not shipped yet');
  });

  it('is one of three fates, which together are all changes', () => {
    assert.deepEqual(changeStates.map(fateOf), ['stayed', 'onDefaultBranch', 'cameBack', 'cameBack', 'cameBack']);
    const { counts } = someStayed({ counts: { ...someStayed().counts, hotfixed: 2, reopened: 1, attempted: 29 } });
    assert.equal(
      fates.reduce((sum, fate) => sum + countOf(fate, counts), 0),
      counts.attempted,
    );
    assert.equal(cameBackWords(counts), '1 reverted, 2 hotfixed, 1 reopened');
    assert.equal(cameBackWords({ ...counts, reverted: 0, hotfixed: 0, reopened: 0 }), '');
  });
});

describe('What stayed, explained', () => {
  it('has the sums behind the cost per change', () => {
    const stayed = someStayed();
    const { paragraphs, money: middle } = explainChange('A change that stayed', stayed);
    assert.equal(middle?.nanodollars, 1.4e9);
    assert.deepEqual(
      paragraphs.flatMap((each) => each.money ?? []),
      [stayed.settled.spend, stayed.costPerChange],
    );
    const none = explainChange('A change that stayed', someStayed({ distribution: null, costPerChange: null }));
    assert.equal(none.money, null);
    assert.match(texts(none), /once a week is settled/);
  });

  it('says how many shipped, stayed, came back and are watched', () => {
    assert.match(
      texts(explainCounts(someStayed())),
      /26 changes shipped: 19 stayed, 1 came back \(1 reverted\), 6 are still watched\. .* The share is 95%: 19 of the 20/,
    );
    const waiting = someStayed({
      waitsFor: '5 changes are still being watched.',
      counts: { ...someStayed().counts, closed: 0, closedVerified: 0 },
    });
    assert.equal(explainCounts(waiting).title, 'Changes that stayed');
    assert.match(texts(explainCounts(waiting)), /5 changes are still being watched\.$/);
  });

  it('says what lines rest on and what is left out', () => {
    const { lines } = someStayed();
    assert.ok(lines);
    assert.match(
      texts(explainLines(lines)),
      /Of 1,538 lines .* 1,302 were .* 85%\. They are of 19 changes\. .* 78% to 91%.* Left out: 6 changes too young\.$/,
    );
    assert.match(texts(explainLines({ ...lines, interval: null })), /ten are needed/);
    assert.equal(
      leftWords({ tooYoung: 1, notFetched: 2, notLooked: 3 }),
      '1 change too young, 2 changes not fetched since, 3 changes not looked at yet',
    );
    assert.match(texts(explainSetAside({ money: money(3), share: 0.4, isLarge: true })), /^40% of everything/);
  });
});
