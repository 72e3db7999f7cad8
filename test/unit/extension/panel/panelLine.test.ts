import assert from 'node:assert/strict';
import { panelHandlers } from '../../../../src/extension/panel/panelHandlers.ts';
import type { PanelActions, Show } from '../../../../src/extension/panel/panelHandlers.ts';
import { PanelLine } from '../../../../src/extension/panel/panelLine.ts';
import { panelVersion } from '../../../../src/protocol/panel.ts';
import type { PanelSettings } from '../../../../src/protocol/panel.ts';
import { settled } from '../../../support/fakeClock.ts';
import { anOverview } from '../../../support/views.ts';

const settings: PanelSettings = {
  demo: false,
  trusted: true,
  firstUse: true,
  unit: 'money',
  timezoneSetting: '',
  timezone: 'UTC',
  folders: [],
  plan: null,
  reading: null,
  empty: false,
  advice: true,
  problem: null,
};
const filter = { period: 'all', repository: null, branch: null, model: null, part: null };

describe('the window’s end of a panel', () => {
  let sent: { readonly kind: string; readonly id?: number; readonly name?: string; readonly outcome?: { readonly ok: boolean } }[];
  let done: string[];
  let refused: string[];
  let asked: { readonly question: string; readonly signal: AbortSignal | undefined; answer: (value: unknown) => void }[];
  let show: Show | null;
  let line: PanelLine;

  const note =
    (name: string) =>
    (...given: readonly unknown[]): Promise<never> => {
      done.push(`${name} ${given.map((each) => JSON.stringify(each)).join(' ')}`);
      return Promise.resolve(undefined as never);
    };
  const actions: PanelActions = {
    copy: note('copy'),
    save: note('save'),
    openCommit: note('openCommit'),
    openAddress: note('openAddress'),
    openExplanation: note('openExplanation'),
    run: note('run'),
    exclude: note('exclude'),
    forget: note('forget'),
    deleteEverything: note('deleteEverything'),
    setTimezone: note('setTimezone'),
    setUnit: note('setUnit'),
    setAdvice: note('setAdvice'),
    openAdviceRule: note('openAdviceRule'),
    dismissFirstUse: note('dismissFirstUse'),
  };

  beforeEach(() => {
    sent = [];
    done = [];
    refused = [];
    asked = [];
    show = { view: 'sessions', id: 'session-1' };
    line = new PanelLine(
      {
        post: (message) => void sent.push(message as (typeof sent)[number]),
        onRefused: (sentence) => void refused.push(sentence),
        handlers: panelHandlers({
          client: {
            ask: (question, _, signal) =>
              new Promise((resolve) => asked.push({ question, signal, answer: (value) => resolve({ ok: true, value: value as never }) })),
          },
          actions,
          demo: false,
          settings: () => Promise.resolve(settings),
          takeShow: () => {
            const taken = show;
            show = null;
            return taken;
          },
        }),
      },
      true,
    );
  });

  const request = (id: number, method: string, params: unknown): void => line.receive({ kind: 'request', id, method, params });

  it('answers the handshake with what the window knows, once with where to go, and refuses another version', async () => {
    request(1, 'hello', { version: panelVersion });
    request(2, 'hello', { version: panelVersion });
    request(3, 'hello', { version: panelVersion + 1 });
    await settled();
    assert.deepEqual(
      sent.map(({ outcome }) => outcome),
      [
        { ok: false, error: { reason: 'invalid', sentence: 'The question to hello is not as agreed at version.' } },
        { ok: true, value: { version: panelVersion, settings, show: { view: 'sessions', id: 'session-1' } } },
        { ok: true, value: { version: panelVersion, settings, show: null } },
      ].sort((left, right) => Number(left.ok) - Number(right.ok)),
    );
  });

  it('refuses and counts what is hostile, and does nothing of it', async () => {
    const hostile: readonly (readonly [string, unknown])[] = [
      ['run', { command: 'deleteEverything' }],
      ['run', { command: 'workbench.action.terminal.sendSequence' }],
      ['run', { command: 'constructor' }],
      ['save', { name: '../../.bashrc', content: { kind: 'text', text: 'x' } }],
      ['save', { name: 'a/b.csv', content: { kind: 'text', text: 'x' } }],
      ['save', { name: 'payoff.exe', content: { kind: 'text', text: 'x' } }],
      ['save', { name: 'payoff.png', content: { kind: 'png', base64: 'TVqQAAMAAAAEAAAA' } }],
      ['openCommit', { repository: '/home/ada/loom', sha: '--output=/tmp/x' }],
      ['openAddress', { url: 'file:///etc/passwd' }],
      ['openAddress', { url: 'javascript:alert(1)' }],
      ['openAddress', { url: 'command:workbench.action.quit' }],
      ['copy', { text: 5 }],
      ['exclude', { glob: '  ' }],
      ['sessionList', { filter, search: '', order: 'DROP TABLE', descending: true, offset: 0, limit: 50 }],
      ['commits', { filter, offset: 0, limit: 1e6, subjects: true }],
      ['open', { version: 2 }],
      ['reconfigure', { ledger: '/tmp/x' }],
      ['__proto__', null],
    ];
    hostile.forEach(([method, params], index) => request(index + 1, method, params));
    line.receive('noise');
    line.receive({ kind: 'request', id: 'x', method: 'copy', params: null });
    line.receive({ kind: 'request', id: 99, method: 'x'.repeat(10_000), params: null });
    await settled();
    assert.deepEqual([done, asked, refused.length], [[], [], hostile.length + 3]);
    assert.ok(sent.every(({ outcome }) => outcome?.ok === false));
    assert.ok(refused.every((sentence) => !sentence.includes('passwd') && !sentence.includes('bashrc')));
  });

  it('lets what is as agreed through to the window’s own means', async () => {
    request(1, 'run', { command: 'doctor' });
    request(2, 'save', { name: 'payoff sessions.csv', content: { kind: 'text', text: 'a,b' } });
    request(3, 'openAddress', { url: 'https://forge.example/ada/loom/pull/7' });
    request(4, 'setTimezone', { timezone: 'Europe/Berlin' });
    await settled();
    assert.deepEqual(done, [
      'run "doctor"',
      'save "payoff sessions.csv" {"kind":"text","text":"a,b"}',
      'openAddress "https://forge.example/ada/loom/pull/7"',
      'setTimezone "Europe/Berlin"',
    ]);
  });

  it('hands no answer of a page that is gone to the page after it, whose requests count from one again', async () => {
    request(1, 'overview', { filter });
    line.setVisible(false);
    const [first] = asked;
    assert.equal(first?.signal?.aborted, true);
    line.setVisible(true);
    request(1, 'overview', { filter });
    first.answer(anOverview({ sentence: 'old' }));
    await settled();
    assert.deepEqual(sent, []);
    asked[1]?.answer(anOverview({ sentence: 'new' }));
    await settled();
    assert.deepEqual(sent, [{ kind: 'reply', id: 1, outcome: { ok: true, value: anOverview({ sentence: 'new' }) } }]);
  });

  it('says nothing to a hidden panel, nor to one that has not asked yet', () => {
    line.emit('changed', { atMs: 1 });
    line.receive({ kind: 'cancel', id: 1 });
    line.emit('changed', { atMs: 2 });
    line.setVisible(false);
    line.emit('changed', { atMs: 3 });
    assert.deepEqual(sent, [{ kind: 'event', name: 'changed', value: { atMs: 2 } }]);
  });

  it('keeps a flood of questions from the worker', async () => {
    for (let id = 1; id <= 500; id += 1) request(id, 'overview', { filter });
    await settled();
    assert.equal(asked.length, 64);
    assert.equal(refused.length, 500 - 64);
  });
});
