/** `payoff compare` in a terminal, on a made-up engine. */
import assert from 'node:assert/strict';
import type { CompareQuery } from '../../src/engine/compareTypes.ts';
import { payoff } from '../support/cliEngine.ts';
import type { Ran } from '../support/cliEngine.ts';
import { aComparison } from '../support/comparisons.ts';
import { matchesGolden } from '../support/golden.ts';

/** What the engine is asked, and what is printed. */
async function asked(...given: readonly string[]): Promise<{ readonly query: CompareQuery | null; readonly ran: Ran }> {
  let query: CompareQuery | null = null;
  const compare = (some: CompareQuery): Promise<ReturnType<typeof aComparison>> => {
    query = some;
    return Promise.resolve(aComparison());
  };
  const ran = await payoff(['compare', ...given], {
    engine: { compare },
    surroundings: { readInput: () => Promise.resolve('{"daily":[]}') },
  });
  return { query, ran };
}

const plain = { environment: { NO_COLOR: '1' } };
const everything = { sinceMs: null, untilMs: null };

describe('payoff compare', () => {
  it('answers in one sentence, then goes from our figure to theirs, cause by cause', async () => {
    const { code, stdout, stderr } = await payoff(['compare', 'ccusage'], { columns: 100, surroundings: plain });
    assert.deepEqual([code, stderr], [0, '']);
    matchesGolden('compare.txt', stdout);
    assert.equal(stdout.split('\n')[0], 'ccusage 20.0.24 says $412.10, Payoff $438.77: $26.67 apart, $26.60 of it explained.');
  });

  it('gives the same as JSON, in whole nanodollars', async () => {
    const { code, stdout } = await payoff(['compare', 'ccusage', '--json']);
    assert.equal(code, 0);
    matchesGolden('compare.json', stdout);
    const { oursNanodollars, causes, unexplainedNanodollars, theirsNanodollars } = JSON.parse(stdout) as Readonly<
      Record<'oursNanodollars' | 'unexplainedNanodollars' | 'theirsNanodollars', number>
    > & { readonly causes: readonly { readonly nanodollars: number }[] };
    assert.equal(
      causes.reduce((sum, { nanodollars }) => sum + nanodollars, oursNanodollars + unexplainedNanodollars),
      theirsNanodollars,
    );
  });

  it('says at least where a request has no price, on a narrow terminal too', async () => {
    const compare = () => Promise.resolve(aComparison({ ours: { nanodollars: 438_770_000_000, unpricedRequests: 3, lowerBound: false } }));
    const { stdout } = await payoff(['compare', 'ccusage'], { columns: 40, engine: { compare }, surroundings: plain });
    assert.match(stdout.replaceAll('\n', ' '), /Payoff at least \$438\.77: \$26\.67 apart/);
    for (const line of stdout.split('\n')) assert.ok(line.length <= 44, line);
  });

  it('asks for what was named', async () => {
    assert.deepEqual((await asked('ccusage')).query, { ...everything, figure: 'ccusage', report: null, command: null });
    assert.deepEqual((await asked('ccusage', '--command', 'bin/ccusage')).query, {
      ...{ ...everything, figure: 'ccusage', report: null },
      command: 'bin/ccusage',
    });
    assert.deepEqual((await asked('ccusage', 'made.json')).query, {
      ...{ ...everything, figure: 'ccusage', command: null },
      report: { file: '/home/ada/loom/made.json' },
    });
    assert.deepEqual((await asked('ccusage', '-')).query, {
      ...everything,
      figure: 'ccusage',
      command: null,
      report: { text: '{"daily":[]}' },
    });
    assert.deepEqual((await asked('claude', '--since', '2026-11-20', '--timezone', 'UTC')).query, {
      ...{ figure: 'claude', untilMs: null },
      sinceMs: Date.parse('2026-11-20T00:00:00Z'),
    });
    assert.deepEqual((await asked('console', '$1,234.50')).query, { ...everything, figure: 'console', amount: '$1,234.50', csv: null });
    assert.deepEqual((await asked('console', '/tmp/cost.csv')).query, {
      ...{ ...everything, figure: 'console', amount: null },
      csv: { file: '/tmp/cost.csv' },
    });
  });

  it('says how other days are asked for, where none were given for the Console’s figure', async () => {
    const said = /^Give --since and --until for other days\.$/m;
    assert.match((await asked('console', '12')).ran.stdout, said);
    assert.doesNotMatch((await asked('console', '12', '--since', '2026-11-01')).ran.stdout, said);
    assert.doesNotMatch((await asked('claude')).ran.stdout, said);
  });

  for (const [given, sentence] of [
    [[], /needs what to compare with: ccusage, claude or console/],
    [['codex'], /does not know "codex": give one of ccusage, claude, console/],
    [['console'], /needs the amount .* such as 123\.45, or a file/],
    [['claude', '12'], /compare claude takes no "12"/],
    [['console', '12', '13'], /compare console takes no "13"/],
    [['claude', '--command', 'x'], /--command is for running ccusage/],
    [['ccusage', 'made.json', '--command', 'x'], /--command is for running ccusage/],
    [['ccusage', '--by', 'day'], /payoff compare does not understand --by/],
  ] as const)
    it(`does not understand ${['compare', ...given].join(' ')}, which it says`, async () => {
      const { code, stderr } = await payoff(['compare', ...given]);
      assert.equal(code, 2);
      assert.match(stderr, sentence);
    });

  it('says why nothing can be compared, and ends as a failure', async () => {
    const compare = () => Promise.resolve({ problem: 'ccusage is not installed.' });
    const { code, stdout, stderr } = await payoff(['compare', 'ccusage'], { engine: { compare } });
    assert.deepEqual([code, stdout, stderr], [1, '', 'payoff: ccusage is not installed.\n']);
    const nothing = await payoff(['compare', 'ccusage', '-']);
    assert.deepEqual([nothing.code, nothing.stderr], [1, 'payoff: Nothing came on standard input: pipe a report into it.\n']);
  });

  it('ends as interrupted when it is', async () => {
    const stopped = new AbortController();
    const compare = (): Promise<never> => {
      stopped.abort();
      return Promise.reject(new Error('aborted'));
    };
    const { code } = await payoff(['compare', 'claude'], { engine: { compare }, surroundings: { signal: stopped.signal } });
    assert.equal(code, 130);
  });
});
