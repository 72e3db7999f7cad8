import assert from 'node:assert/strict';
import { joinedMarks, readSettings } from '../../../src/extension/settings.ts';

const read = (given: Readonly<Record<string, unknown>> = {}): ReturnType<typeof readSettings> =>
  readSettings((id) => given[id], '/home/ada');

describe('the settings', () => {
  it('have a default for everything', () => {
    assert.deepEqual(read(), {
      claudeDirectories: [],
      exclude: [],
      timezone: '',
      currency: null,
      marks: { marks: [], timeSaved: null, problems: [] },
      plan: 'auto',
      ledger: null,
      advice: true,
      identities: [],
      mappings: [],
      team: { reporting: true, repositories: false },
      statusBar: { enabled: true, alignment: 'left', show: 'auto', showCommits: true },
    });
  });

  it('are read as they are set, with the home folder for a tilde', () => {
    const settings = read({
      'payoff.claudeDirectories': ['~/.claude-work', '/data/claude'],
      'payoff.exclude': ['~/private/**'],
      'payoff.ledger': ' ~/ledger.sqlite ',
      'payoff.timezone': 'Europe/Berlin',
      'payoff.plan': 'max20x',
      'payoff.advice': false,
      'payoff.currency': { code: 'eur', perDollar: 0.92 },
      'payoff.marks': [{ period: 'day', first: 10 }],
      'payoff.timeSaved': { hourlyRate: 80, minutes: { docs: { low: 5, high: 15 } } },
      'payoff.identities': ['ada@example.org '],
      'payoff.pathAliases': { '/workspaces/loom': '/home/ada/loom' },
      'payoff.statusBar.enabled': false,
      'payoff.statusBar.alignment': 'right',
      'payoff.statusBar.show': 'limit',
      'payoff.statusBar.showCommits': false,
      'payoff.team.reporting': false,
      'payoff.team.repositories': true,
    });
    assert.deepEqual(settings, {
      claudeDirectories: ['/home/ada/.claude-work', '/data/claude'],
      exclude: ['/home/ada/private/**'],
      timezone: 'Europe/Berlin',
      currency: { code: 'EUR', perDollar: 0.92 },
      marks: {
        marks: [{ period: 'day', unit: 'dollars', first: 10, second: null, repository: null, branch: null }],
        timeSaved: { hourlyRate: 80, minutes: { docs: { low: 5, high: 15 } } },
        problems: [],
      },
      plan: 'max20x',
      advice: false,
      ledger: '/home/ada/ledger.sqlite',
      identities: ['ada@example.org'],
      mappings: [{ from: '/workspaces/loom', to: '/home/ada/loom' }],
      team: { reporting: false, repositories: true },
      statusBar: { enabled: false, alignment: 'right', show: 'limit', showCommits: false },
    });
  });

  it('fall back to their default one by one where a value is of another type', () => {
    const settings = read({
      'payoff.claudeDirectories': ['/a', 7, null, ''],
      'payoff.exclude': 'not a list',
      'payoff.pathAliases': { '/a': 1, '': '/b', '/c': '/d' },
      'payoff.plan': 'free',
      'payoff.ledger': 5,
      'payoff.statusBar.show': 'nothing',
      'payoff.team.reporting': 'yes',
      'payoff.team.repositories': 'yes',
    });
    assert.deepEqual(settings, { ...read(), claudeDirectories: ['/a'], mappings: [{ from: '/c', to: '/d' }] });
  });

  it('say in a sentence each what of marks, currency and time saved does not hold, and keep the rest', () => {
    const { marks, currency } = read({
      'payoff.marks': [
        { period: 'day', first: 10 },
        { period: 'year', first: 10 },
      ],
      'payoff.currency': { code: 'EUR' },
      'payoff.timeSaved': { hourlyRate: 80 },
    });
    assert.equal(marks.marks.length, 1);
    assert.equal(currency, null);
    assert.equal(marks.problems.length, 3);
    for (const sentence of marks.problems) assert.match(sentence, /\.$/);
  });

  it('join the marks of a workspace with the user’s own', () => {
    const [day, month] = [
      { period: 'day', first: 10 },
      { period: 'month', first: 200 },
    ];
    assert.deepEqual(joinedMarks([day], [month]), [day, month]);
    assert.deepEqual(joinedMarks(undefined, [month]), [month]);
    assert.deepEqual(joinedMarks([day], 'no list'), [day, 'no list']);
    assert.deepEqual(joinedMarks(undefined, undefined), []);
  });
});
