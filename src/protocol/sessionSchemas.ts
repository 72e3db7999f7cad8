import * as v from 'valibot';
import type { SessionList, SessionListRow, SessionMoment, SessionOrder, SessionPage, TurnPoint } from '../core/report/sessionPage.ts';
import { count, instant, list, oneOf, share } from './basicSchemas.ts';
import { commitLink } from './commitSchemas.ts';
import { modelShare, money } from './moneySchemas.ts';
import { sessionRow } from './schemas.ts';
import { partShare, standing } from './standingSchemas.ts';

export const sessionOrder = oneOf<SessionOrder>({ endedAt: true, cost: true, turns: true, lines: true, commits: true, branch: true });

const sessionListRow = v.object({
  ...sessionRow.entries,
  money,
  whole: money,
  defaultBranch: v.string(),
  parts: list(partShare),
  commits: count,
  live: v.boolean(),
}) satisfies v.GenericSchema<SessionListRow>;

export const sessionList = v.object({
  total: count,
  offset: count,
  rows: list(sessionListRow),
  money,
}) satisfies v.GenericSchema<SessionList>;

const turn = v.object({
  turn: count,
  atMs: instant,
  money,
  cumulativeNanodollars: count,
  requests: count,
  contextTokens: count,
  contextWindow: v.nullable(count),
}) satisfies v.GenericSchema<TurnPoint>;

const moment = v.object({
  kind: oneOf<SessionMoment['kind']>({ edit: true, commit: true, compaction: true, subagent: true, check: true }),
  atMs: instant,
  turn: count,
  label: v.string(),
  sha: v.nullable(v.string()),
  failed: v.boolean(),
}) satisfies v.GenericSchema<SessionMoment>;

export const sessionPage = v.object({
  row: sessionListRow,
  standing,
  timezone: v.string(),
  models: list(modelShare),
  sideCalls: v.nullable(money),
  turns: list(turn),
  marks: list(moment),
  subagents: list(v.object({ agentId: v.string(), startedAtMs: instant, endedAtMs: instant, money })),
  cache: v.object({ readTokens: count, writtenTokens: count, uncachedTokens: count, hitShare: v.nullable(share) }),
  commits: list(
    v.object({
      ...{ sha: v.string(), repository: v.string(), link: commitLink },
      ...{ onDefaultBranch: v.boolean(), branch: v.string(), defaultBranch: v.string() },
    }),
  ),
  pullRequests: list(v.object({ url: v.string(), number: count, created: v.boolean(), reviewed: v.boolean() })),
  checks: v.object({ passed: count, failed: count, unknown: count }),
  title: v.nullable(v.string()),
}) satisfies v.GenericSchema<SessionPage>;
