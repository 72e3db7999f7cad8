import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigurationTarget, workspace } from 'vscode';
import { anAccount } from '../../../support/accountJson.ts';
import { activated, barShows, barText } from '../payoff.ts';
import type { TestApi } from '../../../../src/extension/testApi.ts';

describe('Settings', () => {
  let api: TestApi;
  const set = (name: string, value: unknown): Thenable<void> =>
    workspace.getConfiguration('payoff').update(name, value, ConfigurationTarget.Global);
  before(async () => {
    api = await activated();
    await barText(api, 'today');
  });
  afterEach(async () => {
    for (const name of ['statusBar.enabled', 'statusBar.alignment', 'statusBar.show', 'plan', 'timezone', 'ledger'])
      await set(name, undefined);
    await barShows(api, (bar) => bar?.alignment === 'left' && bar.text.includes('today'), 'its default');
  });

  it('turn the bar off and on', async () => {
    await set('statusBar.enabled', false);
    await barShows(api, (bar) => bar === null, 'nothing');
    await set('statusBar.enabled', true);
    await barText(api, 'today');
  });

  it('move it to the other side', async () => {
    await set('statusBar.alignment', 'right');
    await barShows(api, (bar) => bar?.alignment === 'right', 'on the right');
  });

  it('choose what it shows', async () => {
    await set('statusBar.show', 'today');
    await barShows(api, (bar) => /^\$\(pulse\) \$[\d.]+ today$/.test(bar?.text ?? ''), 'only today');
    await set('statusBar.show', 'session');
    await barShows(api, (bar) => /^\$\(pulse\) \$[\d.]+$/.test(bar?.text ?? ''), 'only the session');
  });

  it('show the limits that Claude Code noted down, and dollars with an API key', async () => {
    const file = path.join(process.env.HOME ?? '', '.claude.json');
    const resets = new Date(Date.now() + 3_600_000).toISOString();
    const utilization = { five_hour: { utilization: 42, resets_at: resets }, seven_day: null, seven_day_opus: null, limits: [] };
    await writeFile(file, JSON.stringify(anAccount({ cached: { fetchedAtMs: Date.now() }, utilization })));
    await set('plan', 'max5x');
    const bar = await barText(api, '· 5h 42%');
    assert.match(bar.tooltip, /5h 42%, resets \d\d:\d\d/);
    await set('plan', 'api');
    await barText(api, 'today');
    await rm(file);
  });

  it('open another ledger, and say in the bar why one cannot be used', async () => {
    const folder = path.join(process.env.HOME ?? '', 'other ledgers');
    await mkdir(folder, { recursive: true });
    await set('ledger', path.join(folder, 'ledger.sqlite'));
    await barText(api, 'today'); // read from the transcripts again
    const foreign = path.join(folder, 'notes.txt');
    await writeFile(foreign, 'These are notes, and they stay.\n'.repeat(100));
    await set('ledger', foreign);
    const bar = await barText(api, '$(warning) no figures');
    assert.match(bar.label, /^Payoff: no figures\. .+\.$/);
  });
});
