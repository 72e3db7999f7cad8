import assert from 'node:assert/strict';
import { readConsoleExport } from '../../../src/core/team/dashboard/consoleExport.ts';
import { publishDay } from '../../../src/core/team/otlp/publishDay.ts';
import { publishedCsv } from '../../../src/core/team/reports/publishedTable.ts';
import { weeklyMarkdown } from '../../../src/core/team/reports/weeklyReport.ts';
import { demoEditions } from '../../../src/core/team/published/demoTeam.ts';
import { passedOf } from '../../../webview/team/passed.ts';
import { planAbout } from '../../../webview/team/planWords.ts';
import { readAmount, readMonths, readMonthsOrNone, readWhole, typedAmount, typedMonths } from '../../../webview/team/typed.ts';

const head =
  'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed';
const row = (day: string, workspace: string, cost: string): string =>
  `${day},Claude Opus 5.5,${workspace},"key, of ""somebody""",message,≤ 200k,output,${cost},${cost},token,global,standard`;

describe('A cost export of the Console', () => {
  it('is summed up by month, exactly, with the workspaces that it tells apart', () => {
    const read = readConsoleExport(
      `\uFEFF${[head, row('2026-10-31', 'Default', '0.1'), row('2026-11-01', 'Claude Code', '0.2'), row('2026-11-02', 'Default', '0.1')].join('\r\n')}\r\n`,
    );
    assert.deepEqual(read, {
      ok: true,
      months: [
        { month: '2026-10', nanodollars: 100_000_000 },
        { month: '2026-11', nanodollars: 300_000_000 },
      ],
      rows: 3,
      workspaces: ['Claude Code', 'Default'],
    });
  });

  it('can be read of one workspace alone', () => {
    const read = readConsoleExport(
      [head, row('2026-11-01', 'Claude Code', '2'), row('2026-11-02', 'Default', '1')].join('\n'),
      'Claude Code',
    );
    assert.deepEqual(read.ok && read.months, [{ month: '2026-11', nanodollars: 2_000_000_000 }]);
  });

  it('is refused whole where anything of it cannot be read', () => {
    for (const text of [
      '',
      'a,b\n1,2',
      head,
      `${head}\n${row('2026-11-01', '', 'much')}`,
      `${head}\n${row('yesterday', '', '1')}`,
      `${head}\n"2026-11-01,x`,
    ])
      assert.equal(readConsoleExport(text).ok, false, JSON.stringify(text));
  });
});

describe('What a lead types', () => {
  it('is read as it is written, and not guessed', () => {
    assert.equal(readAmount('$1,234.56'), 1_234_560_000_000);
    assert.equal(readAmount('0.000000001'), 1);
    assert.equal(readAmount(' '), null);
    for (const text of ['1.234,56', '12,34', '-1', '1e3', 'ten', '99999999999']) assert.equal(readAmount(text), undefined, text);
    assert.equal(readWhole('1,200'), 1200);
    for (const text of ['1.5', '-1', '12,00']) assert.equal(readWhole(text), undefined, text);
  });

  it('comes back as it can be typed again', () => {
    for (const nanodollars of [0, 1, 500_000_000, 1_234_560_000_000, 8_999_999_999_999_999])
      assert.equal(readAmount(typedAmount(nanodollars)), nanodollars);
    assert.equal(typedAmount(1_234_500_000_000), '1234.50');
  });
});

describe('What is taken along of a team', () => {
  const editions = demoEditions(Date.UTC(2026, 10, 23, 15));

  it('has every leaf of the editions in its table, and none that is a formula', () => {
    const leaves = (value: unknown): number =>
      typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, each) => sum + leaves(each), 0) : 1;
    const own = 8 - 1; // what an edition says of itself; `day` is another source's
    const expected = editions.reduce((sum, edition) => sum + leaves(edition) - own, 0);
    const lines = publishedCsv({ team: 'demo', weeks: editions, days: [] }).trimEnd().split('\r\n');
    assert.equal(lines.length - 1, expected);
    assert.deepEqual(
      lines.filter((line) => /(?:^|,)[=+@\t]/.test(line)),
      [],
    );
  });

  it('says the unit of what is no count, and another one of each source', () => {
    const amounts = { cost: 5_000_000, activeUserMs: 60_000 };
    const rows = Array.from({ length: 6 }, (_, index) => ({ person: String(index), model: 'claude-opus-5-5', amounts }));
    const claude = publishDay({ team: 'demo', day: '2026-11-20', k: 5, nowMs: 0 }, rows);
    assert.ok(claude !== null);
    const lines = publishedCsv({ team: 'demo', weeks: editions, days: [claude] }).split('\r\n');
    const unit = (source: string, figure: string): string | undefined =>
      lines
        .find((line) => line.startsWith(`${source},`) && line.includes(`,${figure},`))
        ?.split(',')
        .at(-1);
    assert.equal(unit('payoff', 'cost.total'), 'microdollars');
    assert.equal(unit('payoff', 'cost.models.slices.claude-opus-5-5'), 'microdollars');
    assert.equal(unit('payoff', 'spendBins.1.from'), 'microdollars');
    assert.equal(unit('payoff', 'spendBins.1.people.atLeast'), '');
    assert.equal(unit('payoff', 'cost.cadence'), '');
    assert.equal(unit('payoff', 'standing.slices.stayed'), 'thousandths');
    assert.equal(unit('payoff', 'spendRanks.0.share'), 'thousandths');
    assert.equal(unit('payoff', 'tokens.total'), '');
    assert.equal(unit('claude', 'cost.total'), 'nanodollars');
    assert.equal(unit('claude', 'activeUserMs'), 'milliseconds');
  });

  it('takes a team’s name for a text and nothing else', () => {
    const [title] = weeklyMarkdown({ name: '[x](javascript:1) <b>\n# y', k: 5 }, editions).split('\n');
    assert.equal(title, '# \\[x\\]\\(javascript:1\\) \\<b\\> \\# y: Claude Code by week');
  });
});

describe('Whether a month’s budget was passed', () => {
  const month = { set: { value: 10 }, missingDays: 0, isAtLeast: false, passedIn: null } as const;

  it('is said to be no only where nothing of the month is hidden, and no cost is known to be a lower bound', () => {
    assert.equal(passedOf(month), 'no');
    assert.equal(passedOf({ ...month, missingDays: 7 }), 'untold');
    assert.equal(passedOf({ ...month, set: { hidden: 'notEntered' } }), 'notEntered');
    assert.deepEqual(passedOf({ ...month, passedIn: '2026-W47' }), { week: '2026-W47', atTheLatest: false });
    assert.deepEqual(passedOf({ ...month, passedIn: '2026-W47', missingDays: 7 }), { week: '2026-W47', atTheLatest: true });
    assert.equal(passedOf({ ...month, isAtLeast: true }), 'untold');
    assert.deepEqual(passedOf({ ...month, passedIn: '2026-W47', isAtLeast: true }), { week: '2026-W47', atTheLatest: true });
  });
});

describe('Amounts by month, as they are typed', () => {
  it('are read line by line and typed back, and what cannot be read is named', () => {
    const read = readMonths('2026-10 1,234.56\n\n 2026-11: $2000 \n2026-12\nmuch 5\n2026-13-01 x');
    assert.deepEqual(read.months, [
      { month: '2026-10', nanodollars: 1_234_560_000_000 },
      { month: '2026-11', nanodollars: 2_000_000_000_000 },
    ]);
    assert.deepEqual(read.unreadable, ['2026-12', 'much 5', '2026-13-01 x']);
    assert.equal(typedMonths(read.months), '2026-10 1234.56\n2026-11 2000');
  });

  it('end with “none” where there may be none', () => {
    const typed = '2026-10 1000\n2026-12 none';
    const read = readMonthsOrNone(`${typed.replace('none', ' None ')}\n2027-01 nothing`);
    assert.deepEqual(read.months, [
      { month: '2026-10', nanodollars: 1_000_000_000_000 },
      { month: '2026-12', nanodollars: null },
    ]);
    assert.deepEqual(read.unreadable, ['2027-01 nothing']);
    assert.equal(typedMonths(read.months), typed);
    assert.deepEqual(readMonths(typed).unreadable, ['2026-12 none']);
  });
});

describe('What a plan says it rests on', () => {
  it('is a whole sentence, also of a team without a week', () => {
    assert.match(planAbout(0), /^What the next 90 days come to: no published week tells its cost yet/);
    assert.match(planAbout(1), /^The last published week as a base/);
    assert.match(planAbout(8), /^The last 8 published weeks as a base/);
  });
});
