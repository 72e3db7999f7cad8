import assert from 'node:assert/strict';
import { todayText } from '../../../src/extension/documentText.ts';
import { problemView } from '../../../src/extension/problemView.ts';
import { aReport, aRow } from '../../support/fakeEngine.ts';
import { now } from '../../support/snapshots.ts';

const today = {
  nowMs: now,
  byRepository: { ...aReport, totals: aRow('total', 14.5), rows: [aRow('', 2.5), aRow('/home/ada/loom/.git', 12)] },
  byModel: { ...aReport, rows: [aRow('claude-opus-5-5', 14.5)] },
  sessions: [
    {
      sessionId: 'a',
      startedAtMs: now - 3_600_000,
      endedAtMs: now,
      cwd: '/home/ada/loom',
      repository: '/home/ada/loom',
      branches: ['main', 'a\nb'],
      models: ['claude-opus-5-5'],
      turns: 4,
      subagents: 1,
      linesAdded: 120,
      linesRemoved: 8,
      figures: aRow('a', 14.5),
    },
  ],
  demo: false,
};

describe('today’s report as a document', () => {
  it('has tables with the dearest first, numbers on the right, and a total', () => {
    const text = todayText(today);
    assert.deepEqual(text.split('\n').slice(0, 3), [
      '# \\$14.50 today',
      '',
      'Sun 2026-11-22, UTC · 3 requests in 1 session · at the list prices of 2026-11-22',
    ]);
    assert.ok(
      text.includes(`## Where it went

| Repository | Cost | Requests |
| :-- | --: | --: |
| loom | \\$12.00 | 3 |
| no repository | \\$2.50 | 3 |
| **Total** | **\\$14.50** | **3** |

## Sessions

| First request | Cost | Repository | Branch | Turns | Lines | Models |
| :-- | --: | :-- | :-- | --: | --: | :-- |
| 12:00 | \\$14.50 | loom | main, a b | 4 | \\+120 −8 | Opus 5.5 |

## Models

| Model | Cost | Requests | Input | Output | Cache written | Cache read |
| :-- | --: | --: | --: | --: | --: | --: |
| Opus 5.5 | \\$14.50 | 3 | 1k | 800 | 40k | 1.5M |
`),
      text,
    );
  });

  it('keeps a table in shape and free of markup whatever a branch or a folder is called', () => {
    const [session] = today.sessions;
    assert.ok(session);
    const hostile = '[x](https://evil.example) | ![y](//evil.example/y.png) `z` <b>$q$ me@evil.example\u202e\u0007';
    const text = todayText({
      ...today,
      sessions: [{ ...session, branches: [hostile], repository: `/tmp/${hostile.replaceAll('/', '-')}` }],
    });
    const row = text.split('\n').find((line) => line.includes('evil')) ?? '';
    assert.equal(row.match(/(?<!\\)\|/g)?.length, 8);
    assert.doesNotMatch(row, /(?<!\\)[[\]()`<>$!]|\/\/|\w@|[\p{Cc}\u202e]/u);
  });

  it('says what is unsure, what is beside the sum, and that a demo is one', () => {
    const totals = { ...aRow('total', 1), unpricedRequests: 1, lowerBound: true, sideCallsNanodollars: 20_000_000 };
    const text = todayText({ ...today, demo: true, byRepository: { ...today.byRepository, totals } });
    for (const part of ['≥ \\$1.00', '1 request has no price yet', 'recorded incompletely', 'cost another \\$0.02', 'made up'])
      assert.ok(text.includes(part), `${part} is missing`);
  });

  it('says that each amount is rounded by itself, where those shown may miss their total', () => {
    const rounded = 'Each amount is rounded to the cent by itself.';
    assert.ok(todayText(today).endsWith(`\n\n${rounded}\n`));
    const rows = today.byRepository.rows.slice(0, 1);
    assert.ok(!todayText({ ...today, byRepository: { ...today.byRepository, rows } }).includes(rounded), 'there is nothing to add up');
  });

  it('says in a sentence that there is nothing', () => {
    const none = { ...aReport, totals: { ...aRow('total', 0), requests: 0 }, rows: [] };
    assert.equal(
      todayText({ ...today, byRepository: none, byModel: none, sessions: [] }).split('\n\n')[2],
      'Claude Code has not been used today.\n',
    );
  });
});

describe('the bar without figures', () => {
  it('says the problem in its tooltip and to a screen reader, with nothing of it read as markup', () => {
    const view = problemView({ reason: 'corrupt', sentence: 'Set aside as ledger_1[x](command:y).' }, [
      { title: 'Doctor', target: 'command:payoff.doctor' },
    ]);
    assert.equal(view.text, '$(warning) no figures');
    assert.ok(!view.tooltip.includes('](command:y)'));
    assert.ok(view.tooltip.endsWith('[Doctor](command:payoff.doctor)'));
    assert.match(view.label, /^Payoff: no figures\. Set aside as/);
  });
});
