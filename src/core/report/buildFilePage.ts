import { t } from '../l10n/message.ts';
import type { EditCall } from '../attribution/gitFacts.ts';
import type { History } from '../attribution/history.ts';
import type { LinesOfSession } from '../outcomes/survivalOfFile.ts';
import type { NotFound } from './explanation.ts';
import type { FilePage, FileSession } from './filePage.ts';
import { defaultBranchWord } from './labels.ts';
import { getOrAdd, MoneySum } from './moneySum.ts';

export interface FilePageInput {
  readonly history: History;
  readonly repository: string;
  /** From the root of the working tree, with `/`. */
  readonly file: string;
  /** What git says of its lines now, or why it does not. */
  readonly now: { readonly lines: number; readonly sessions: readonly LinesOfSession[] } | { readonly problem: string };
}

/** Every session that edited a file or wrote lines that it still has: a request counts for the file of the edit that it led to, once. */
export function buildFilePage({ history, repository, file, now }: FilePageInput): FilePage | NotFound {
  const edits = history.edits.filter((edit) => edit.repository === repository && edit.file === file);
  const written = 'problem' in now ? [] : now.sessions;
  if (edits.length === 0 && written.length === 0) return { notFound: t('No edit of {0} by Claude Code is recorded.', file) };
  const editOf = new Map(edits.map((edit): [string, EditCall] => [edit.toolUseId, edit]));
  const whole = new MoneySum();
  const bySession = new Map<string, MoneySum>();
  for (const { sessionId, placement, nanodollars, lowerBound } of history.requests) {
    if (placement.editId === '' || !editOf.has(placement.editId)) continue;
    whole.add(nanodollars, lowerBound);
    getOrAdd(bySession, sessionId, () => new MoneySum()).add(nanodollars, lowerBound);
  }
  const ids = new Set([...edits, ...written].flatMap(({ sessionId }) => sessionId ?? []).concat([...bySession.keys()]));
  const known = 'problem' in now ? null : now;
  const sessions = [...ids]
    .map((sessionId): FileSession => {
      const own = edits.filter((edit) => edit.sessionId === sessionId);
      const lines = written.filter((each) => each.sessionId === sessionId);
      const costs = lines.map(({ nanodollars }) => nanodollars);
      return {
        sessionId,
        // Lines that came under another name of the file have no edit of it: they are as old as their change.
        lastEditAtMs: Math.max(...(own.length > 0 ? own.map(({ atMs }) => atMs) : lines.map(({ shippedAtMs }) => shippedAtMs))),
        edits: own.length,
        money: (bySession.get(sessionId) ?? new MoneySum()).money(),
        lines: known === null ? null : lines.reduce((sum, each) => sum + each.lines, 0),
        linesCost: costs.length === 0 || costs.includes(null) ? null : costs.reduce<number>((sum, each) => sum + (each ?? 0), 0),
      };
    })
    .sort((left, right) => right.lastEditAtMs - left.lastEditAtMs || (left.sessionId < right.sessionId ? -1 : 1));
  const withClaude = written.reduce((sum, { lines }) => sum + lines, 0);
  return {
    ...{ repository, file, money: whole.money(), edits: edits.length, sessions },
    defaultBranch: defaultBranchWord([history.repositories.get(repository)?.record.defaultBranch ?? '']),
    lines: known === null ? null : { all: known.lines, withClaude, ofSessions: sessions.reduce((sum, { lines }) => sum + (lines ?? 0), 0) },
    problem: 'problem' in now ? now.problem : null,
  };
}
