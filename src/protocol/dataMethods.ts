/**
 * What the panel asks of the ledger. The window relays each question to its worker and the answer back, both of one shape; answers come in
 * pages, because they are checked on the window's thread, which must never be held up.
 */
import * as v from 'valibot';
import { adviceView, dismissal } from './adviceSchemas.ts';
import { count, folderPath, givenName, list, name, shortText } from './basicSchemas.ts';
import { commitList } from './commitSchemas.ts';
import { explanation, notFound, receipt, subject } from './explanationSchemas.ts';
import { filePage } from './fileSchemas.ts';
import { filter, period } from './filterSchemas.ts';
import { holdings } from './holdingsSchemas.ts';
import { marksSection } from './markSchemas.ts';
import { overview } from './overviewSchemas.ts';
import { sessionList, sessionOrder, sessionPage } from './sessionSchemas.ts';
import type { Methods } from './rpc.ts';

/** Rows of one answer at most; whoever shows more asks for the next page. */
export const longestPage = 200;
const limit = v.pipe(count, v.maxValue(longestPage));

export const dataMethods = {
  overview: { params: v.object({ filter }), result: overview },
  sessionList: {
    params: v.object({ filter, search: shortText, order: sessionOrder, descending: v.boolean(), offset: count, limit }),
    result: sessionList,
  },
  /** Null when the ledger has no such session. */
  sessionPage: { params: v.object({ sessionId: givenName }), result: v.nullable(sessionPage) },
  /** What became of a file of a repository, by its path from the root of the working tree; asks git. */
  filePage: { params: v.object({ repository: folderPath, file: givenName }), result: v.union([filePage, notFound]) },
  /** Titles as the transcripts have them now, in the order asked; null where there is none. */
  titles: { params: v.object({ sessionIds: v.pipe(list(name), v.maxLength(longestPage)) }), result: list(v.nullable(v.string())) },
  /** Newest first; `subjects` reads each row's subject from git. */
  commits: { params: v.object({ filter, offset: count, limit, subjects: v.boolean() }), result: commitList },
  /** `folder`: where a SHA, a branch or a path is looked for first. */
  explain: {
    params: v.object({ reference: givenName, kind: v.nullable(subject), folder: v.nullable(folderPath) }),
    result: v.union([explanation, notFound]),
  },
  receipt: { params: v.object({ reference: givenName, folder: folderPath }), result: v.union([receipt, notFound]) },
  /** What is worth doing about the spend of a period, in one repository or (null) all of them, and what that was seen in. */
  advice: { params: v.object({ period, repository: v.nullable(name) }), result: adviceView },
  /** Silences advice in every window and command line, until it is restored. */
  dismissAdvice: { params: v.object({ dismissal }), result: v.null() },
  /** Null: everything that was dismissed. */
  restoreAdvice: { params: v.object({ dismissal: v.nullable(dismissal) }), result: v.object({ restored: count }) },
  /** How the user's marks stand, in words, and what the user takes the time saved to be. */
  marks: { params: v.null(), result: marksSection },
  holdings: { params: v.null(), result: holdings },
  /** A view as a table, whole: with `sessionId` the turns of that session, else `search` and `order` are those of the sessions. */
  exportTable: {
    params: v.object({
      view: v.picklist(['overview', 'sessions', 'shipped']),
      filter,
      format: v.picklist(['csv', 'json', 'markdown']),
      search: shortText,
      order: sessionOrder,
      descending: v.boolean(),
      sessionId: v.nullable(name),
      /** Whether the figures are made up: the table says so. */
      demo: v.boolean(),
    }),
    result: v.string(),
  },
} satisfies Methods;
export type DataMethods = typeof dataMethods;
export type DataMethod = keyof DataMethods;
