import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LiveSnapshot, Reading } from '../../../src/core/report/live.ts';
import { commitView, mostCharacters, statusBarView } from '../../../src/core/report/statusBar.ts';
import type { StatusBarOptions, StatusBarView } from '../../../src/core/report/statusBar.ts';
import type { Link } from '../../../src/core/report/tooltip.ts';
import { aLiveSession, aPlan, aRestingSession, aSnapshot, money, now } from '../../support/snapshots.ts';

const links = [{ title: "Today's report", target: 'command:payoff.report' }];

function view(some: Partial<LiveSnapshot> = {}, options: Partial<StatusBarOptions> = {}): StatusBarView {
  return statusBarView(aSnapshot(some), { show: 'auto', demo: false, links, ...options });
}

const three = [aLiveSession({ money: money(1.2) }), aLiveSession({ money: money(2) }), aLiveSession({ money: money(1) })];

describe('the status bar', () => {
  it("shows the live session's cost and today's", () => {
    const { text, state, warning } = view();
    assert.deepEqual({ text, state, warning }, { text: '$(pulse) $1.84 · $12.40 today', state: 'live', warning: false });
  });

  it('shows the binding limit on a plan', () => {
    assert.equal(view({ plan: aPlan() }).text, '$(pulse) $1.84 · 5h 42%');
    const windows = [
      { kind: 'five_hour', percent: 42, resetsAtMs: now + 1 },
      { kind: 'seven_day', percent: 61, resetsAtMs: now + 1 },
    ];
    assert.equal(view({ plan: aPlan({ windows }) }).text, '$(pulse) $1.84 · week 61%');
  });

  it('sums several live sessions and says how many', () => {
    assert.equal(view({ live: three }).text, '$(pulse) $4.20 · 3 live');
    assert.equal(view({ live: three, plan: aPlan() }).text, '$(pulse) $4.20 · 3 live');
  });

  it('shows today alone when nothing is live', () => {
    const { text, state } = view({ live: [] });
    assert.deepEqual({ text, state }, { text: '$(pulse) $12.40 today', state: 'idle' });
  });

  it('shows how far the reading is only until today is exact', () => {
    const reading = { bytes: 1000, bytesRead: 429, todayExact: false };
    assert.equal(view({ reading }).text, '$(sync~spin) 42%');
    const behind = view({ reading: { ...reading, todayExact: true } });
    assert.equal(behind.text, '$(pulse) $1.84 · $12.40 today');
    assert.ok(behind.plainTooltip.includes('Reading older history, 42%: today is already exact'));
  });

  it('offers to stop reading older history, and to go on, each beside its line and only where it fits', () => {
    const choices: readonly Link[] = [
      ...links,
      { title: 'Stop', target: 'command:stop', beside: 'reading' },
      { title: 'Go on', target: 'command:go', beside: 'paused' },
    ];
    const lastLines = (some: Partial<Reading> | null): readonly string[] =>
      view({ reading: some === null ? null : { bytes: 100, bytesRead: 42, todayExact: true, ...some } }, { links: choices }).tooltip.slice(
        -2,
      );
    const report = "[Today's report](command:payoff.report)";
    assert.deepEqual(lastLines({}), ['*Reading older history, 42%: today is already exact* · [Stop](command:stop)', report]);
    assert.deepEqual(lastLines({ paused: true }), [
      '*Older history: 42% read, paused; today is already exact* · [Go on](command:go)',
      report,
    ]);
    assert.deepEqual(lastLines({ todayExact: false }), ['*Reading older history, 42%*', report]);
    assert.ok(!lastLines(null).join('').includes('command:stop'));
  });

  it('marks a lower bound and requests without a price as at least', () => {
    assert.equal(view({ live: [], today: money(1.84, { lowerBound: true }) }).text, '$(pulse) ≥ $1.84 today');
    assert.equal(view({ live: [], today: money(1.84, { unpricedRequests: 1 }) }).text, '$(pulse) ≥ $1.84 today');
  });

  it('says so when nothing has a price, never $0', () => {
    const unpriced = money(0, { unpricedRequests: 3 });
    assert.equal(view({ live: [], today: unpriced }).text, '$(pulse) no price yet today');
    assert.equal(view({ live: [aLiveSession({ money: unpriced })], today: unpriced }).text, '$(pulse) no price yet');
  });

  it('speaks of the first use when no transcript was ever seen', () => {
    const { text, state, tooltip } = view({ live: [], today: money(0), empty: true });
    assert.deepEqual({ text, state }, { text: '$(pulse) no sessions yet', state: 'empty' });
    assert.match(tooltip[0] ?? '', /No Claude Code session was found yet/);
  });

  it('shortens large amounts, cents before figures', () => {
    const text = (session: number, today: number) => view({ live: [aLiveSession({ money: money(session) })], today: money(today) }).text;
    assert.equal(text(104.5, 1204.2), '$(pulse) $104.50 · $1,204 today');
    assert.equal(text(104.5, 12_404.2), '$(pulse) $104.50 · $12.4k today');
    assert.equal(text(1204.5, 12_404.2), '$(pulse) $1,205 · $12.4k today');
    assert.equal(text(123_456.7, 1_234_567.8), '$(pulse) $123,457 · $1.2M today');
  });

  it('shows only what it is told to show', () => {
    assert.equal(view({}, { show: 'session' }).text, '$(pulse) $1.84');
    assert.equal(view({}, { show: 'today' }).text, '$(pulse) $12.40 today');
    assert.equal(view({ plan: aPlan() }, { show: 'limit' }).text, '$(pulse) 5h 42%');
    assert.equal(view({}, { show: 'limit' }).text, '$(pulse) $1.84 · $12.40 today');
  });

  it('says on its face that demo data is demo data', () => {
    const { text, tooltip, accessibleName } = view({}, { demo: true });
    assert.equal(text, 'demo $1.84 · $12 today');
    assert.equal(view({ today: money(9.99) }, { demo: true }).text, 'demo $1.84 · $9.99 today');
    const reading = { bytes: 1000, bytesRead: 429, todayExact: false };
    assert.equal(view({ reading }, { demo: true }).text, '$(sync~spin) demo 42%');
    assert.equal(tooltip[0], '**Demo: these figures are made up.**');
    assert.match(accessibleName, /^Payoff: Demo: these figures are made up/);
  });

  it('has a name for a screen reader in each state', () => {
    assert.equal(view().accessibleName, 'Payoff: $1.84 this session, $12.40 today, cache warm until 14:32');
    const cold = aLiveSession({ cache: { warmUntilMs: now, nextTurnWarmNanodollars: 1, nextTurnColdNanodollars: 2 } });
    assert.equal(view({ live: [cold] }).accessibleName, 'Payoff: $1.84 this session, $12.40 today');
    assert.equal(view({ live: three, plan: aPlan() }).accessibleName, 'Payoff: $4.20 3 live sessions, $12.40 today, limit 5h 42%');
    assert.equal(view({ live: [], today: money(1, { lowerBound: true }) }).accessibleName, 'Payoff: at least $1.00 today');
    assert.equal(view({ reading: { bytes: 2, bytesRead: 1, todayExact: false } }).accessibleName, 'Payoff: reading transcripts, 50%');
    assert.equal(view({ empty: true, live: [] }).accessibleName, 'Payoff: no Claude Code session found yet');
  });
});

describe('limits in the status bar', () => {
  const five = (some: object) => aPlan({ windows: [{ kind: 'five_hour', percent: 93, resetsAtMs: now + 60_000, ...some }] });

  it('warn at ninety percent and not before', () => {
    assert.equal(view({ plan: five({ percent: 89.99 }) }).warning, false);
    assert.equal(view({ plan: five({ percent: 90 }) }).warning, true);
    assert.equal(view({ live: three, plan: five({}) }).text, '$(pulse) $4.20 · 5h 93%');
    assert.equal(view({ live: [], plan: five({}) }).text, '$(pulse) $12.40 today · 5h 93%');
  });

  it('are marked when the reading is older than an hour', () => {
    const plan = aPlan({ fetchedAtMs: now - 3_600_001 });
    assert.equal(view({ plan }).text, '$(pulse) $1.84 · 5h ~42%');
    assert.ok(view({ plan }).tooltip.some((line) => line.includes('*') && line.includes('read 1 h ago')));
    assert.equal(view({ plan: aPlan({ fetchedAtMs: now - 3_600_000 }) }).text, '$(pulse) $1.84 · 5h 42%');
  });

  it('past their reset are reset, and warn of nothing', () => {
    const { text, warning } = view({ plan: five({ resetsAtMs: now }) });
    assert.deepEqual({ text, warning }, { text: '$(pulse) $1.84 · 5h reset', warning: false });
  });

  it('are absent where there are none, and with an API key', () => {
    assert.equal(view({ plan: aPlan({ windows: [] }) }).text, '$(pulse) $1.84 · $12.40 today');
    assert.equal(view({ plan: aPlan({ plan: 'api' }) }).text, '$(pulse) $1.84 · $12.40 today');
  });

  it('stand in the tooltip with both windows, their resets in local time and the age', () => {
    assert.ok(view({ plan: aPlan() }).plainTooltip.includes('Limits 5h 42%, resets 15:32 · week 31%, resets Tue 10:00 (read 3 min ago)'));
  });
});

describe('the tooltip', () => {
  it('tells the session, its context and cache, today, and where to go', () => {
    assert.deepEqual(view().plainTooltip.split('\n'), [
      'This session $1.84 · 12 min · Opus 5.5',
      'Context 84k of 200k (42%)',
      'Cache warm until 14:32: the next turn starts at about $0.06, after that at $1.18',
      'Today $12.40 at list price',
      "Today's report",
    ]);
  });

  it('shows the mix of models by cost', () => {
    const models = [
      { model: 'claude-opus-5-5', money: money(1.7) },
      { model: 'claude-haiku-4-5', money: money(0.14) },
      { model: 'claude-next-9', money: money(0, { unpricedRequests: 1 }) },
    ];
    assert.match(view({ live: [aLiveSession({ models })] }).plainTooltip, /Opus 5.5 92%, Haiku 4.5 8%, Next 9 \(no price yet\)/);
  });

  it('says when the cache is cold', () => {
    const cache = { warmUntilMs: now, nextTurnWarmNanodollars: 1, nextTurnColdNanodollars: 1_180_000_000 };
    assert.match(view({ live: [aLiveSession({ cache })] }).plainTooltip, /Cache cold: the next turn starts at about \$1\.18/);
  });

  it('tells several sessions apart by their branch, a worktree by its folder too', () => {
    const live = [
      aLiveSession({ branch: 'weave' }),
      aLiveSession({ branch: 'spin', cwd: '/home/ada/loom-spin' }),
      aLiveSession({ branch: '', cwd: '/tmp/notes', repository: '' }),
    ];
    const lines = view({ live }).plainTooltip.split('\n');
    assert.deepEqual(
      lines.slice(0, 3).map((line) => line.split(' $')[0]),
      ['weave', 'spin (loom-spin)', 'notes'],
    );
  });

  it('says of each of several sessions until when its cache is warm', () => {
    const cold = { warmUntilMs: now, nextTurnWarmNanodollars: 1, nextTurnColdNanodollars: 2 };
    const live = [
      aLiveSession({ branch: 'weave' }),
      aLiveSession({ branch: 'spin', cache: cold }),
      aLiveSession({ branch: 'card', cache: null }),
    ];
    assert.deepEqual(view({ live }).plainTooltip.split('\n').slice(0, 3), [
      'weave $1.84 · 12 min · Opus 5.5 · cache warm until 14:32',
      'spin $1.84 · 12 min · Opus 5.5 · cache cold',
      'card $1.84 · 12 min · Opus 5.5',
    ]);
  });

  it('says of sessions that are left for now until when they can be gone on with cheaply, of at most two', () => {
    const resting = ['weave', 'spin', 'card'].map((branch) => aRestingSession({ branch }));
    assert.deepEqual(view({ live: [], resting }).plainTooltip.split('\n').slice(0, 3), [
      'weave · Cache warm until 14:32: the next turn starts at about $0.06, after that at $1.18',
      'spin · Cache warm until 14:32: the next turn starts at about $0.06, after that at $1.18',
      'Today $12.40 at list price',
    ]);
    assert.equal(view({ resting }).plainTooltip.split('\n')[3]?.slice(0, 20), 'weave · Cache warm u');
    const cold = aRestingSession({ cache: { warmUntilMs: now, nextTurnWarmNanodollars: 1, nextTurnColdNanodollars: 2 } });
    assert.equal(view({ live: [], resting: [cold] }).plainTooltip.split('\n')[0], 'Today $12.40 at list price');
  });

  it('names the repositories of today when there are several', () => {
    const share = (name: string, amount: number) => ({ repository: `/home/ada/${name}`, cwd: '', money: money(amount) });
    const todayByRepository = [share('loom', 8), share('abacus', 2), share('quill', 2), share('ink', 0.4)];
    assert.ok(view({ todayByRepository }).plainTooltip.includes('loom $8.00 · abacus $2.00 · quill $2.00 · and 1 more'));
  });

  it('has at most nine lines, whatever is live', () => {
    const live = Array.from({ length: 12 }, (_, index) => aLiveSession({ branch: `branch-${String(index)}` }));
    const share = (name: string) => ({ repository: name, cwd: '', money: money(1) });
    const full = view(
      {
        live,
        resting: [aRestingSession()],
        plan: aPlan(),
        todayByRepository: ['a', 'b'].map(share),
        reading: { bytes: 2, bytesRead: 1, todayExact: true },
      },
      { demo: true },
    );
    assert.equal(full.tooltip.length, 9);
    assert.ok(full.plainTooltip.includes('and 10 more live sessions'));
  });

  it('lets no recorded name become markup', () => {
    const live = [aLiveSession({ branch: '[x](command:evil) **b** `c` <i>' }), aLiveSession()];
    const line = view({ live }).tooltip[0] ?? '';
    assert.ok(line.includes('\\[x\\]\\(command:evil\\) \\*\\*b\\*\\* \\`c\\` \\<i\\>'));
  });
});

describe('what a commit shows in the bar', () => {
  const sha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';

  it('is its beginning and its cost, as sure as that is', () => {
    assert.deepEqual(commitView({ sha, money: money(2.31) }), {
      text: '$(git-commit) a1b2c3d · $2.31',
      accessibleName: 'Payoff: commit a1b2c3d recorded, $2.31',
    });
    assert.deepEqual(commitView({ sha, money: money(2.31, { lowerBound: true }) }), {
      text: '$(git-commit) a1b2c3d · ≥ $2.31',
      accessibleName: 'Payoff: commit a1b2c3d recorded, at least $2.31',
    });
    const unpriced = commitView({ sha, money: money(0, { unpricedRequests: 2 }) });
    assert.deepEqual(unpriced, {
      text: '$(git-commit) a1b2c3d · no price yet',
      accessibleName: 'Payoff: commit a1b2c3d recorded, no price yet',
    });
  });

  it('has at most 24 characters whatever it cost', () => {
    for (const amount of [0, 0.0001, 9.99, 99_999.99, 12_345_678.9]) {
      const { text } = commitView({ sha, money: money(amount, { lowerBound: true }) });
      assert.ok(text.replace('$(git-commit)', 'i').length <= mostCharacters, text);
      assert.ok(text.includes('≥ '), text);
    }
  });
});

describe('what the last days became', () => {
  const became = { money: money(41.2), onDefaultBranch: money(28.4), commits: 12, defaultBranch: 'main' };
  const line = (some: Partial<LiveSnapshot>): string | undefined =>
    view(some)
      .plainTooltip.split('\n')
      .find((text) => text.startsWith('Last 7 days'));

  it('is a line of the tooltip where git was read', () => {
    assert.equal(line({ became }), 'Last 7 days here: $41.20, 69% on main (12 commits)');
    assert.equal(line({ became: { ...became, onDefaultBranch: money(0), commits: 0 } }), 'Last 7 days here: $41.20, nothing on main yet');
    assert.equal(line({ became: { ...became, commits: 1, money: money(28.4) } }), 'Last 7 days here: $28.40, 100% on main (1 commit)');
    assert.equal(line({ became: null }), undefined);
    assert.equal(line({ became: { ...became, money: money(0) } }), undefined);
  });

  it('waits until history is read, and keeps to nine lines', () => {
    const full = {
      became,
      plan: aPlan(),
      todayByRepository: ['/a', '/b'].map((path) => ({ repository: path, cwd: path, money: money(1) })),
    };
    assert.equal(view(full, { demo: true }).tooltip.length, 9);
    const reading = { bytes: 100, bytesRead: 42, todayExact: true };
    assert.equal(view({ ...full, reading }, { demo: true }).tooltip.length, 9);
    assert.equal(line({ ...full, reading }), undefined);
  });
});

describe('advice in the bar', () => {
  const advice = { sessionId: 'session-1', sentence: 'Opus 5.5 is 92% of the last seven days, 61% of it on docs.' };
  const options = { show: 'auto', demo: false, links: [] } as const;

  it('is the first line of the tooltip, and a bulb as long as that is lit', () => {
    const snapshot = aSnapshot({ live: [aLiveSession()], advice });
    const lit = statusBarView(snapshot, { ...options, bulb: true });
    assert.match(lit.text, /^\$\(lightbulb\) \$/);
    assert.equal(lit.plainTooltip.split('\n')[0], advice.sentence);
    assert.ok(lit.accessibleName.endsWith(`. ${advice.sentence}`));
    const out = statusBarView(snapshot, options);
    assert.match(out.text, /^\$\(pulse\) \$/);
    assert.equal(out.plainTooltip.split('\n')[0], advice.sentence, 'who looks still finds it');
    assert.ok(!out.accessibleName.includes(advice.sentence));
  });

  it('leads to the view that it is from, on its own line', () => {
    const links = [{ title: 'Advice', target: 'command:payoff.openAdvice', beside: 'advice' as const }];
    const [first] = statusBarView(aSnapshot({ live: [aLiveSession()], advice }), { ...options, links }).tooltip;
    assert.ok(first?.endsWith('docs. · [Advice](command:payoff.openAdvice)'), first);
    const { tooltip } = statusBarView(aSnapshot({ live: [aLiveSession()] }), { ...options, links });
    assert.ok(!tooltip.some((line) => line.includes('openAdvice')));
  });

  it('is no bulb without advice, and while transcripts are read', () => {
    assert.match(statusBarView(aSnapshot({ live: [aLiveSession()] }), { ...options, bulb: true }).text, /^\$\(pulse\)/);
    const reading = { bytesRead: 1, bytes: 2, todayExact: false };
    assert.match(statusBarView(aSnapshot({ reading, advice }), { ...options, bulb: true }).text, /^\$\(sync~spin\)/);
  });
});
