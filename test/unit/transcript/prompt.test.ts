import assert from 'node:assert/strict';
import { classifyPrompt, countTurns } from '../../../src/core/transcript/prompt.ts';

const record = (content: unknown, more: Record<string, unknown> = {}) => ({ type: 'user', message: { role: 'user', content }, ...more });
const text = (value: string) => ({ type: 'text', text: value });

describe('a human prompt', () => {
  it('is a text, in a string or in blocks', () => {
    assert.deepEqual(classifyPrompt(record('Do it', { promptId: 'p1' })), { kind: 'prompt', text: 'Do it', promptId: 'p1' });
    assert.deepEqual(classifyPrompt(record([{ type: 'image' }, text('Do it')])), { kind: 'prompt', text: 'Do it', promptId: '' });
    assert.equal(classifyPrompt(record([{ type: 'image', source: {} }]))?.kind, 'prompt');
    assert.equal(classifyPrompt(record('Do it', { origin: { kind: 'human' }, turnCompanion: false, isMeta: false }))?.kind, 'prompt');
  });

  it('stands behind what the client puts in front of it', () => {
    assert.equal(
      classifyPrompt(record('<system-reminder>a\n</system-reminder>\n<ide_opened_file>b</ide_opened_file>Do it'))?.text,
      'Do it',
    );
    assert.equal(classifyPrompt(record([text('<ide_opened_file>b</ide_opened_file>'), text('Do it')]))?.text, 'Do it');
    assert.equal(classifyPrompt(record('<system-reminder>alone</system-reminder>')), null);
    assert.equal(classifyPrompt(record('<system-reminder>without end')), null);
  });

  it('can be a slash command', () => {
    assert.equal(classifyPrompt(record('<command-name>/clear</command-name>\n<command-message>clear</command-message>'))?.kind, 'command');
    assert.equal(classifyPrompt(record('<command-message>init</command-message>\n<command-name>/init</command-name>'))?.kind, 'command');
  });

  const others: Readonly<Record<string, Record<string, unknown>>> = {
    'of another type': { ...record('x'), type: 'assistant' },
    'of a subagent': record('x', { isSidechain: true }),
    'with isMeta': record('x', { isMeta: true }),
    'with isCompactSummary': record('x', { isCompactSummary: true }),
    'with toolUseResult': record('x', { toolUseResult: 'Error' }),
    'with a tool_result block': record([{ type: 'tool_result', content: 'x' }, text('x')]),
    'from a task': record('x', { origin: { kind: 'task-notification' } }),
    'from a peer': record('x', { origin: { kind: 'peer' } }),
    'with turnCompanion': record('x', { turnCompanion: true }),
    'that is empty': record(''),
    'without content': record(undefined),
    'without message': { type: 'user' },
    'of odd content': record([7, null, ['x'], { type: 'text', text: 7 }]),
  };
  for (const [name, other] of Object.entries(others)) it(`is no record ${name}`, () => assert.equal(classifyPrompt(other), null));

  const starts = [
    '<local-command-stdout>a',
    '<task-notification>',
    '<bash-input>ls',
    'Caveat: The messages below',
    '[Request interrupted by user]',
    'This session is being continued from a previous conversation that',
  ];
  for (const start of starts) it(`is no text that begins ${start}`, () => assert.equal(classifyPrompt(record(start)), null));
});

describe('turns', () => {
  const turn = (seconds: number, more: { promptId?: string; textHash?: string; command?: boolean } = {}) => ({
    atMs: seconds * 1000,
    promptId: '',
    textHash: 'a',
    command: false,
    ...more,
  });
  it('are counted once for each prompt id', () => {
    assert.equal(countTurns([turn(0, { promptId: 'p' }), turn(900, { promptId: 'p' }), turn(901, { promptId: 'q' })]), 2);
  });
  it('without an id are one when the same text comes again within 120 seconds of the last', () => {
    assert.equal(countTurns([turn(0), turn(120), turn(240)]), 1);
    assert.equal(countTurns([turn(0), turn(121)]), 2);
    assert.equal(countTurns([turn(0), turn(1, { textHash: 'b' }), turn(2)]), 2);
    assert.equal(countTurns([turn(240), turn(0), turn(120)]), 1);
  });
  it('are not slash commands', () =>
    assert.equal(countTurns([turn(0, { command: true }), turn(1, { command: true, promptId: 'p' }), turn(2)]), 1));
  it('are none without prompts', () => assert.equal(countTurns([]), 0));
});
