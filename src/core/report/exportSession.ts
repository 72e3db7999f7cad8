import type { SessionMoment, SessionPage, TurnPoint } from './sessionPage.ts';
import type { TableColumn } from './tableText.ts';
import { dollars } from './money.ts';

type Kind = SessionMoment['kind'];

/** A row for each turn of a session with its cost and what happened in it; together they are its requests' cost. */
export function turnColumns({ row, marks }: SessionPage): readonly TableColumn<TurnPoint>[] {
  const labels = (kind: Kind, turn: number): string =>
    marks
      .filter((mark) => mark.kind === kind && mark.turn === turn)
      .map(({ label, sha }) => sha ?? label)
      .join('; ');
  const happened = (name: string, kind: Kind): TableColumn<TurnPoint> => ({ name, cell: ({ turn }) => labels(kind, turn) });
  return [
    { name: 'sessionId', cell: () => row.sessionId },
    { name: 'turn', cell: ({ turn }) => turn },
    { name: 'at', cell: ({ atMs }) => new Date(atMs).toISOString() },
    { name: 'requests', cell: ({ requests }) => requests },
    { name: 'contextTokens', cell: ({ contextTokens }) => contextTokens },
    { name: 'contextWindow', cell: ({ contextWindow }) => contextWindow },
    { name: 'costUsd', cell: ({ money }) => dollars(money.nanodollars) },
    { name: 'costNanodollars', cell: ({ money }) => money.nanodollars },
    { name: 'togetherNanodollars', cell: ({ cumulativeNanodollars }) => cumulativeNanodollars },
    { name: 'unpricedRequests', cell: ({ money }) => money.unpricedRequests },
    { name: 'lowerBound', cell: ({ money }) => money.lowerBound },
    happened('edits', 'edit'),
    happened('commits', 'commit'),
    happened('checks', 'check'),
    happened('compactions', 'compaction'),
    happened('subagents', 'subagent'),
  ];
}
