import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { backoffCapMs, backoffMs, isDue, retryAfterMs } from '../../../../src/team/backoff.ts';
import { parseEndpoint } from '../../../../src/team/endpoint.ts';
import { parseJoinLink } from '../../../../src/team/joinLink.ts';
import { managedSettingsFile, readManagedTeam } from '../../../../src/team/managedSettings.ts';
import { newDevice, newReporter, reporterCode, reporterOfCode } from '../../../../src/team/membership.ts';
import { bytesOf, planWeeks, renumbered } from '../../../../src/team/weekBytes.ts';
import { aBody } from '../../../support/team/reporterRig.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);
const hourMs = 3_600_000;

describe('how long a reporter waits', () => {
  it('is by chance anything up to twice as much with each try, and never more than an hour', () => {
    assert.deepEqual(
      [1, 2, 3, 7, 50].map((failures) => backoffMs(failures, 1) / 1000),
      [60, 120, 240, 3600, 3600],
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
        const wait = backoffMs(failures, chance);
        assert.ok(wait >= 0 && wait <= backoffCapMs && Number.isSafeInteger(wait));
      }),
    );
  });

  it('is what a collector asks for, in seconds or as a date, a day at most', () => {
    const said = ['7', ' 0 ', 'Mon, 23 Nov 2026 12:01:00 GMT', 'Mon, 23 Nov 2020 12:00:00 GMT', '99999999999999', '-5', 'soon', null];
    assert.deepEqual(
      said.map((header) => retryAfterMs(header, nowMs)),
      [7000, 0, 60_000, 0, 24 * hourMs, 0, null, null],
    );
  });

  it('ends when its time has come, or when that lies further off than anything is put off', () => {
    assert.deepEqual(
      [0, nowMs, nowMs + 1, nowMs + 25 * hourMs, nowMs + 1000 * hourMs].map((atMs) => isDue(atMs, nowMs)),
      [true, true, false, false, true],
    );
  });
});

describe('the address of a collector', () => {
  it('is HTTPS, or HTTP on this machine, without anything that would go along', () => {
    const said = {
      'https://Payoff.example.com/': 'https://payoff.example.com',
      'https://payoff.example.com:8443/team//': 'https://payoff.example.com:8443/team',
      'http://127.0.0.1:4319': 'http://127.0.0.1:4319',
      'http://127.9.9.9': 'http://127.9.9.9',
      'http://localhost:1': 'http://localhost:1',
      'http://[::1]:1': 'http://[::1]:1',
      'http://0x7f.1': 'http://127.0.0.1',
      'http://payoff.example.com': 'not-https',
      'http://localhost.example.com': 'not-https',
      'http://127.0.0.1.example.com': 'not-https',
      'http://0.0.0.0': 'not-https',
      'http://[::2]': 'not-https',
      'ftp://payoff.example.com': 'no-address',
      'javascript:alert(1)': 'no-address',
      '': 'no-address',
      'https://ada@payoff.example.com': 'extra',
      'https://payoff.example.com?a=b': 'extra',
      'https://payoff.example.com#a': 'extra',
    };
    for (const [text, expected] of Object.entries(said)) {
      const parsed = parseEndpoint(text);
      assert.equal(typeof parsed === 'string' ? parsed : parsed.problem, expected, text);
    }
  });
});

describe('a join link', () => {
  it('says endpoint, team and token, from any editor', () => {
    const said = { endpoint: 'https://payoff.example.com/a b', team: 'platform', token: 'payoff_join_x+y' };
    const fragment = `endpoint=${encodeURIComponent(said.endpoint)}&team=platform&token=${encodeURIComponent(said.token)}`;
    for (const scheme of ['vscode', 'vscode-insiders', 'cursor'])
      assert.deepEqual(parseJoinLink(` ${scheme}://payoff.payoff/join#${fragment}\n`), said);
    for (const text of [
      '',
      'https://payoff.example.com',
      'vscode://payoff.payoff/join',
      `vscode://evil.evil/join#${fragment}`,
      'vscode://payoff.payoff/join#team=a',
    ])
      assert.equal(parseJoinLink(text), null, text);
  });
});

describe('the code of a pseudonym', () => {
  it('leads back to it in its team, however it is typed, and no slip of the finger leads to another', () => {
    fc.assert(
      fc.property(fc.nat(35), fc.constantFrom('0', '1', '7', '9', 'a', 'f'), (place, digit) => {
        const [reporter, team] = [newReporter(), 'platform'];
        const code = reporterCode({ team, reporter });
        assert.match(code, /^([0-9a-f]{4}-){8}[0-9a-f]{4}$/);
        assert.equal(reporterOfCode(code, team), reporter);
        assert.equal(reporterOfCode(` ${code.toUpperCase().replaceAll('-', '')} `, team), reporter);
        const digits = code.replaceAll('-', '');
        const typed = digits.slice(0, place) + digit + digits.slice(place + 1);
        // One in 65,536 slips passes the check.
        if (typed !== digits && place >= 32) assert.equal(reporterOfCode(typed, team), null);
      }),
    );
    const code = reporterCode({ team: 'platform', reporter: '0'.repeat(32) });
    assert.equal(reporterOfCode(code, 'weavers'), null);
    assert.equal(reporterOfCode(`1${code.slice(1)}`, 'platform'), null);
    for (const none of ['', code.slice(1), `${code}0`, 'g'.repeat(36)]) assert.equal(reporterOfCode(none, 'platform'), null);
    assert.match(newDevice(), /^[0-9a-f]{16}$/);
  });
});

describe('managed settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'payoff-managed-'));
  const file = join(folder, 'managed.json');
  after(() => rmSync(folder, { recursive: true }));
  const said = (text: string): ReturnType<typeof readManagedTeam> => {
    writeFileSync(file, text);
    return readManagedTeam(file);
  };
  const broken = (why: string): object => ({ allowed: false, file, broken: why });

  it('lie where an administrator writes', () => {
    assert.equal(managedSettingsFile('linux', {}), '/etc/payoff/managed.json');
    assert.equal(managedSettingsFile('darwin', {}), '/Library/Application Support/payoff/managed.json');
    assert.equal(managedSettingsFile('win32', { ProgramData: 'D:\\Data' }), 'D:\\Data\\payoff\\managed.json');
    assert.equal(managedSettingsFile('win32', {}), 'C:\\ProgramData\\payoff\\managed.json');
  });

  it('are none where there is no file, forbid, or name the team', () => {
    assert.equal(readManagedTeam(join(folder, 'none.json')), null);
    const open = { allowed: true, file, endpoint: null, team: null, repositories: true };
    assert.deepEqual([said('{}'), said('\uFEFF{"team":{}}')], [open, open]);
    assert.deepEqual(said('{"team":{"allowed":false,"team":"platform"}}'), broken(''));
    assert.deepEqual(said('{"team":{"endpoint":"https://P.example.com/","team":"platform","repositories":false}}'), {
      ...open,
      ...{ endpoint: 'https://p.example.com', team: 'platform', repositories: false },
    });
  });

  it('forbid where they cannot be understood', () => {
    assert.deepEqual(said('{"team":{"allowed":false}'), broken('JSON'));
    assert.deepEqual(said(''), broken('JSON'));
    assert.deepEqual(said('[]'), broken('JSON'));
    assert.deepEqual(said('{"team":{"alowed":true}}'), broken('team.alowed'));
    assert.deepEqual(said('{"teams":{"allowed":false}}'), broken('teams'));
    assert.deepEqual(said('{"team":{"allowed":"no"}}'), broken('team.allowed'));
    assert.deepEqual(said('{"team":{"endpoint":"http://p.example.com"}}'), broken('team.endpoint'));
    assert.deepEqual(readManagedTeam(folder), { ...broken('EISDIR'), file: folder });
  });
});

describe('the bytes of a week', () => {
  const identity = { team: 'platform', reporter: newReporter(), device: newDevice() };
  const row = { attempts: 0, nextMs: 0, answer: 0, sentMs: null, delivered: '', state: 'delivered' } as const;

  it('are the same for the same content, and keep all of it under another number', () => {
    const body = aBody('2026-W47', 7);
    const bytes = bytesOf(identity, body, 3);
    assert.equal(bytesOf(identity, Object.fromEntries(Object.entries(body).reverse()) as typeof body, 3), bytes);
    assert.equal(renumbered(identity, { week: '2026-W47', sequence: 3, body: bytes }, 8), bytesOf(identity, body, 8));
    assert.equal(renumbered({ ...identity, device: newDevice() }, { week: '2026-W47', sequence: 3, body: bytes }, 8), null);
  });

  it('are none of what the closed schema does not have', () => {
    const body = { ...aBody('2026-W47', 7), path: '/home/ada' };
    assert.throws(() => bytesOf(identity, body, 1), /path/);
  });

  it('are planned anew only where something changed, under the next number', () => {
    const [known, changed, fresh] = [aBody('2026-W45', 1), aBody('2026-W46', 2), aBody('2026-W47', 3)];
    const outbox = [
      { ...row, week: '2026-W45', sequence: 4, body: bytesOf(identity, known, 4) },
      { ...row, week: '2026-W46', sequence: 9, body: bytesOf(identity, aBody('2026-W46', 1), 9) },
    ];
    assert.deepEqual(
      planWeeks(identity, [fresh, changed, known], outbox).map(({ week, sequence, state }) => [week, sequence, state]),
      [
        ['2026-W45', 4, 'delivered'],
        ['2026-W46', 10, 'new'],
        ['2026-W47', 1, 'new'],
      ],
    );
  });
});
