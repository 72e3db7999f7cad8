import * as v from 'valibot';
import type { Reason } from '../core/attribution/placement.ts';
import type { Standing } from '../core/report/standing.ts';
import { count, instant, list, oneOf } from './basicSchemas.ts';
import { standingPart } from './filterSchemas.ts';
import { money } from './moneySchemas.ts';

const reason = oneOf<Reason>({
  openWork: true,
  recentEdits: true,
  noCommit: true,
  lostCommit: true,
  review: true,
  noEdits: true,
  outsideRepositories: true,
  sideCalls: true,
  unread: true,
});

export const partShare = v.object({ part: standingPart, money });

export const standing = v.object({
  total: money,
  parts: list(v.object({ part: standingPart, money, commits: count, sessions: count })),
  attributedNanodollars: count,
  unattributed: list(v.object({ reason, money })),
  sideCallsUnknown: v.boolean(),
  commitsOnDefaultBranch: count,
  firstWindowClosesAtMs: v.nullable(instant),
  windowsClosed: count,
  nextWindowClosesAtMs: v.nullable(instant),
}) satisfies v.GenericSchema<Standing>;
