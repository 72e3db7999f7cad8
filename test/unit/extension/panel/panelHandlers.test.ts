import assert from 'node:assert/strict';
import { panelHandlers } from '../../../../src/extension/panel/panelHandlers.ts';
import type { PanelActions } from '../../../../src/extension/panel/panelHandlers.ts';
import type { PanelContract } from '../../../../src/protocol/panel.ts';
import type { Handlers } from '../../../../src/protocol/rpc.ts';

const signal = new AbortController().signal;
const content = { kind: 'text', text: 'a' } as const;
const mark = '**Demo: these figures are made up.**\n\n';

describe('what the panel may do', () => {
  let done: string[];
  let asked: unknown;
  const note =
    (name: string, result?: unknown) =>
    (...given: readonly unknown[]): Promise<never> => {
      done.push([name, ...given.map(String)].join(' '));
      return Promise.resolve(result as never);
    };
  const actions: PanelActions = {
    copy: note('copy'),
    save: note('save', true),
    openCommit: note('openCommit'),
    openAddress: note('openAddress'),
    openExplanation: note('openExplanation'),
    run: note('run'),
    exclude: note('exclude', true),
    forget: note('forget', true),
    deleteEverything: note('deleteEverything', true),
    setTimezone: note('setTimezone'),
    setUnit: note('setUnit'),
    setAdvice: note('setAdvice'),
    openAdviceRule: note('openAdviceRule'),
    dismissFirstUse: note('dismissFirstUse'),
  };
  const handlers = (demo: boolean, answer: unknown = ''): Handlers<PanelContract> =>
    panelHandlers({
      ...{ actions, demo, takeShow: () => null },
      client: {
        ask: (_question, query) => {
          asked = query;
          return Promise.resolve({ ok: true, value: answer as never });
        },
      },
      settings: () => Promise.reject(new Error('not asked for')),
    });
  const receipt = { kind: 'commit', id: 'a1b2c3d', markdown: 'Cost: $1.84\n' } as const;
  const exported = (format: 'csv' | 'json' | 'markdown', demo: boolean): Promise<string> => {
    const filter = { period: 'all', repository: null, branch: null, model: null, part: null } as const;
    const query = { view: 'sessions', filter, format, search: '', order: 'cost', descending: true, sessionId: null } as const;
    return handlers(demo, 'table').exportTable({ ...query, demo: !demo }, signal); // whatever the page says
  };
  beforeEach(() => (done = []));

  it('writes settings of the user’s, and in a demo none, which it says', async () => {
    const own = handlers(false);
    await own.exclude({ glob: '~/private' }, signal);
    await own.setTimezone({ timezone: 'UTC' }, signal);
    assert.deepEqual(done, ['exclude ~/private', 'setTimezone UTC']);
    done = [];
    const refusal = { message: 'This is a demo: your own settings stay as they are.' };
    await assert.rejects(handlers(true).exclude({ glob: '~/private' }, signal), refusal);
    await assert.rejects(handlers(true).setTimezone({ timezone: 'UTC' }, signal), refusal);
    assert.deepEqual(done, []);
  });

  it('hands out receipts, those of a demo with its mark', async () => {
    const query = { reference: 'a1b2c3d', folder: '/loom' };
    assert.deepEqual(await handlers(false, receipt).receipt(query, signal), receipt);
    assert.deepEqual(await handlers(true, receipt).receipt(query, signal), { ...receipt, markdown: `${mark}${receipt.markdown}` });
    assert.deepEqual(await handlers(true, { notFound: 'No.' }).receipt(query, signal), { notFound: 'No.' });
  });

  it('marks what a demo exports: Markdown in itself, every file in its name', async () => {
    assert.equal(await exported('markdown', true), `${mark}table`);
    assert.equal(await exported('csv', true), 'table');
    assert.equal((asked as { readonly demo: boolean }).demo, true); // each row says it
    assert.equal(await exported('markdown', false), 'table');
    assert.deepEqual(await handlers(true).save({ name: 'payoff overview.csv', content }, signal), { saved: true });
    await handlers(true).save({ name: 'sessions.csv', content }, signal);
    await handlers(false).save({ name: 'payoff overview.csv', content }, signal);
    assert.deepEqual(
      done.map((each) => each.replace(' [object Object]', '')),
      ['save payoff demo overview.csv', 'save payoff demo sessions.csv', 'save payoff overview.csv'],
    );
  });
});
