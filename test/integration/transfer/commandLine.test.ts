/** `payoff export`, `payoff import` and `payoff report --prices`, as processes with ledgers of their own. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from '../../support/runCommand.ts';
import type { CommandResult } from '../../support/runCommand.ts';
import { TransferRig } from '../../support/transferRig.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';

const main = resolve(import.meta.dirname, '../../../src/cli/main.ts');

describe('payoff export and import', function () {
  this.timeout(180_000);
  let rig: TransferRig;
  beforeEach(async () => {
    rig = await TransferRig.make();
    await rig.machine('laptop');
    await rig.machine('desk');
    const line = { usage: { input_tokens: 1000, output_tokens: 500 }, at: '2026-11-20T12:00:00Z' };
    const priced = assistant({ ...line, id: 'msg_01a' });
    const later = assistant({ ...line, id: 'msg_01b', at: '2026-11-21T12:00:00Z' });
    const unpriced = assistant({ ...line, id: 'msg_01c', model: 'claude-next-9' });
    await rig.write('laptop', `-p/${sessionA}.jsonl`, jsonl(priced, later, unpriced));
  });
  afterEach(() => rig.close());

  const payoff = (machine: string, ...given: readonly string[]): Promise<CommandResult> => {
    const home = join(rig.root, 'homes', machine);
    const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, TZ: 'UTC', CLAUDE_CONFIG_DIR: rig.folder(machine) };
    return runCommand(process.execPath, [main, ...given], { env, cwd: rig.root, limitMs: 60_000 });
  };

  it('carry a history over, and say what they did', async () => {
    await payoff('desk', 'ingest');
    await payoff('laptop', 'ingest');
    const file = join(rig.root, 'history.payoff');
    const written = await payoff('laptop', 'export', 'history.payoff');
    assert.deepEqual([written.code, written.stderr], [0, '']);
    assert.match(
      written.stdout,
      /^Wrote 3 requests to .*history\.payoff \(\d+ kB\)\. It holds paths, branch names and the ledger's hash key, and no prompt/,
    );
    const again = await payoff('laptop', 'export', file);
    assert.deepEqual([again.code, again.stdout], [1, '']);
    assert.match(again.stderr, /^payoff: .* is there already and was not touched\. .*--force\.\n$/);
    assert.equal((await payoff('laptop', 'export', file, '--force')).code, 0);

    const first = await payoff('desk', 'import', file);
    assert.deepEqual([first.code, first.stderr], [0, '']);
    assert.match(first.stdout, /holds 3 requests of 1 transcript; 3 of them were new here\.\n$/);
    const second = await payoff('desk', 'import', 'history.payoff', '--json');
    const { newRequests, leftOut, transcripts } = JSON.parse(second.stdout) as Record<string, number>;
    assert.deepEqual({ newRequests, leftOut, transcripts }, { newRequests: 0, leftOut: 0, transcripts: 1 });
    const report = await payoff('desk', 'report', '--json');
    assert.deepEqual((JSON.parse(report.stdout) as { totals: { requests: number } }).totals.requests, 3);

    await writeFile(join(rig.root, 'letter.txt'), 'Dear Ada');
    const foreign = await payoff('desk', 'import', 'letter.txt');
    assert.deepEqual([foreign.code, foreign.stdout], [1, '']);
    assert.match(foreign.stderr, /letter\.txt is no export of Payoff\. Nothing of it was imported\. Make one with payoff export\.\n$/);
    assert.equal((await payoff('desk', 'import')).code, 2);
    assert.equal((await payoff('desk', 'export', '--force')).code, 2);
    assert.equal((await payoff('desk', 'report', '--force')).code, 2);
    assert.deepEqual(
      (await readdir(rig.root)).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  it('make a report at other prices from the ledger alone, and say whose', async () => {
    await payoff('laptop', 'ingest');
    await rm(rig.folder('laptop'), { recursive: true });
    const own = JSON.parse((await payoff('laptop', 'report', '--json')).stdout) as Priced;
    // Opus 5.5: 1,000 tokens at $4 and 500 at $20 a million, twice.
    assert.equal(own.totals.costNanodollars, 2 * (4_000_000 + 10_000_000));
    assert.equal(own.totals.unpricedRequests, 1);
    const prices = (changed: object): Promise<void> => writeFile(join(rig.root, 'prices.json'), JSON.stringify({ ...table, ...changed }));
    const rates = { cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 };
    const table = {
      version: 'contract 7',
      asOf: '2026-12-01',
      models: [
        {
          model: 'claude-opus-5-5',
          prices: [
            { from: '2026-11-21', input: 2, output: 10, ...rates },
            { from: '2026-01-01', input: 8, output: 40, ...rates },
          ],
        },
        { model: 'claude-next-9', prices: [{ from: '2026-01-01', input: 0.10001, output: 0, ...rates }] },
      ],
    };
    await prices({});
    const given = JSON.parse((await payoff('laptop', 'report', '--prices', 'prices.json', '--json')).stdout) as Priced;
    // The dearer price until the 20th, the cheaper from the 21st on, and 1,000 tokens at 10.001 cents a million.
    assert.equal(given.totals.costNanodollars, 8_000_000 + 20_000_000 + (2_000_000 + 5_000_000) + 100_010);
    assert.equal(given.totals.unpricedRequests, 0);
    assert.deepEqual(given.prices, { version: `contract 7, else ${own.prices.version}`, asOf: '2026-12-01' });
    const text = (await payoff('laptop', 'report', '--prices', 'prices.json')).stdout;
    assert.match(
      text,
      /^At prices of your own where the file has them, else at list price\. Prices as of 2026-12-01 \(contract 7, else 2026-/m,
    );
    assert.deepEqual(JSON.parse((await payoff('laptop', 'report', '--json')).stdout), own, 'nothing of it was kept');

    const refused = async (): Promise<string> => {
      const { code, stdout, stderr } = await payoff('laptop', 'report', '--prices', 'prices.json');
      assert.deepEqual([code, stdout], [1, '']);
      return stderr;
    };
    await prices({ asOf: 'today' });
    assert.match(await refused(), /prices\.json are not understood: asOf: a day is written as 2026-11-22\.\n$/);
    await prices({ models: [{ model: 'x', prices: [{ from: '2026-01-01', input: 0.000001, output: 0, ...rates }] }] });
    assert.match(await refused(), /models\.0\.prices\.0\.input: a price is no finer than/);
    await prices({ models: [{ model: 'x', prices: [{ from: '2026-01-01', input: -1, output: 0, ...rates }] }] });
    assert.match(await refused(), /models\.0\.prices\.0\.input: /);
    await rm(join(rig.root, 'prices.json'));
    assert.match(await refused(), /cannot be read|no file/);
    assert.equal(existsSync(join(rig.root, 'prices.json')), false);
  });
});

interface Priced {
  readonly totals: { readonly costNanodollars: number; readonly unpricedRequests: number };
  readonly prices: { readonly version: string; readonly asOf: string };
}
