import assert from 'node:assert/strict';
import { readAmount, readConsoleCsv, seemsAmount } from '../../../../src/core/report/compare/consoleFigure.ts';

describe('An amount of the Console', () => {
  for (const [text, nanodollars, unit] of [
    ['123.45', 123_450_000_000, 10_000_000],
    ['$1,234.5', 1_234_500_000_000, 100_000_000],
    [' 7 USD ', 7_000_000_000, 1_000_000_000],
    ['0.000000001', 1, 1],
    ['US$1,234.56', 1_234_560_000_000, 10_000_000],
    ['USD 12', 12_000_000_000, 1_000_000_000],
    ['$.50', 500_000_000, 10_000_000],
    ['5.', 5_000_000_000, 1_000_000_000],
  ] as const)
    it(`is read from ${JSON.stringify(text)}, with what its last digit is worth`, () =>
      assert.deepEqual(readAmount(text), { nanodollars, unit }));

  for (const text of ['', 'cost.csv', '12.3.4', '1,23', '-5', '1.234,56', '12 34', '1e3', '0x10', '.', '$', 'USD', '5 EUR', '€5'])
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(readAmount(text), null));

  for (const text of ['1.234,56', '1,50', "1'234.56", '1 234.56', '€120', '120 EUR', 'CHF 12', '1,2345', '99999999999', '£5'])
    it(`was meant by ${JSON.stringify(text)}, though it is none`, () => assert.ok(seemsAmount(text)));

  for (const text of ['cost.csv', '2026-11-20', 'claude_api_cost_2026_11', 'EUR', '', '.', 'november 2026'])
    it(`was not meant by ${JSON.stringify(text)}`, () => assert.ok(!seemsAmount(text)));
});

const header =
  'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed,api_key_id,api_key_status';

describe('A file of the Console', () => {
  it('is read by its header: quoted cells, both line ends, a mark at its begin, discounts, batches and searches', () => {
    const text = [
      `\uFEFF${header}`,
      '2026-08-04,Claude Haiku 4.5,"Default, ""main""",k,message,≤ 200k,input_no_cache,0.0512345678,0.06,token,not_available,standard,id,active',
      '2026-08-05,Claude Opus 4.8,Default,k,batch,,output,1.5,1.5,token,,,id,active',
      '2026-08-05,Claude Opus 4.8,Default,k,message,,,0.03,0.03,web_search,,,id,active',
      '2026-08-06,,Default,k,,,,0.05,0.05,code_execution,,,id,active',
      '',
    ].join('\r\n');
    const read = readConsoleCsv(text);
    assert.ok('rows' in read, JSON.stringify(read));
    assert.deepEqual(
      read.rows.map(({ day, model, nanodollars, listNanodollars, kind, batch }) => [day, model, nanodollars, listNanodollars, kind, batch]),
      [
        ['2026-08-04', 'Claude Haiku 4.5', 51_234_568, 60_000_000, 'tokens', false],
        ['2026-08-05', 'Claude Opus 4.8', 1_500_000_000, 1_500_000_000, 'tokens', true],
        ['2026-08-05', 'Claude Opus 4.8', 30_000_000, 30_000_000, 'searches', false],
        ['2026-08-06', '', 50_000_000, 50_000_000, 'other', false],
      ],
    );
  });

  for (const [name, text] of [
    ['semicolons', 'date;cost\n22.11.2026;1,5\n'],
    ['tabs', 'date\tcost\n2026-11-22\t1.5\n'],
    ['two bytes a character, and commas', Buffer.from('\uFEFFdate,cost\n', 'utf16le').toString('utf8')],
    ['two bytes a character', Buffer.from('\uFEFFdate\tcost\n', 'utf16le').toString('utf8')],
  ] as const)
    it(`is refused in a sentence where a spreadsheet program saved it again with ${name}`, () =>
      assert.deepEqual(readConsoleCsv(text), {
        problem: 'A spreadsheet program has saved this file in a form of its own: give it as the Console exported it.',
      }));

  it('needs only a day and a cost', () => {
    const read = readConsoleCsv('Date,Cost (USD)\n2026-08-04T00:00:00Z,"$1,000.25"\n');
    assert.deepEqual('rows' in read && read.rows.map(({ day, nanodollars }) => [day, nanodollars]), [['2026-08-04', 1_000_250_000_000]]);
  });

  it('may have the line ends of old spreadsheet programs, and a currency that is the dollar', () => {
    const read = readConsoleCsv('date,cost,currency\r2026-08-04,1,USD\r2026-08-05,2,usd\r2026-08-06,4,\r');
    assert.deepEqual('rows' in read && read.rows.map(({ nanodollars }) => nanodollars), [1e9, 2e9, 4e9]);
  });

  it('may have amounts as programs write small ones', () => {
    const read = readConsoleCsv('date,cost\n2026-08-04,5e-7\n2026-08-04,1.25E-07\n2026-08-04,-2.5e-9\n2026-08-04,1e-20\n');
    assert.deepEqual('rows' in read && read.rows.map(({ nanodollars }) => nanodollars), [500, 125, -3, 0]);
  });

  for (const [title, text, sentence] of [
    ['nothing', '', /empty/],
    ['no rows', `${header}\n`, /no rows/],
    ['tokens without a cost', 'usage_date_utc,model_version,usage_input_tokens_no_cache\n2026-08-04,x,5\n', /page Cost/],
    ['no day', 'model,cost_usd\nx,1\n', /no column for a day .*model, cost_usd/],
    ['no cost', 'date,model\n2026-08-04,x\n', /no column for a cost/],
    ['a row that is none', 'date,cost\n2026-08-04,1\nlater,2\n', /^Row 3 .*no day/],
    ['an amount that is none', 'date,cost\n2026-08-04,none\n', /^Row 2 .*no amount/],
    ['a day that no calendar has', 'date,cost\n2026-13-40,1\n', /^Row 2 .*no day/],
    ['a day that its month has not', 'date,cost\n2026-02-30,1\n', /^Row 2 .*no day/],
    ['a day in the manner of a country', 'date,cost\n11/20/2026,1\n', /^Row 2 .*no day/],
    ['another currency', 'date,cost,Currency\n2026-08-04,1,USD\n2026-08-05,1,EUR\n', /^Row 3 .*EUR.*dollars/],
    ['an amount with a comma for a point', 'date,cost\n2026-08-04,"1,25"\n', /^Row 2 .*no amount/],
  ] as const)
    it(`is not understood with ${title}, which is said`, () => {
      const read = readConsoleCsv(text);
      assert.match('problem' in read ? read.problem : '', sentence);
    });
});
