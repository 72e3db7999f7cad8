import assert from 'node:assert/strict';
import { marksSection } from '../../../src/core/report/advice/marksSection.ts';
import type { MarkState } from '../../../src/core/marks/judge.ts';
import { noticeSentence, reachText } from '../../../src/core/marks/markWords.ts';
import type { LiveSnapshot } from '../../../src/core/report/live.ts';
import { warningMarks } from '../../../src/core/report/markLines.ts';
import { statusBarView } from '../../../src/core/report/statusBar.ts';
import { startOfDay } from '../../../src/core/report/time.ts';
import { plainText, tooltipLines } from '../../../src/core/report/tooltip.ts';
import { aBucket, aMark, everyDay, judgedOnce, marksZone } from '../../support/marks.ts';
import { aPlan, aSnapshot, money, now } from '../../support/snapshots.ts';

const hour = 3_600_000;
const morning = startOfDay('2026-11-22', marksZone) + 9 * hour;
const passed = judgedOnce(aMark({ second: 20 }), { buckets: [aBucket(morning, 12.4)] });
const steady = { buckets: everyDay('2026-11-22', 60, () => 10), firstMs: now - 60 * 24 * hour };
const month = judgedOnce(aMark({ period: 'month', first: 250, repository: '/home/ada/loom', branch: 'main' }), steady);
const unpriced = judgedOnce(aMark(), { buckets: [aBucket(morning, 0, { money: money(4, { unpricedRequests: 3 }) })] });

const options = { show: 'auto', demo: false, links: [] } as const;
const shown = (states: readonly MarkState[], problems: readonly string[] = []): LiveSnapshot => aSnapshot({ marks: { states, problems } });

describe('how likely a mark is to be reached', () => {
  it('is the share of the cases that were drawn, to the percent', () => {
    for (let percent = 1; percent <= 100; percent += 1)
      assert.equal(reachText({ share: percent / 100, atMs: null }, now, marksZone), `reached in ${String(percent)}% of cases`);
  });
});

describe('a mark in the bar', () => {
  it('warns while it is passed and not snoozed, and is named to a screen reader', () => {
    const view = statusBarView(shown([month, passed]), options);
    assert.equal(view.warning, true);
    assert.match(view.accessibleName, /Today: \$12\.40, past the mark of \$10\.00$/);
    const snoozed = statusBarView(shown([{ ...passed, snoozedUntilMs: now + 1 }]), options);
    assert.equal(snoozed.warning, false);
    assert.doesNotMatch(snoozed.accessibleName, /past the mark/);
    assert.equal(statusBarView(shown([month, unpriced]), options).warning, false);
    assert.deepEqual(warningMarks(aSnapshot()), []);
  });

  it('has one line of the tooltip: what warns, else the fullest, with its forecast', () => {
    const line = (snapshot: LiveSnapshot): string =>
      plainText(tooltipLines(snapshot, options))
        .split('\n')
        .filter((text) => /mark|of \$/i.test(text))
        .join('\n');
    assert.equal(line(shown([month, passed])), 'Today: $12.40, past the mark of $10.00');
    assert.equal(
      line(shown([month])),
      'This month · loom · main: $210.00 of $250.00 · By its end likely $290. $250.00 is reached about Thu 10:15.',
    );
    assert.equal(line(shown([unpriced])), 'Today: at least $4.00 of $10.00 · It cannot judge: 3 requests have no price.');
    assert.equal(line(shown([], ['Mark 2 is left out: it is no object.'])), 'Mark 2 is left out: it is no object.');
  });

  it('keeps the tooltip to nine lines', () => {
    const shares = ['a', 'b'].map((name) => ({ repository: `/${name}`, cwd: `/${name}`, money: money(1) }));
    const became = { money: money(41.2), onDefaultBranch: money(28.4), commits: 12, defaultBranch: 'main' };
    const full = { ...shown([month, passed], ['Mark 2 is left out.']), plan: aPlan(), todayByRepository: shares, became };
    const lines = tooltipLines(full, { demo: true, links: [{ title: 'Panel', target: 'command:payoff.openPanel' }] });
    assert.equal(lines.length, 9);
    assert.ok(lines.some((line) => plainText([line]).includes('past the mark')));
  });
});

describe('a mark in words', () => {
  it('is told in a notice with what was spent, the largest amount that is passed, and where the period may end', () => {
    assert.equal(noticeSentence(passed, now, marksZone), 'Today: $12.40, past your mark of $10.00.');
    const over = judgedOnce(aMark({ period: 'month', first: 100, second: 200 }), steady);
    assert.equal(noticeSentence(over, now, marksZone), 'This month: $210.00, past your mark of $200.00. By its end likely $290.');
  });

  it('is a row of the panel, whatever is known of it', () => {
    const limit = judgedOnce(aMark({ period: 'fiveHours', unit: 'percent', first: 80 }), { snapshot: { plan: aPlan() } });
    const unread = judgedOnce(aMark({ period: 'fiveHours', unit: 'percent', first: 80 }), {});
    const states = [passed, month, unpriced, limit, unread, { ...passed, snoozedUntilMs: now + hour }];
    const { rows, timeSaved, rate } = marksSection({ marks: { states, problems: [] }, timeSaved: null, nowMs: now, timezone: marksZone });
    assert.deepEqual(
      rows.map(({ name, counted, state, share, warns }) => [name, counted, state, share, warns]),
      [
        ['Today', '$12.40', 'passed', '124%', true],
        ['This month · loom · main', '$210.00', 'open', '84%', false],
        ['Today', 'at least $4.00', 'unsure', '40%', false],
        ['5-hour limit', '42%', 'open', '53%', false],
        ['5-hour limit', 'not read', 'unsure', null, false],
        ['Today', '$12.40', 'passed', '124%', false],
      ],
    );
    assert.deepEqual(rows[1]?.amounts, [{ text: '$250.00', passed: false, reach: 'reached in 100% of cases, about Thu 10:15' }]);
    assert.equal(rows[1].basis, 'In 80% of cases, by your last 8 weeks, weekdays and times included.');
    assert.equal(rows[0]?.basis, 'No forecast yet: it takes 2 whole weeks of use, and what is used now.');
    assert.equal(rows[4]?.unsure, 'Claude Code has noted no limit down.');
    assert.equal(rows[5]?.snoozed, 'Snoozed until 15:00');
    assert.deepEqual([timeSaved, rate], [null, null]);
  });

  it('is no share of a mark where nothing of it has a price', () => {
    const state = judgedOnce(aMark(), { buckets: [aBucket(now - hour, 0, { money: money(0, { unpricedRequests: 3 }) })] });
    const [row] = marksSection({ marks: { states: [state], problems: [] }, timeSaved: null, nowMs: now, timezone: marksZone }).rows;
    assert.deepEqual([row?.counted, row?.share, row?.filled], ['no price yet', null, null]);
  });
});
