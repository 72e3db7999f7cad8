/** Comparisons that end before they begin: nothing to compare, nothing to run, nothing that may be run. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { shownAmounts } from '../../../src/core/report/compare/shownAmounts.ts';
import type { CompareAnswer, CompareQuery } from '../../../src/engine/compareTypes.ts';
import type { EngineOptions } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, costState, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

const all = { sinceMs: null, untilMs: null };
const day = { sinceMs: Date.parse('2026-11-20T00:00:00Z'), untilMs: Date.parse('2026-11-21T00:00:00Z') };

describe('Comparing', () => {
  let rig: EngineRig;
  beforeEach(async () => (rig = await EngineRig.make()));
  afterEach(() => rig.close());

  const compare = async (query: CompareQuery, options: Partial<EngineOptions> = {}, signal?: AbortSignal): Promise<CompareAnswer> => {
    const engine = await rig.open(options);
    await engine.ingest({});
    return engine.compare(query, signal === undefined ? {} : { signal });
  };
  const problemOf = (answer: CompareAnswer): string => ('problem' in answer ? answer.problem : '');
  const sentenceOf = (answer: CompareAnswer): string => ('problem' in answer ? answer.problem : shownAmounts(answer).sentence);

  it('of an empty history says that both say nothing', async () => {
    assert.equal(sentenceOf(await compare({ ...all, figure: 'claude' })), 'Claude Code says $0.00, Payoff $0.00: the same.');
    const report = { text: '{"daily":[],"totals":{}}' };
    assert.equal(
      sentenceOf(await compare({ ...all, figure: 'ccusage', report, command: null })),
      'ccusage says $0.00, Payoff $0.00: the same.',
    );
    assert.match(sentenceOf(await compare({ ...all, figure: 'console', amount: '0', csv: null })), /: the same\.$/);
  });

  it('runs no program in Restricted Mode, and reads a report there all the same', async () => {
    const refused = await compare({ ...all, figure: 'ccusage', report: null, command: null }, { git: false });
    assert.match(problemOf(refused), /Restricted Mode no other program is run/);
    const report = { text: '{"daily":[]}' };
    assert.ok(!('problem' in (await compare({ ...all, figure: 'ccusage', report, command: null }, { git: false }))));
  });

  it('says what to type where ccusage is not installed', async () => {
    const answer = await compare({ ...all, figure: 'ccusage', report: null, command: null }, { environment: { PATH: rig.root } });
    assert.match(problemOf(answer), /^ccusage is not installed.*npm install --global ccusage/);
  });

  it('takes whole days only, where the other figure has no others', async () => {
    const noon = { ...day, sinceMs: day.sinceMs + 1 };
    assert.match(problemOf(await compare({ ...noon, figure: 'ccusage', report: null, command: null })), /whole days/);
    assert.match(problemOf(await compare({ ...noon, figure: 'console', amount: '1', csv: null })), /whole days/);
    assert.ok(!('problem' in (await compare({ ...noon, figure: 'claude' }))));
  });

  it('says which file is not there, no file, or no report', async () => {
    const file = (name: string): CompareQuery => ({ ...all, figure: 'console', amount: null, csv: { file: path.join(rig.root, name) } });
    assert.match(problemOf(await compare(file('none.csv'))), /none\.csv is not there\. Give an amount/);
    assert.match(problemOf(await compare(file('.'))), /is no file/);
    assert.match(problemOf(await compare({ ...all, figure: 'ccusage', report: { text: 'Date Cost' }, command: null })), /no JSON/);
  });

  it('says of what was meant as an amount that it is none, not that such a file is not there', async () => {
    for (const name of ['1.234,56', '€120', '120 EUR'])
      assert.equal(
        problemOf(await compare({ ...all, figure: 'console', amount: null, csv: { file: path.join(rig.root, name) } })),
        `"${name}" is no amount in dollars: give one such as 123.45.`,
      );
  });

  it('of a file takes its days, and says so in words of no terminal', async () => {
    const csv = { text: 'date,cost\n2026-11-20,1\n2026-11-21,2\n' };
    const answer = await compare({ ...all, figure: 'console', amount: null, csv });
    assert.ok(!('problem' in answer));
    assert.match(answer.notes.join(' '), /Compared from 2026-11-20 to 2026-11-21, the days of the file; the Console’s days/);
    assert.doesNotMatch(answer.notes.join(' '), /--/);
  });

  it('reads a report in two bytes a character, as a shell of Windows writes what is redirected, and with a mark at its begin', async () => {
    const file = path.join(rig.root, 'report.json');
    const text = '\uFEFF{"daily":[]}';
    for (const bytes of [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
      await writeFile(file, bytes);
      assert.equal(
        sentenceOf(await compare({ ...all, figure: 'ccusage', report: { file }, command: null })),
        'ccusage says $0.00, Payoff $0.00: the same.',
      );
    }
    assert.match(sentenceOf(await compare({ ...all, figure: 'ccusage', report: { text }, command: null })), /the same/);
  });

  it('of a report without models still adds up, with what its prices make left unexplained', async () => {
    await rig.write(`loom/${sessionA}.jsonl`, jsonl(assistant()));
    const report = { text: '{"daily":[{"date":"2026-11-20","totalCost":0.013}]}' };
    const answer = await compare({ ...all, figure: 'ccusage', report, command: null });
    assert.ok(!('problem' in answer));
    assert.deepEqual(
      [answer.theirsNanodollars, answer.ours.nanodollars, answer.unexplainedNanodollars],
      [13_000_000, 10_000_000, 3_000_000],
    );
    assert.match(answer.possibleReasons.join(' '), /Only its report is at hand/);
  });

  it('of a report with models takes what is left over at equal tokens for the price', async () => {
    await rig.write(`loom/${sessionA}.jsonl`, jsonl(assistant()));
    const modelBreakdowns = [{ modelName: 'claude-opus-5-5', inputTokens: 0, outputTokens: 500, cost: 0.013 }];
    const report = { text: JSON.stringify({ daily: [{ date: '2026-11-20', totalCost: 0.013, modelBreakdowns }] }) };
    const answer = await compare({ ...day, figure: 'ccusage', report, command: null });
    assert.ok(!('problem' in answer));
    assert.deepEqual(
      answer.causes.map(({ cause, nanodollars }) => [cause, nanodollars]),
      [['prices', 3_000_000]],
    );
    assert.equal(answer.unexplainedNanodollars, 0);
  });

  it('of a report that lacks a day says so of what was used on it, and of nothing else', async () => {
    const at = '2026-11-21T12:00:00.000Z';
    await rig.write(`loom/${sessionA}.jsonl`, jsonl(assistant(), assistant({ at }), assistant({ at })));
    const modelBreakdowns = [{ modelName: 'claude-opus-5-5', inputTokens: 0, outputTokens: 500, cost: 0.013 }];
    const daily = [{ date: '2026-11-20', totalCost: 0.013, modelBreakdowns }];
    for (const [days, causes] of [
      [
        daily,
        [
          ['unreported', -20_000_000, 2],
          ['prices', 3_000_000, 1],
        ],
      ],
      [[], [['unreported', -30_000_000, 3]]],
    ] as const) {
      const answer = await compare({ ...all, figure: 'ccusage', report: { text: JSON.stringify({ daily: days }) }, command: null });
      assert.ok(!('problem' in answer));
      assert.deepEqual(
        answer.causes.map(({ cause, nanodollars, count }) => [cause, nanodollars, count]),
        causes,
      );
      assert.equal(answer.unexplainedNanodollars, 0);
    }
  });

  it('of a report knows that ccusage has no price where it counts tokens and no amount', async () => {
    await rig.write(`loom/${sessionA}.jsonl`, jsonl(assistant()));
    const modelBreakdowns = [{ modelName: 'claude-opus-5-5', inputTokens: 0, outputTokens: 500, cost: 0 }];
    const report = { text: JSON.stringify({ daily: [{ date: '2026-11-20', totalCost: 0, modelBreakdowns }] }) };
    const answer = await compare({ ...day, figure: 'ccusage', report, command: null });
    assert.ok(!('problem' in answer));
    assert.deepEqual(
      answer.causes.map(({ cause, nanodollars, count }) => [cause, nanodollars, count]),
      [['unknownModels', -10_000_000, 1]],
    );
    assert.equal(answer.unexplainedNanodollars, 0);
  });

  it('with ccusage reads each line of each file once, also where one ends without a line end', async () => {
    // Lines without an id are all counted, each by itself.
    const nameless = (sessionId: string): object => {
      const line = assistant({ sessionId }) as { readonly message: object };
      return { ...line, message: { ...line.message, id: undefined } };
    };
    for (const name of ['a', 'b', 'c']) await rig.write(`loom/${name}.jsonl`, jsonl(nameless(name)).trimEnd());
    const modelBreakdowns = [{ modelName: 'claude-opus-5-5', inputTokens: 0, outputTokens: 1500, cost: 0.03 }];
    const report = { text: JSON.stringify({ daily: [{ date: '2026-11-20', totalCost: 0.03, modelBreakdowns }] }) };
    const answer = await compare({ ...all, figure: 'ccusage', report, command: null });
    assert.ok(!('problem' in answer));
    assert.deepEqual([answer.causes, answer.unexplainedNanodollars, answer.possibleReasons], [[], 0, []]);
  });

  it('takes a session’s total from the client’s account file where its transcript has none, and only if its tokens are the session’s', async () => {
    await rig.write(`loom/${sessionA}.jsonl`, jsonl(assistant()));
    const account = (outputTokens: number): string =>
      JSON.stringify({
        projects: {
          '/home/ada/loom': { lastSessionId: sessionA, lastCost: 0.011, lastModelUsage: { 'claude-opus-5-5': { outputTokens } } },
        },
      });
    const causes = async (outputTokens: number): Promise<readonly unknown[]> => {
      await writeFile(path.join(rig.home, '.claude.json'), account(outputTokens));
      const answer = await compare({ ...all, figure: 'claude' });
      assert.ok(!('problem' in answer));
      assert.equal(answer.unexplainedNanodollars, 0);
      return answer.causes.map(({ cause, nanodollars }) => [cause, nanodollars]);
    };
    assert.deepEqual(await causes(500), [['prices', 1_000_000]]);
    assert.deepEqual(await causes(499), [['noTotal', -10_000_000]]);
  });

  describe('with a fork whose lines are longer than its parent’s', () => {
    // The client writes another entrypoint into the lines that a fork repeats.
    const longer = (line: object): object => ({ ...line, sessionId: sessionB, entrypoint: 'sdk-typescript'.repeat(20) });
    const causesOf = async (): Promise<readonly unknown[]> => {
      const answer = await compare({ ...all, figure: 'claude' });
      assert.ok(!('problem' in answer));
      // Prices: the totals of these lines are a dollar each.
      return [...answer.causes.map(({ cause, count }) => [cause, count]), answer.unexplainedNanodollars];
    };

    it('knows that the parent’s requests are in its total', async () => {
      const shared = [0, 1, 2].map((minute) => assistant({ at: `2026-11-20T12:0${String(minute)}:00.000Z` }));
      await rig.write(`loom/${sessionA}.jsonl`, jsonl(...shared, costState({ 'claude-opus-5-5': { output: 1500 } })));
      await rig.write(`loom/${sessionB}.jsonl`, jsonl(...shared.map(longer), costState({ 'claude-opus-5-5': { output: 1500 } }, sessionB)));
      assert.deepEqual(await causesOf(), [['prices', 2], ['forks', 3], 0]);
    });

    it('knows which of the parent’s requests came after its total', async () => {
      const shared = [0, 1, 2].map((minute) => assistant({ at: `2026-11-20T12:0${String(minute)}:00.000Z` }));
      const total = costState({ 'claude-opus-5-5': { output: 1000, cacheRead: 0 } });
      await rig.write(`loom/${sessionA}.jsonl`, jsonl(...shared.slice(0, 2), total, ...shared.slice(2)));
      await rig.write(`loom/${sessionB}.jsonl`, jsonl(...shared.map(longer), costState({ 'claude-opus-5-5': { output: 1500 } }, sessionB)));
      assert.deepEqual(await causesOf(), [['prices', 2], ['forks', 3], ['later', 1], 0]);
    });
  });

  it('ends when it is called off, and with the ledger', async () => {
    const calledOff = new AbortController();
    calledOff.abort();
    await assert.rejects(compare({ ...all, figure: 'claude' }, {}, calledOff.signal));
    const engine = await rig.open();
    const running = engine.compare({ ...all, figure: 'claude' }, {});
    await Promise.all([assert.rejects(running), engine.close()]);
  });

  it('says the same of ours beside every figure, also where a side call has no price', async () => {
    const models = { 'claude-opus-5-5': { output: 500 }, 'claude-haiku-4-5': { output: 1000 }, 'model-of-tomorrow': { output: 10 } };
    await rig.write(`loom/${sessionA}.jsonl`, jsonl(assistant(), costState(models)));
    const engine = await rig.open();
    await engine.ingest({});
    // The request, and a thousand tokens of Haiku.
    const expected = 10_000_000 + 5_000_000;
    for (const query of [
      { ...all, figure: 'claude' },
      { ...all, figure: 'ccusage', report: { text: '{"daily":[]}' }, command: null },
      { ...day, figure: 'console', amount: '1', csv: null },
    ] as const) {
      const answer = await engine.compare(query, {});
      assert.ok(!('problem' in answer));
      assert.equal(answer.ours.nanodollars, expected, query.figure);
      const causes = answer.causes.reduce((sum, { nanodollars }) => sum + nanodollars, 0);
      assert.equal(answer.ours.nanodollars + causes + answer.unexplainedNanodollars, answer.theirsNanodollars, query.figure);
    }
  });
});
