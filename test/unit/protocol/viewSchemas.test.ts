import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { AdviceView, Dismissal } from '../../../src/core/report/advice/adviceView.ts';
import type { CommitRow, PullRequestRow } from '../../../src/core/report/commits.ts';
import type { Explanation, Receipt } from '../../../src/core/report/explanation.ts';
import type { FilePage } from '../../../src/core/report/filePage.ts';
import type { Holdings } from '../../../src/core/report/holdings.ts';
import type { Overview, Today } from '../../../src/core/report/overview.ts';
import type { SessionList, SessionPage } from '../../../src/core/report/sessionPage.ts';
import type { Standing } from '../../../src/core/report/standing.ts';
import type { commitRow, pullRequestRow } from '../../../src/protocol/commitSchemas.ts';
import { adviceView, dismissal } from '../../../src/protocol/adviceSchemas.ts';
import { commitList } from '../../../src/protocol/commitSchemas.ts';
import { dataMethods, longestPage } from '../../../src/protocol/dataMethods.ts';
import { explanation, receipt } from '../../../src/protocol/explanationSchemas.ts';
import { filePage } from '../../../src/protocol/fileSchemas.ts';
import { holdings } from '../../../src/protocol/holdingsSchemas.ts';
import { workerContract } from '../../../src/protocol/messages.ts';
import { overview, today } from '../../../src/protocol/overviewSchemas.ts';
import { panelContract } from '../../../src/protocol/panel.ts';
import { sessionList, sessionPage } from '../../../src/protocol/sessionSchemas.ts';
import { standing } from '../../../src/protocol/standingSchemas.ts';
import { anAdviceView } from '../../support/adviceViews.ts';
import { money } from '../../support/snapshots.ts';
import {
  aCommitRow,
  aFilePage,
  aPullRequestRow,
  aSessionListRow,
  aSessionPage,
  aStanding,
  anExplanation,
  anOverview,
  someHoldings,
} from '../../support/views.ts';

/** `satisfies` holds each schema's output to its type; this holds the type to the schema, so that no value of it is refused. */
type Accepts<Schema extends v.GenericSchema, Type> = Type extends v.InferOutput<Schema> ? true : never;
const accepted: readonly true[] = [
  true satisfies Accepts<typeof standing, Standing>,
  true satisfies Accepts<typeof commitRow, CommitRow>,
  true satisfies Accepts<typeof pullRequestRow, PullRequestRow>,
  true satisfies Accepts<typeof overview, Overview>,
  true satisfies Accepts<typeof today, Today>,
  true satisfies Accepts<typeof sessionList, SessionList>,
  true satisfies Accepts<typeof sessionPage, SessionPage>,
  true satisfies Accepts<typeof filePage, FilePage>,
  true satisfies Accepts<typeof explanation, Explanation>,
  true satisfies Accepts<typeof receipt, Receipt>,
  true satisfies Accepts<typeof holdings, Holdings>,
  true satisfies Accepts<typeof adviceView, AdviceView>,
  true satisfies Accepts<typeof dismissal, Dismissal>,
];

describe('the views as messages', () => {
  const carries = (schema: v.GenericSchema, value: unknown): void => assert.deepEqual(v.parse(schema, structuredClone(value)), value);

  it('arrive as they left, no field lost', () => {
    assert.equal(accepted.length, 13);
    carries(standing, aStanding());
    carries(overview, anOverview());
    carries(today, { total: money(1), standing: aStanding(), commits: [aCommitRow()] });
    carries(commitList, { total: 1, withCost: 1, rows: [aCommitRow()], pullRequests: [aPullRequestRow()] });
    carries(sessionList, { total: 1, offset: 0, rows: [aSessionListRow()], money: money(1) });
    carries(sessionPage, aSessionPage());
    carries(filePage, aFilePage());
    carries(filePage, aFilePage({ lines: null, problem: 'The default branch has no file of this name.' }));
    carries(explanation, anExplanation());
    carries(receipt, { kind: 'branch', id: 'main', markdown: '$2.31' });
    carries(holdings, someHoldings());
    carries(adviceView, anAdviceView(undefined, [{ kind: 'rule', rule: 'inNoCommit' }]));
  });

  it('refuse a part that is not known', () => {
    const [first, ...rest] = aStanding().parts;
    assert.ok(!v.is(standing, { ...aStanding(), parts: [{ ...first, part: 'wasted' }, ...rest] }));
  });

  it('are asked for in pages, and with periods that exist', () => {
    const filter = { period: '7days', repository: null, branch: null, model: null, part: null };
    const question = { filter, offset: 0, limit: longestPage, subjects: true };
    const { params } = dataMethods.commits;
    assert.ok(v.is(params, question));
    for (const wrong of [
      { ...question, limit: longestPage + 1 },
      { ...question, limit: -1 },
      { ...question, offset: 0.5 },
      { ...question, filter: { ...filter, period: 'yesterday' } },
      { ...question, filter: { ...filter, period: { firstDay: '2026-02-30x', lastDay: '2026-03-01' } } },
      { ...question, filter: { ...filter, repository: 'x'.repeat(5000) } },
      { ...question, filter: { ...filter, repository: undefined } },
    ])
      assert.ok(!v.is(params, wrong), JSON.stringify(wrong).slice(0, 200));
    assert.ok(v.is(params, { ...question, filter: { ...filter, branch: '' } }));
  });

  it('act on folders by their whole path, and never on nothing or on everything', () => {
    const questions = [
      (folder: string) => v.is(workerContract.methods.forget.params, { folder }),
      (repository: string) => v.is(panelContract.methods.forget.params, { repository }),
      (folder: string) => v.is(dataMethods.receipt.params, { reference: 'main', folder }),
      (folder: string) => v.is(dataMethods.explain.params, { reference: 'a1b2c3d', kind: null, folder }),
    ];
    for (const accepts of questions) {
      for (const folder of ['/home/ada/loom', '/r', '/.config/x', 'C:\\code\\loom', 'C:/code', '\\\\server\\share\\loom'])
        assert.ok(accepts(folder), folder);
      for (const folder of [
        '',
        ' ',
        '/',
        '//',
        '/.',
        '/..',
        '.',
        '..',
        'loom',
        './loom',
        '~',
        '~/loom',
        'C:',
        'C:\\',
        '\\\\server\\share',
        '\\\\server\\share\\',
      ])
        assert.ok(!accepts(folder), folder);
    }
    for (const heading of ['', '../x', 'a b', 'Model']) assert.ok(!v.is(panelContract.methods.openAdviceRule.params, { heading }), heading);
    assert.ok(!v.is(dismissal, { kind: 'rule', rule: 'everything' }) && !v.is(dismissal, { kind: 'advice', id: ' ' }));
    for (const glob of ['', '  ']) assert.ok(!v.is(panelContract.methods.exclude.params, { glob }));
    for (const reference of ['', ' ']) assert.ok(!v.is(dataMethods.explain.params, { reference, kind: null, folder: null }));
  });
});
