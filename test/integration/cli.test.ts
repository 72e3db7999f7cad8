import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FiguresSum } from '../../src/core/report/figures.ts';
import { groupings } from '../../src/core/report/report.ts';
import type { Engine } from '../../src/engine/types.ts';
import { displayWidth } from '../../src/cli/displayWidth.ts';
import { renderTable } from '../../src/cli/table.ts';
import { aSessionRow, payoff, someDoctor } from '../support/cliEngine.ts';
import { matchesGolden } from '../support/golden.ts';
import { testPrices } from '../support/rows.ts';
import { now } from '../support/snapshots.ts';

describe('the JSON of payoff', () => {
  for (const by of groupings)
    it(`report --by ${by} has the documented shape`, async () => {
      const { code, stdout, stderr } = await payoff(['report', '--by', by, '--json']);
      assert.deepEqual([code, stderr], [0, '']);
      matchesGolden(`report-${by}.json`, stdout);
    });

  for (const command of ['sessions', 'ingest', 'doctor'])
    it(`${command} has the documented shape`, async () => {
      const { code, stdout, stderr } = await payoff([command, '--json']);
      assert.deepEqual([code, stderr], [0, '']);
      matchesGolden(`${command}.json`, stdout);
    });

  const ofCommits: readonly (readonly [string, readonly string[]])[] = [
    ['commits', ['commits']],
    ['links', ['links']],
    ['explain', ['explain', 'a1b2c3d']],
    ['receipt', ['receipt', 'a1b2c3d']],
    ['report-repo', ['report', '--repo', '.']],
    ['sessions-repo', ['sessions', '--repo', '.']],
  ];
  for (const [name, given] of ofCommits)
    it(`${given.join(' ')} has the documented shape`, async () => {
      const { code, stdout, stderr } = await payoff([...given, '--json']);
      assert.deepEqual([code, stderr], [0, '']);
      matchesGolden(`${name}.json`, stdout);
    });

  it('stands alone on standard output, whatever goes wrong beside it', async () => {
    const ingest: Engine['ingest'] = () =>
      Promise.resolve({ ...emptyIngest, files: 4, complete: false, problems: ['One file could not be read.'] });
    const { stdout, stderr } = await payoff(['report', '--json'], { engine: { ingest } });
    assert.ok(Array.isArray((JSON.parse(stdout) as { rows: unknown }).rows));
    assert.match(stderr, /One file could not be read\.[^]*Not everything is read yet/);
  });
});

const noReport = Promise.resolve({
  standing: null,
  timezone: 'UTC',
  prices: testPrices,
  totals: { key: 'total', ...new FiguresSum().figures() },
  knownSideCallsNanodollars: 0,
  rows: [],
});

const emptyIngest = {
  files: 0,
  filesRead: 0,
  bytes: 0,
  bytesRead: 0,
  requests: 0,
  newRequests: 0,
  skippedLines: 0,
  durationMs: 0,
  peakRssBytes: 0,
  complete: true,
  problems: [],
};

describe('payoff for people', () => {
  for (const command of ['report', 'sessions', 'ingest', 'doctor'])
    it(`${command} is a text of aligned columns`, async () => {
      const { code, stdout } = await payoff([command]);
      assert.equal(code, 0);
      matchesGolden(`${command}.txt`, stdout);
    });

  it('report says with which side calls its total is that of the panel, where that can be seen', async () => {
    const totals = {
      key: 'total',
      ...new FiguresSum().figures(),
      requests: 1,
      costNanodollars: 91_530_000_000,
      sideCallsNanodollars: null,
    };
    const reporting = async (knownSideCallsNanodollars: number): Promise<string> => {
      const report = { ...(await noReport), totals, knownSideCallsNanodollars, rows: [{ ...totals, key: '2026-11-20' }] };
      return (await payoff(['report'], { engine: { report: () => Promise.resolve(report) } })).stdout;
    };
    assert.match(await reporting(110_000_000), /With the side calls that are known, \$0\.11, it is \$91\.64: so the panel counts\./);
    assert.doesNotMatch(await reporting(1_000_000), /the panel/);
  });

  it('report says that amounts are rounded where those shown do not make the total', async () => {
    const figures = new FiguresSum().figures();
    const row = (key: string, costNanodollars: number) => ({ key, ...figures, requests: 1, costNanodollars });
    const reporting = async (costs: readonly number[]): Promise<string> => {
      const totals = row(
        'total',
        costs.reduce((sum, cost) => sum + cost, 0),
      );
      const report = { ...(await noReport), totals, rows: costs.map((cost, index) => row(`2026-11-2${String(index)}`, cost)) };
      return (await payoff(['report'], { engine: { report: () => Promise.resolve(report) } })).stdout;
    };
    const missing = await reporting([10_424_000_000, 54_694_000_000, 67_904_000_000]);
    assert.match(missing, /\$10\.42\n.*\$54\.69\n.*\$67\.90\n.*\n.*\$133\.02\n/);
    assert.match(missing, /Each amount is rounded to the cent by itself/);
    for (const costs of [[10_422_000_000, 54_691_000_000], [4_000_000, 1_230_000_000], []])
      assert.doesNotMatch(await reporting(costs), /rounded/);
  });

  it('report by commit takes for unknown what git was not read of', async () => {
    const totals = { key: 'total', ...new FiguresSum().figures(), requests: 1 };
    const naming = async (gitUnread: boolean): Promise<string> => {
      const report = { ...(await noReport), totals, gitUnread, rows: [{ ...totals, key: '' }] };
      return (await payoff(['report', '--by', 'commit'], { engine: { report: () => Promise.resolve(report) } })).stdout;
    };
    assert.match(await naming(true), /\n\(unknown\) [^]*Git was not read everywhere: /);
    assert.match(await naming(false), /\n\(in no commit\) /);
    assert.doesNotMatch(await naming(false), /not read/);
  });

  it('report breaks what it says beneath at the edge', async () => {
    const { stdout } = await payoff(['report'], { columns: 60, surroundings: { environment: { NO_COLOR: '1' } } });
    for (const line of stdout.split('\n').slice(2)) assert.ok(displayWidth(line) <= 60, line);
  });

  for (const columns of [100, 60, 40])
    it(`report fits into ${String(columns)} columns`, async () => {
      const { stdout } = await payoff(['report', '--by', 'repository'], { columns, surroundings: { environment: { NO_COLOR: '1' } } });
      const table = stdout.split('\n\n')[1] ?? '';
      for (const line of table.split('\n')) assert.ok(displayWidth(line) <= columns, line);
      assert.match(table, /Total .*\$0\.82/);
    });

  for (const columns of [120, 60, 40])
    it(`doctor fits into ${String(columns)} columns`, async () => {
      const { stdout } = await payoff(['doctor'], { columns, surroundings: { environment: { NO_COLOR: '1' } } });
      // A path is one word, and is not broken.
      for (const line of stdout.split('\n')) assert.ok(displayWidth(line) <= columns || /^ *\S+$/.test(line), line);
      assert.ok(stdout.split('\n').every((line) => line === line.trimEnd()));
      assert.match(stdout, /^ {2}4 requests of 3 sessions; [^]*\n\nFindings\n/m);
    });

  it('uses colours on a terminal only, and not where they are unwanted', async () => {
    const coloured = async (columns: number, environment: Record<string, string>): Promise<boolean> =>
      (await payoff(['report'], { columns, surroundings: { environment } })).stdout.includes('\u001b[');
    assert.equal(await coloured(80, {}), true);
    assert.equal(await coloured(80, { NO_COLOR: '1' }), false);
    assert.equal(await coloured(80, { TERM: 'dumb' }), false);
    assert.equal(await coloured(Infinity, {}), false);
  });

  const demo = { surroundings: { environment: { PAYOFF_DEMO: '1' } } };
  for (const command of ['report', 'sessions', 'ingest', 'doctor'])
    it(`${command} says that demo data is demo data, in JSON too`, async () => {
      assert.match((await payoff([command], demo)).stdout, /^Demo: these figures are made up\.\n/);
      const [marked, plain] = [await payoff([command, '--json'], demo), await payoff([command, '--json'])];
      assert.deepEqual(JSON.parse(marked.stdout), { demo: true, ...(JSON.parse(plain.stdout) as object) });
    });

  it('sessions without an edit have no lines', async () => {
    const sessions = () => Promise.resolve([{ ...aSessionRow(), linesAdded: 0, linesRemoved: 0 }]);
    const { stdout } = await payoff(['sessions'], { engine: { sessions } });
    assert.match(stdout, /\bLines\b/);
    assert.doesNotMatch(stdout, /\+0|-0/);
  });

  it('doctor says that every command reads when nobody else does', async () => {
    const { stdout } = await payoff(['doctor'], { engine: { doctor: () => Promise.resolve({ ...someDoctor, lease: null }) } });
    assert.match(stdout, /No VS Code window keeps it up to date right now; every command reads first\n/);
  });

  it('a folder without transcripts is named by the folder that was looked for', async () => {
    const root = (path: string) => ({ path, found: false, files: 0, bytes: 0, problem: null });
    const roots = [root('/home/ada/.claude/projects'), root('/data/projects'), { ...root('/x'), problem: 'It may not be read (EACCES).' }];
    const { stdout } = await payoff(['doctor'], { engine: { doctor: () => Promise.resolve({ ...someDoctor, roots }) } });
    assert.match(
      stdout,
      /~\/\.claude\/projects {2}does not exist\n {2}\/data\/projects {2}does not exist\n {2}\/x {2}It may not be read \(EACCES\)\./,
    );
  });

  it('says once why nothing was read', async () => {
    const newer = 'This ledger was written by a newer Payoff.';
    const ingest: Engine['ingest'] = () => Promise.resolve({ ...emptyIngest, complete: false, problems: [newer] });
    for (const command of ['report', 'ingest'])
      assert.equal((await payoff([command], { engine: { ingest } })).stderr, `payoff: ${newer}\n`);
  });

  it('lets no recorded name steer the terminal', () => {
    const columns = [{ title: 'Branch', align: 'left' as const, priority: Infinity, cell: (row: string) => row }];
    assert.equal(renderTable({ columns, rows: ['a\u001b[2Jb\nc\u202ed'] }, 80, 'plain'), 'Branch\na�[2Jb�c�d\n');
  });

  it('names the columns for which a terminal has no room', () => {
    const column = (title: string, priority: number) => ({ title, align: 'left' as const, priority, cell: (row: string) => row });
    const columns = [column('Day', Infinity), column('Cache read', 0), column('Searches', 1)];
    assert.equal(renderTable({ columns, rows: ['1'] }, 80, 'plain'), 'Day  Cache read  Searches\n1    1           1\n');
    assert.equal(renderTable({ columns, rows: ['1'] }, 10, 'plain'), 'Day\n1\nA wider\nterminal\nshows\nCache\nread,\nSearches\ntoo.\n');
  });

  it('aligns wide characters', () => {
    assert.deepEqual(['ab', '织机', 'e\u0301', '🧵'].map(displayWidth), [2, 4, 1, 2]);
  });

  it('shows a bar when reading takes longer, and leaves nothing of it behind', async () => {
    let clock = now;
    const ingest: Engine['ingest'] = ({ onProgress }) => {
      for (const bytesRead of [10, 50, 90]) {
        clock += 300;
        onProgress?.({ files: 1000, filesDone: 10 * bytesRead, bytes: 100, bytesRead, todayExact: true });
      }
      return Promise.resolve(emptyIngest);
    };
    const slow = await payoff(['ingest'], { engine: { ingest }, columns: 80, surroundings: { nowMs: () => clock } });
    const drawn = slow.stderr.split('\r\u001b[K');
    assert.deepEqual([drawn.length, drawn[0], drawn.at(-1)], [4, '', '']);
    assert.match(drawn[1] ?? '', /^Reading transcripts █{12}░{12} 50% · 500 of 1,000 files$/);
    const piped = await payoff(['ingest'], { engine: { ingest }, surroundings: { nowMs: () => clock } });
    assert.equal(piped.stderr, '');
  });
});

describe('empty results of payoff', () => {
  it('say what was looked for and where, and end well', async () => {
    const doctor = () => Promise.resolve({ ...someDoctor, ledger: { ...someDoctor.ledger, requests: 0 } });
    const { code, stdout } = await payoff(['sessions'], { engine: { sessions: () => Promise.resolve([]), doctor } });
    assert.equal(code, 0);
    assert.match(stdout, /^No request of Claude Code was found\. Transcripts \(\*\.jsonl\) were looked for in:\n/);
    assert.match(stdout, /~\/\.claude\/projects {2}\(4 transcripts\)\n.*~\/\.config\/claude\/projects {2}\(does not exist\)/);
    assert.match(stdout, /\nGive another place with --claude-dir DIR\.\n$/);
    const checkout = { isCheckout: () => true };
    const here = await payoff(['report'], { engine: { report: () => noReport, doctor }, surroundings: checkout });
    assert.match(here.stdout, /npm start -- --demo\.\n$/);
  });

  it('say that nothing was read where nothing was to be', async () => {
    const doctor = () => Promise.resolve({ ...someDoctor, ledger: { ...someDoctor.ledger, requests: 0 } });
    const { stdout } = await payoff(['report', '--no-ingest'], { engine: { report: () => noReport, doctor } });
    assert.equal(stdout, 'The ledger is empty, and --no-ingest left 4 transcripts unread: run it again without --no-ingest.\n');
  });

  it('name the period when there is something at other times', async () => {
    const { code, stdout } = await payoff(['report', '--since', '2030-01-01']);
    assert.equal(code, 0);
    assert.equal(stdout, 'No request of Claude Code was found since 2030-01-01. The ledger holds 4 requests of other times.\n');
    const between = await payoff(['report', '--since', '2030-01-01', '--until', '2030-01-02']);
    assert.match(between.stdout, /was found from 2030-01-01 to 2030-01-02\. /);
    assert.match((await payoff(['report', '--until', '2020-01-02'])).stdout, /was found until 2020-01-02\. /);
  });
});
