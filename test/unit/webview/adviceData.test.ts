import assert from 'node:assert/strict';
import { AdviceData } from '../../../webview/panel/adviceData.ts';
import { anAdviceView } from '../../support/adviceViews.ts';
import type { PanelContract } from '../../../src/protocol/panel.ts';
import type { Caller } from '../../../src/protocol/rpc.ts';

const filter = { period: '30days', repository: null, branch: null, model: null, part: null } as const;

/** A host that takes a moment to answer, so that there is a rest. */
function asking(): { readonly data: AdviceData; readonly asked: () => number } {
  let asked = 0;
  const host = {
    call: async (method: string) => {
      if (method === 'advice') asked += 1;
      await new Promise((done) => setTimeout(done, 15));
      return { ok: true, value: method === 'advice' ? anAdviceView() : { rows: [], problems: [], rate: null, timeSaved: null } };
    },
    close: () => undefined,
  };
  return { data: new AdviceData(host as Caller<PanelContract>, () => undefined), asked: () => asked };
}

describe('The advice of the panel', () => {
  it('is asked for at once by the user, and after a rest where it changed by itself', async () => {
    const { data, asked } = asking();
    await data.ask(filter, false);
    await data.ask(filter, false);
    await data.ask(filter, false);
    assert.equal(asked(), 1, 'what is there is young');
    await data.ask(filter, true);
    assert.equal(asked(), 2);
    await data.ask({ ...filter, period: 'all' }, false);
    assert.equal(asked(), 3, 'it is of something else');
  });

  it('comes anew once the rest is over, once', async () => {
    const { data, asked } = asking();
    await data.ask(filter, false);
    await data.ask(filter, false);
    await data.ask(filter, false);
    while (asked() < 2) await new Promise((done) => setTimeout(done, 5));
    assert.equal(asked(), 2);
    assert.match(data.sentence, /^3 pieces of advice/);
  });
});
