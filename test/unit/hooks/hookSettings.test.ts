import assert from 'node:assert/strict';
import { hookCommands } from '../../../src/core/hooks/hookCommands.ts';
import { hooksAreDisabled, hooksIn, withHooks, withoutHooks } from '../../../src/core/hooks/hookSettings.ts';

const commands = hookCommands({ home: '/home/ada', platform: 'linux', ledger: null });
const other = { type: 'command', command: 'say done' };
const theirs = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function installed(text: string | null): string {
  const change = withHooks(text, commands);
  assert.ok(change.ok && change.text !== null);
  return change.text;
}

function taken(text: string): string | null {
  const change = withoutHooks(text);
  assert.ok(change.ok);
  return change.text;
}

describe('hooks in settings of Claude Code', () => {
  it('makes a file where there is none, and leaves none behind', () => {
    const text = installed(null);
    assert.deepEqual(JSON.parse(text), {
      hooks: {
        SessionStart: [{ hooks: [{ type: 'command', command: commands.SessionStart, timeout: 5 }] }],
        SessionEnd: [{ hooks: [{ type: 'command', command: commands.SessionEnd, timeout: 5 }] }],
      },
    });
    assert.equal(taken(text), null);
  });

  it('adds them behind what is there, in its own way of writing', () => {
    const before =
      '{\r\n\t"model": "opus",\r\n\t"hooks": {\r\n\t\t"SessionStart": [\r\n\t\t\t{ "matcher": "startup", "hooks": [] }\r\n\t\t]\r\n\t}\r\n}';
    const after = installed(before);
    assert.ok(after.startsWith(before.slice(0, before.indexOf('\r\n\t\t]'))), after);
    assert.ok(after.includes(',\r\n\t\t\t{\r\n\t\t\t\t"hooks": [\r\n\t\t\t\t\t{\r\n'), JSON.stringify(after));
    assert.ok(after.includes('\r\n\t\t],\r\n\t\t"SessionEnd": [\r\n\t\t\t{\r\n'), JSON.stringify(after));
    assert.ok(!/[^\r]\n/.test(after));
    assert.equal(taken(after), before);
  });

  it('takes out exactly what it put in, whatever the file looked like', () => {
    const group = { matcher: '', hooks: [other] };
    for (const before of [
      '{}',
      '{ }\n',
      '{\n}\n',
      '\uFEFF{"a":1}',
      '{"hooks":{}}',
      '{"hooks":{"SessionStart":[]}}',
      '{ "hooks": { "SessionStart": [ ], "SessionEnd": [\n] } }',
      '{"hooks":{"Stop":[]},"a":[1,2]}',
      theirs({ env: { A: 'b' }, hooks: {}, model: 'opus' }),
      theirs({ hooks: { SessionStart: [], Stop: [group] } }),
      theirs({ hooks: { SessionEnd: [group, group] }, z: null }),
      JSON.stringify({ hooks: { SessionStart: [group] } }, null, 4),
      '{"a": "\\"hooks\\": {", "hooks"  :{"SessionEnd"\n:[ {"hooks":[ ]}\n\n] } }   ',
    ]) {
      const after = installed(before);
      assert.deepEqual([hooksIn(after).SessionStart, hooksIn(after).SessionEnd], [[commands.SessionStart], [commands.SessionEnd]], before);
      assert.equal(installed(after), after, 'installing again changes nothing');
      assert.equal(taken(after), before);
    }
  });

  it('renews what another version wrote, and what stands there twice', () => {
    const old = { type: 'command', command: '"/opt/old/payoff" hook run session-start' };
    const before = theirs({ hooks: { SessionStart: [{ hooks: [other, old] }, { hooks: [old] }], PreToolUse: [{ hooks: [other] }] } });
    const after = installed(before);
    assert.deepEqual(hooksIn(after), { SessionStart: [commands.SessionStart], SessionEnd: [commands.SessionEnd] });
    assert.deepEqual(JSON.parse(taken(after) ?? ''), { hooks: { SessionStart: [{ hooks: [other] }], PreToolUse: [{ hooks: [other] }] } });
  });

  it('leaves alone what it does not understand', () => {
    for (const [text, problem] of [
      ['// mine\n{}', 'it is not JSON'],
      ['{"a":1,}', 'it is not JSON'],
      ['', 'it is not JSON'],
      ['[]', 'it holds no settings'],
      ['{"hooks":[]}', 'its "hooks" are not an object'],
      ['{"hooks":{"SessionEnd":{}}}', 'its "SessionEnd" is not a list'],
      [`${'['.repeat(5000)}${']'.repeat(5000)}`, 'it is not JSON'],
    ] as const) {
      assert.deepEqual(withHooks(text, commands), { ok: false, problem });
      assert.deepEqual(withoutHooks(text), { ok: false, problem });
    }
  });

  it('knows whether hooks run at all', () => {
    assert.deepEqual(['{"disableAllHooks":true}', '{"disableAllHooks":false}', '{}', 'x'].map(hooksAreDisabled), [
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('command lines of hooks', () => {
  it('name the launcher, quoted as the shell takes it, and end well whatever happens', () => {
    assert.deepEqual(hookCommands({ home: "/home/Ada's", platform: 'darwin', ledger: '/x y/l.sqlite' }), {
      SessionStart: `'/home/Ada'\\''s/.payoff/bin/payoff' hook run session-start --ledger '/x y/l.sqlite' >/dev/null 2>&1 || true`,
      SessionEnd: `'/home/Ada'\\''s/.payoff/bin/payoff' hook run session-end --ledger '/x y/l.sqlite' >/dev/null 2>&1 || true`,
    });
  });

  it('are such on Windows as both Git Bash and PowerShell run', () => {
    const { SessionEnd } = hookCommands({ home: 'C:\\Users\\Ada L', platform: 'win32', ledger: 'D:\\l l.sqlite' });
    assert.equal(SessionEnd, '~/.payoff/bin/payoff.cmd hook run session-end --ledger "D:/l l.sqlite"');
  });
});
