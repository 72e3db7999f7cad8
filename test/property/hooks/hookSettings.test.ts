import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hookCommands } from '../../../src/core/hooks/hookCommands.ts';
import { hooksIn, withHooks, withoutHooks } from '../../../src/core/hooks/hookSettings.ts';

const commands = hookCommands({ home: '/home/ada', platform: 'linux', ledger: null });

const handler = fc.record({ type: fc.constant('command'), command: fc.string() });
const group = fc.record({ matcher: fc.string(), hooks: fc.array(handler, { maxLength: 2 }) }, { requiredKeys: ['hooks'] });
const groups = fc.array(group, { maxLength: 2 });
const hooks = fc.record({ SessionStart: groups, Stop: groups, SessionEnd: groups }, { requiredKeys: [] });
const settings = fc.record({ model: fc.string(), hooks, env: fc.object(), other: fc.jsonValue() }, { requiredKeys: [] });

/** A text that says the same: white space wherever JSON allows it, also inside empty brackets. */
const texts = fc
  .tuple(
    settings,
    fc.constantFrom(undefined, 1, 2, '\t', 4),
    fc.array(fc.constantFrom('', ' ', '\n', '\r\n  ', '\t'), { minLength: 1 }),
    fc.boolean(),
  )
  .map(([value, indent, spaces, strew]) => {
    const plain = JSON.stringify(value, null, indent);
    if (!strew) return plain;
    let at = 0;
    return plain.replaceAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]/g, (token) =>
      token.startsWith('"') ? token : `${token}${spaces[at++ % spaces.length] ?? ''}`,
    );
  });

describe('hooks in any settings', () => {
  it('are put in without changing anything else, and taken out to the last character', () => {
    fc.assert(
      fc.property(texts, (before) => {
        const put = withHooks(before, commands);
        assert.ok(put.ok && put.text !== null);
        const value = JSON.parse(before) as { hooks?: Record<string, unknown[]> };
        const after = JSON.parse(put.text) as { hooks: Record<string, unknown[]> };
        for (const event of ['SessionStart', 'SessionEnd']) assert.deepEqual(after.hooks[event]?.slice(0, -1), value.hooks?.[event] ?? []);
        assert.deepEqual(after.hooks.Stop, value.hooks?.Stop);
        assert.deepEqual({ ...after, hooks: 0 }, { ...value, hooks: 0 });
        assert.deepEqual(hooksIn(put.text), { SessionStart: [commands.SessionStart], SessionEnd: [commands.SessionEnd] });
        assert.deepEqual(withHooks(put.text, commands), put);
        assert.deepEqual(withoutHooks(put.text), { ok: true, text: before });
      }),
      { numRuns: 500 },
    );
  });
});
