import assert from 'node:assert/strict';
import { WindowTeam } from '../../../src/engine/windowTeam.ts';
import type { Engine } from '../../../src/engine/types.ts';
import type { TeamTokenMessage } from '../../../src/protocol/teamSchemas.ts';
import type { Offer, Sent, TeamReporter, TeamStatus } from '../../../src/team/reporter.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { now } from '../../support/snapshots.ts';

const hour = 3_600_000;
const token: TeamTokenMessage = { team: 'looms', token: 'payoff_ingest_x' };
const offer: Offer = {
  invitation: { endpoint: 'https://a.example', team: 'looms', token: 'payoff_join_x', code: null, repositories: false },
  ...{ reporter: 'r', device: 'd', weeks: [], answer: null },
};
const membership = {
  ...{ team: 'looms', name: 'Looms', endpoint: 'https://a.example', reporter: 'r', device: 'd', salt: 's', k: 5 },
  ...{ repositories: false, joinedMs: 0 },
};
const nobody: TeamStatus = { membership: null, code: '', weeks: [], withdrawal: null, problem: '', managed: false };
const nothingSent: Sent = { sent: 0, waiting: 0, refused: [], withdrawn: null, problem: '', againMs: null };
const { signal } = new AbortController();

describe('a team beside a window', () => {
  let clock: FakeClock;
  let status: TeamStatus;
  let sent: Sent;
  let calls: string[];
  let handed: TeamTokenMessage[];
  let forgotten: string[];
  let logged: string[];
  let team: WindowTeam;

  beforeEach(() => {
    clock = new FakeClock(now);
    status = { ...nobody, membership };
    sent = nothingSent;
    [calls, handed, forgotten, logged] = [[], [], [], []];
    const reporter: TeamReporter = {
      status: () => status,
      prepare: () => Promise.resolve(offer),
      join: async (_, { keepToken }) => {
        await keepToken('looms', 'payoff_ingest_x');
        calls.push('joined');
        return { membership, code: 'code' };
      },
      preview: () => Promise.resolve([]),
      keys: () => Promise.resolve([]),
      send: async ({ tokenOf, due }) => {
        calls.push(`send ${due ? 'due' : 'all'} ${String(await tokenOf('looms'))} ${String(await tokenOf('other'))}`);
        return sent;
      },
      withdraw: () => Promise.resolve({ team: 'looms', done: true, deleted: 1, problem: '' }),
      leave: () => ({ team: 'looms', code: 'code' }),
    };
    const engine: Engine = new FakeEngine({
      ...{ claudeDirectories: [], ledger: null, exclude: [], timezone: 'UTC', mappings: [], identities: [], environment: {} },
      ...{ home: '/home/ada', holder: 'vscode' },
    });
    team = new WindowTeam({
      ...{ clock, repositoryOf: () => Promise.resolve({ repository: '' }) },
      keeper: { onToken: (given) => void handed.push(given), onForget: ({ team: name }) => void forgotten.push(name) },
      onLog: (level, sentence) => void logged.push(`${level}: ${sentence}`),
    });
    team.configure('on');
    team.begin(Object.assign(engine, { team: reporter }));
  });

  it('looks for nothing without a token, then sends what is due after a minute and again when it is told', async () => {
    await clock.pass(2 * hour);
    assert.deepEqual(calls, []);
    sent = { ...nothingSent, sent: 2, againMs: now + 2 * hour + 60_000 + 90_000 };
    await team.handlers.teamToken(token, signal);
    await clock.pass(60_000);
    assert.deepEqual(calls, ['send due payoff_ingest_x null']);
    assert.deepEqual(logged, ['info: Told the team 2 weeks.']);
    await clock.pass(90_000);
    assert.equal(calls.length, 2);
  });

  it('sends nothing that the window does not let, but a withdrawal, which only deletes', async () => {
    await team.handlers.teamToken(token, signal);
    for (const reporting of ['setting', 'telemetry', 'restricted'] as const) {
      team.configure(reporting);
      assert.match(team.off() ?? '', /nothing is sent|sends nothing/i);
      await clock.pass(3 * hour);
    }
    assert.deepEqual(calls, []);
    status = { ...nobody, withdrawal: { team: 'looms', endpoint: 'https://a.example', askedMs: 0, nextMs: 0 } };
    sent = { ...nothingSent, withdrawn: 'looms' };
    await clock.pass(hour);
    assert.equal(calls.length, 1);
    assert.deepEqual(forgotten, ['looms']);
    await clock.pass(3 * hour);
    assert.equal(calls.length, 1, 'its token is gone');
  });

  it('joins only once the window has stored the token', async () => {
    const joining = team.handlers.teamJoin(offer, signal);
    await clock.pass(1000);
    assert.deepEqual([handed, calls], [[token], []]);
    await team.handlers.teamToken({ ...token, team: 'other' }, signal);
    assert.deepEqual(calls, []);
    await team.handlers.teamToken(token, signal);
    await joining;
    assert.deepEqual(calls, ['joined']);
  });

  it('tells of one trouble once, forgets the token of a team that was left, and ends with the ledger', async () => {
    sent = { ...nothingSent, problem: 'It was not reached.' };
    await team.handlers.teamToken(token, signal);
    await clock.pass(3 * hour);
    assert.deepEqual(logged, ['warn: It was not reached.']);
    assert.ok(calls.length >= 2);
    await team.handlers.teamLeave(null, signal);
    assert.deepEqual(forgotten, ['looms']);
    team.end();
    calls.length = 0;
    await clock.pass(3 * hour);
    assert.deepEqual(calls, []);
    await assert.rejects(async () => team.handlers.teamStatus(null, signal), /ledger is not open/);
  });
});
