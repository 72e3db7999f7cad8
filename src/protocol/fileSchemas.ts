import * as v from 'valibot';
import type { FilePage } from '../core/report/filePage.ts';
import { count, instant, list } from './basicSchemas.ts';
import { money } from './moneySchemas.ts';

export const filePage = v.object({
  repository: v.string(),
  file: v.string(),
  defaultBranch: v.string(),
  money,
  edits: count,
  lines: v.nullable(v.object({ all: count, withClaude: count, ofSessions: count })),
  problem: v.nullable(v.string()),
  sessions: list(
    v.object({
      ...{ sessionId: v.string(), lastEditAtMs: instant, edits: count, money },
      ...{ lines: v.nullable(count), linesCost: v.nullable(count) },
    }),
  ),
}) satisfies v.GenericSchema<FilePage>;
