/** A history whose only point is its size, kept in memory; the panel's answers about it are those of the product's own reports. */
import { contextWindow } from '../../src/core/pricing/contextWindow.ts';
import { buildOverview } from '../../src/core/report/buildOverview.ts';
import { buildSessionList } from '../../src/core/report/buildSessionList.ts';
import { buildSessionPage } from '../../src/core/report/buildSessionPage.ts';
import { filterOf } from '../../src/engine/periodOf.ts';
import { aHistory, aPlaced, hourMs } from './histories.ts';
import { panelNowMs, panelZone } from './panelSource.ts';
import { testPrices, testRate } from './rows.ts';
import type { Filter } from '../../src/core/report/filter.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { Answers, PanelSource } from './panelSource.ts';

export interface LargeOptions {
  readonly sessions: number;
  /** Beside main; as many of the sessions are on each. */
  readonly branches: number;
}

/** Sessions of one request each, a dollar and some cents, an hour after one another; the last ended an hour before the panel's now. */
export function largePanelSource({ sessions, branches }: LargeOptions): PanelSource {
  const history = aHistory({
    requests: Array.from({ length: sessions }, (_, index) =>
      aPlaced('noEdits', 1 + (index % 97) / 100, {
        sessionId: `${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
        atMs: panelNowMs - (index + 1) * hourMs,
        branch: `work/${String(index % branches).padStart(4, '0')}`,
      }),
    ),
  });
  const context = { history, timezone: panelZone, rate: testRate, nowMs: panelNowMs };
  const of = (filter: FilterMessage): { readonly filter: Filter } => ({ filter: filterOf(filter, panelZone, panelNowMs) });
  const none = (): Promise<never> => Promise.reject(new Error('There is nothing of the kind in this history.'));
  const answers: Answers = {
    overview: ({ filter }) => Promise.resolve(buildOverview({ ...context, ...of(filter), asOf: testPrices.asOf, notes: [] })),
    sessionList: ({ filter, ...query }) => Promise.resolve(buildSessionList({ ...context, ...query, ...of(filter), busy: new Set() })),
    sessionPage: ({ sessionId }) => Promise.resolve(buildSessionPage({ ...context, sessionId, contextWindow, busy: new Set() })),
    filePage: none,
    titles: ({ sessionIds }) => Promise.resolve(sessionIds.map(() => null)),
    commits: none,
    explain: none,
    receipt: none,
    advice: none,
    dismissAdvice: none,
    restoreAdvice: none,
    marks: none,
    holdings: none,
    exportTable: none,
  };
  return { answers, settings: {}, close: () => Promise.resolve() };
}
