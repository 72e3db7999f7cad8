import * as v from 'valibot';
import type { Confidence, LinkEvidence, MatchedEvidence, Tier } from '../core/attribution/link.ts';
import type { ChangeStyle } from '../core/outcomes/changes.ts';
import type { ChangeState, JoinedCommit, PendingReason } from '../core/outcomes/outcome.ts';
import type { SurvivalAt, SurvivalGap } from '../core/outcomes/survival.ts';
import type { CommitChange, CommitLink, CommitRow, PullRequestRow } from '../core/report/commits.ts';
import { count, instant, integer, list, oneOf } from './basicSchemas.ts';
import { standingPart } from './filterSchemas.ts';
import { modelShare, money } from './moneySchemas.ts';

const tier = v.picklist([1, 2, 3, 4, 5, 6]) satisfies v.GenericSchema<Tier>;
const confidence = oneOf<Confidence>({ recorded: true, matched: true, inferred: true });

const matched = v.object({
  lines: count,
  changedLines: count,
  files: list(v.string()),
  fileCount: count,
  lastEditAtMs: instant,
}) satisfies v.GenericSchema<MatchedEvidence>;

const evidence = v.object({
  kind: oneOf<LinkEvidence['kind']>({
    ...{ operation: true, printed: true, call: true, trailer: true, note: true, checkpoint: true },
    ...{ lines: true, files: true },
  }),
  toolUseId: v.string(),
  position: integer,
  agentId: v.string(),
  startedAtMs: v.nullable(instant),
  endedAtMs: v.nullable(instant),
  recordedSha: v.string(),
  refound: v.boolean(),
  sameSubject: v.nullable(v.boolean()),
  authorTimeInCall: v.boolean(),
  matched: v.exactOptional(matched),
}) satisfies v.GenericSchema<LinkEvidence>;

export const commitLink = v.object({
  sessionId: v.string(),
  tier,
  confidence,
  evidence,
  sentence: v.string(),
  money,
}) satisfies v.GenericSchema<CommitLink>;

const survivalAt = v.union([
  v.object({ lines: count, surviving: count }),
  v.object({ gap: oneOf<SurvivalGap>({ tooYoung: true, notFetched: true, notLooked: true }) }),
]) satisfies v.GenericSchema<SurvivalAt>;

const commitChange = v.object({
  sha: v.string(),
  style: oneOf<ChangeStyle>({ merge: true, squash: true, rebase: true, trunk: true }),
  state: oneOf<ChangeState>({ verified: true, pending: true, reverted: true, hotfixed: true, reopened: true }),
  pending: v.nullable(oneOf<PendingReason>({ windowOpen: true, notFetched: true, notShipped: true })),
  shippedAtMs: v.nullable(instant),
  windowDays: count,
  windowClosesAtMs: v.nullable(instant),
  setAside: v.boolean(),
  joined: v.nullable(oneOf<JoinedCommit['kind']>({ revert: true, hotfix: true, reland: true })),
  words: v.string(),
  sentences: list(v.string()),
  lines: v.nullable(
    v.object({ committed: count, shipped: v.nullable(count), at: v.object({ 7: survivalAt, 14: survivalAt, 30: survivalAt }) }),
  ),
}) satisfies v.GenericSchema<CommitChange>;

export const commitRow = v.object({
  sha: v.string(),
  repository: v.string(),
  authoredAtMs: instant,
  branch: v.string(),
  onDefaultBranch: v.boolean(),
  defaultBranch: v.string(),
  reachable: v.boolean(),
  own: v.boolean(),
  merge: v.boolean(),
  part: v.nullable(standingPart),
  links: list(commitLink),
  money: v.nullable(money),
  models: list(modelShare),
  linesAdded: count,
  linesRemoved: count,
  linesWithClaude: v.nullable(count),
  files: list(v.string()),
  fileCount: count,
  change: v.nullable(commitChange),
  copies: list(v.object({ sha: v.string(), branch: v.string() })),
  subject: v.nullable(v.string()),
}) satisfies v.GenericSchema<CommitRow>;

export const pullRequestRow = v.object({
  url: v.string(),
  number: count,
  repository: v.string(),
  branch: v.string(),
  created: v.boolean(),
  reviewed: v.boolean(),
  firstSeenAtMs: instant,
  sessionIds: list(v.string()),
  commits: list(v.string()),
  money: v.nullable(money),
  onDefaultBranch: v.nullable(v.boolean()),
  defaultBranch: v.string(),
}) satisfies v.GenericSchema<PullRequestRow>;

/**
 * The rows from the question's `offset` on; pull requests come whole, with the first of them. `withCost` of the `total` carry cost of what
 * fits the filter: they are the commits that the standing of the same filter counts.
 */
export const commitList = v.object({ total: count, withCost: count, rows: list(commitRow), pullRequests: list(pullRequestRow) });
export type CommitListMessage = v.InferOutput<typeof commitList>;
