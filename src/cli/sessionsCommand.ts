import { modelLabel } from '../core/report/modelLabel.ts';
import { formatDuration } from '../core/report/durations.ts';
import { everything } from '../core/report/filterRequests.ts';
import { formatCount, formatMoney } from '../core/report/money.ts';
import type { SessionRow } from '../core/report/report.ts';
import { clockTime, dayKey } from '../core/report/time.ts';
import { exitCodes } from './exitCodes.ts';
import { nothingFound } from './nothingFound.ts';
import { prepare } from './gitFirst.ts';
import { demoLine, printJson } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { sessionsJson } from './shapes.ts';
import { homely } from './sizes.ts';
import { styleOf } from './style.ts';
import { renderTable } from './table.ts';
import type { Column } from './table.ts';

/** `payoff sessions`: one row a session, the newest first. */
export const sessionsCommand: CommandFunction = async (context) => {
  const prepared = await prepare(context, 'repository');
  if ('ended' in prepared) return prepared.ended;
  const { line, surroundings } = context;
  const rows = [...(await sessionsOf(prepared.repository, context))].sort(newestFirst);
  if (line.json) printJson(surroundings, sessionsJson(line.timezone, rows));
  else if (rows.length === 0) surroundings.stdout.write(await nothingFound(context));
  else surroundings.stdout.write(sessionsText(rows, context));
  return exitCodes.success;
};

/** Of one repository each session has only what it did there. */
async function sessionsOf(repository: string | null, { line, surroundings, engine }: CommandContext): Promise<readonly SessionRow[]> {
  if (repository === null) return engine.sessions(line.period);
  const { rows } = await engine.sessionList({
    filter: { ...everything, ...line.period, repository },
    search: '',
    order: 'endedAt',
    descending: true,
    offset: 0,
    limit: Infinity,
    nowMs: surroundings.nowMs(),
  });
  return rows;
}

function newestFirst(left: SessionRow, right: SessionRow): number {
  return right.startedAtMs - left.startedAtMs || (left.sessionId < right.sessionId ? -1 : 1);
}

function sessionsText(rows: readonly SessionRow[], { line, surroundings }: CommandContext): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const columns = columnsOf(line.timezone, surroundings.home);
  return demoLine(surroundings) + renderTable({ columns, rows }, surroundings.stdout.columns, paint);
}

function columnsOf(timezone: string, home: string): readonly Column<SessionRow>[] {
  const column = (title: string, align: 'left' | 'right', priority: number, cell: (row: SessionRow) => string): Column<SessionRow> => ({
    title,
    align,
    priority,
    cell,
  });
  return [
    column('First request', 'left', Infinity, ({ startedAtMs }) => `${dayKey(startedAtMs, timezone)} ${clockTime(startedAtMs, timezone)}`),
    column('Lasted', 'right', 2, ({ startedAtMs, endedAtMs }) => formatDuration(endedAtMs - startedAtMs)),
    { ...column('Where', 'left', Infinity, ({ repository, cwd }) => homely(repository === '' ? cwd : repository, home)), shrinks: true },
    column('Branches', 'left', 6, ({ branches }) => few(branches)),
    column('Models', 'left', 3, ({ models }) => few(models.map(modelLabel))),
    column('Turns', 'right', 5, ({ turns }) => formatCount(turns)),
    column('Subagents', 'right', 1, ({ subagents }) => formatCount(subagents)),
    column('Lines', 'right', 4, linesText),
    column('Session', 'left', 0, ({ sessionId }) => sessionId),
    column('Cost', 'right', Infinity, ({ figures }) =>
      formatMoney({ nanodollars: figures.costNanodollars, unpricedRequests: figures.unpricedRequests, lowerBound: figures.lowerBound }),
    ),
  ];
}

function linesText({ linesAdded, linesRemoved }: SessionRow): string {
  return linesAdded + linesRemoved === 0 ? '' : `+${formatCount(linesAdded)} -${formatCount(linesRemoved)}`;
}

function few(names: readonly string[]): string {
  const shown = names.filter((name) => name !== '');
  return shown.length > 2 ? `${shown.slice(0, 2).join(', ')} +${shown.length - 2}` : shown.join(', ');
}
