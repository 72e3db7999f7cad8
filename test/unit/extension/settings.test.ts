import assert from 'node:assert/strict';
import { readSettings } from '../../../src/extension/settings.ts';

const read = (given: Readonly<Record<string, unknown>> = {}): ReturnType<typeof readSettings> =>
  readSettings((id) => given[id], '/home/ada');

describe('the settings', () => {
  it('have a default for everything', () => {
    assert.deepEqual(read(), {
      claudeDirectories: [],
      exclude: [],
      timezone: '',
      plan: 'auto',
      ledger: null,
      identities: [],
      mappings: [],
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
      'payoff.identities': ['ada@example.org '],
      'payoff.pathAliases': { '/workspaces/loom': '/home/ada/loom' },
      'payoff.statusBar.enabled': false,
      'payoff.statusBar.alignment': 'right',
      'payoff.statusBar.show': 'limit',
      'payoff.statusBar.showCommits': false,
    });
    assert.deepEqual(settings, {
      claudeDirectories: ['/home/ada/.claude-work', '/data/claude'],
      exclude: ['/home/ada/private/**'],
      timezone: 'Europe/Berlin',
      plan: 'max20x',
      ledger: '/home/ada/ledger.sqlite',
      identities: ['ada@example.org'],
      mappings: [{ from: '/workspaces/loom', to: '/home/ada/loom' }],
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
    });
    assert.deepEqual(settings, { ...read(), claudeDirectories: ['/a'], mappings: [{ from: '/c', to: '/d' }] });
  });
});
