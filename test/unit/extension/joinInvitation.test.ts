import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hostOf, invitationIn, invitationOf } from '../../../src/extension/joinInvitation.ts';

const token = `payoff_join_${'aB3-_'.repeat(8)}abc`;
const invited = { endpoint: 'https://payoff.example.com:8443', team: 'looms', token };
const fragment = (given: Readonly<Record<string, string>>): string => new URLSearchParams(given).toString();

describe('a join link', () => {
  it('is read from any editor’s scheme, and what else is in it is ignored', () => {
    assert.deepEqual(invitationIn(fragment({ ...invited, command: 'rm', extra: 'x' })), invited);
    assert.deepEqual(invitationOf(` vscode://payoff.payoff/join#${fragment(invited)}\n`), invited);
    assert.deepEqual(invitationOf(`cursor://payoff.payoff/join/#${fragment(invited)}`), invited);
    for (const link of ['vscode://evil.payoff/join#', 'vscode://payoff.payoff/leave#', 'https://payoff.payoff.example/join#'])
      assert.equal(invitationOf(link + fragment(invited)), null, link);
  });

  it('is refused where a part is missing, twice, too long, or not as a collector makes it', () => {
    for (const key of ['endpoint', 'team', 'token'] as const) {
      assert.equal(invitationIn(fragment({ ...invited, [key]: '' })), null, `empty ${key}`);
      assert.equal(invitationIn(`${fragment(invited)}&${key}=${encodeURIComponent(invited[key])}`), null, `${key} twice`);
    }
    assert.equal(invitationIn(`${fragment(invited)}&x=${'x'.repeat(1000)}`), null);
    for (const wrong of [
      { team: 'Looms' },
      { team: '<b>' },
      { team: 'a'.repeat(64) },
      { token: 'sk-ant-123' },
      { token: `payoff_read_${'a'.repeat(43)}` },
      { token: `${token}\nx` },
      { endpoint: 'http://payoff.example.com' },
      { endpoint: 'http://localhost.example.com' },
      { endpoint: 'https://payoff.example.com@evil.example' },
      { endpoint: 'https://payoff.example.com/?to=x' },
      { endpoint: 'javascript:alert(1)' },
      { endpoint: 'file:///etc/passwd' },
      { endpoint: '//payoff.example.com' },
    ])
      assert.equal(invitationIn(fragment({ ...invited, ...wrong })), null, JSON.stringify(wrong));
  });

  it('names the host as it is reached, look-alike letters in ASCII', () => {
    assert.equal(hostOf('https://payoff.example.com/x'), 'payoff.example.com');
    assert.equal(hostOf('https://pаyoff.example.com'), 'xn--pyoff-4ve.example.com');
    assert.equal(hostOf('http://0x7f.1:80'), '127.0.0.1');
    assert.equal(hostOf('http://[::1]:9'), '[::1]:9');
    assert.equal(hostOf('http://169.254.169.254'), null);
  });

  it('never throws, and never takes plain http to another machine', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `endpoint=${text}&team=a&token=${token}`),
        ),
        (text) => {
          const found = invitationIn(text) ?? invitationOf(text);
          if (found !== null) assert.match(found.endpoint, /^\s*(?:https:|http:\/*(?:localhost|127\.|\[::1\]))/i);
        },
      ),
    );
  });
});
