import type { MarksSection } from '../core/report/advice/marksSection.ts';
import type { DataMethod } from '../protocol/dataMethods.ts';
import type { WorkerContract } from '../protocol/messages.ts';
import type { Handlers } from '../protocol/rpc.ts';
import { filterOf, periodOf } from './periodOf.ts';
import type { Refused } from './adviceViews.ts';
import type { Engine } from './types.ts';

export interface DataSource {
  /** Throws the sentence that says why there is none. */
  readonly engine: () => Engine;
  readonly nowMs: () => number;
  readonly folders: () => readonly string[] | null;
  /** Whether git may be run. */
  readonly git: () => boolean;
  /** How the window's marks stand; absent: it has none. */
  readonly marks?: () => Promise<MarksSection>;
}

/** Answers the panel's questions from the engine; days and periods are those of the ledger's time zone, now. */
export function dataHandlers({ engine, nowMs, folders, git, marks }: DataSource): Pick<Handlers<WorkerContract>, DataMethod | 'today'> {
  return {
    overview: async ({ filter }) => {
      const at = nowMs();
      return engine().overview({ filter: filterOf(filter, engine().timezone, at), nowMs: at });
    },
    sessionList: async ({ filter, ...query }) => {
      const at = nowMs();
      return engine().sessionList({ ...query, filter: filterOf(filter, engine().timezone, at), nowMs: at });
    },
    sessionPage: async ({ sessionId }) => engine().sessionPage({ sessionId, nowMs: nowMs() }),
    filePage: async (query) => engine().outcomes.filePage({ ...query, nowMs: nowMs() }),
    titles: async ({ sessionIds }) => engine().titles(sessionIds),
    commits: async ({ filter, subjects, ...query }) =>
      engine().commits({ ...query, filter: filterOf(filter, engine().timezone, nowMs()), subjects: subjects && git() }),
    explain: async (query) => engine().explain(query),
    receipt: async (query) => engine().receipt(query),
    advice: async ({ period, repository }) => {
      const at = nowMs();
      return engine().advice.view({ period: periodOf(period, engine().timezone, at), repository, nowMs: at });
    },
    dismissAdvice: async ({ dismissal }) => {
      written(await engine().advice.dismiss(dismissal));
      return null;
    },
    restoreAdvice: async ({ dismissal }) => written(await engine().advice.restore(dismissal)),
    marks: async () => (marks === undefined ? { rows: [], problems: [], rate: null, timeSaved: null } : marks()),
    holdings: async () => engine().holdings(),
    exportTable: async ({ filter, ...query }) => {
      const at = nowMs();
      return engine().exportTable({ ...query, filter: filterOf(filter, engine().timezone, at), nowMs: at });
    },
    today: async () => engine().today({ folders: folders(), nowMs: nowMs() }),
  };
}

/** What came of a change of the ledger; that it was not let in is the answer's failure, as the sentence that it is. */
function written<Done extends object>(answer: Done | Refused): Exclude<Done, Refused> {
  if ('refused' in answer) throw new Error(answer.refused);
  return answer as Exclude<Done, Refused>;
}
