/** The texts of the read-only documents: Markdown, which VS Code's own preview shows. */
import { sessionCount, requestCount } from '../core/report/counts.ts';
import { t, plural } from '../core/l10n/message.ts';
import { modelLabel } from '../core/report/modelLabel.ts';
import { formatTime } from '../core/report/durations.ts';
import { formatCount, formatDollars, formatMoney, formatTokens } from '../core/report/money.ts';
import type { Figures, Report, SessionRow } from '../core/report/report.ts';
import { dayKey, weekday } from '../core/report/time.ts';
import { listed } from '../core/report/words.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import { left, plain, right, table } from './markdownTable.ts';
import type { Column } from './markdownTable.ts';

export interface TodayInput {
  readonly nowMs: number;
  readonly byRepository: Report;
  readonly byModel: Report;
  readonly sessions: readonly SessionRow[];
  readonly demo: boolean;
}

/** Today's report: the sum, where it went, by which models, in which sessions. */
export function todayText({ nowMs, byRepository, byModel, sessions, demo }: TodayInput): string {
  const { totals, timezone, prices } = byRepository;
  const title = `# ${t('{0} today', plain(cost(totals)))}`;
  const day = `${weekday(nowMs, timezone)} ${dayKey(nowMs, timezone)}, ${timezone}`;
  if (totals.requests === 0) return page([title, ...demoNote(demo), plain(day), t('Claude Code has not been used today.')]);
  const counted = t('{0} in {1}', requestCount(totals.requests), sessionCount(sessions.length));
  const ordered = [...sessions].sort((first, second) => second.endedAtMs - first.endedAtMs);
  return page([
    title,
    ...demoNote(demo),
    t('{0} · {1} · at the list prices of {2}', plain(day), counted, plain(prices.asOf)),
    ...(notes(totals).length === 0 ? [] : [notes(totals).map(plain).join(' ')]),
    section(t('Where it went'), figuresTable(t('Repository'), costColumns(), byRepository, placeOf)),
    section(t('Sessions'), sessionTable(ordered, nowMs, timezone)),
    section(t('Models'), figuresTable(t('Model'), [...costColumns(), ...tokenColumns()], byModel, modelLabel)),
    // Nobody is to look for a cent between rows and their total.
    ...([byRepository, byModel].some(({ rows }) => rows.length > 1) ? [t('Each amount is rounded to the cent by itself.')] : []),
  ]);
}

interface FiguresColumn extends Column {
  readonly of: (figures: Figures) => string;
}

/** What matters most comes first: a narrow editor shows the left of a table. */
const costColumns = (): readonly FiguresColumn[] => [
  { ...right(t('Cost')), of: cost },
  { ...right(t('Requests')), of: ({ requests }) => formatCount(requests) },
];
const tokenColumns = (): readonly FiguresColumn[] => [
  { ...right(t('Input')), of: ({ inputTokens }) => formatTokens(inputTokens) },
  { ...right(t('Output')), of: ({ outputTokens }) => formatTokens(outputTokens) },
  { ...right(t('Cache written')), of: (figures) => formatTokens(figures.cacheWrite5mTokens + figures.cacheWrite1hTokens) },
  { ...right(t('Cache read')), of: ({ cacheReadTokens }) => formatTokens(cacheReadTokens) },
];

/** A row for each of the report's, the dearest first, and their total. */
function figuresTable(name: string, columns: readonly FiguresColumn[], { rows, totals }: Report, label: (key: string) => string): string {
  const line = (key: string, row: Figures): readonly string[] => [key, ...columns.map(({ of }) => of(row))];
  const ordered = [...rows].sort((first, second) => second.costNanodollars - first.costNanodollars);
  return table(
    [left(name), ...columns],
    ordered.map((row) => line(label(row.key), row)),
    rows.length > 1 ? line(t('Total'), totals) : null,
  );
}

function sessionTable(sessions: readonly SessionRow[], nowMs: number, timezone: string): string {
  return table(
    [
      left(t('First request')),
      right(t('Cost')),
      left(t('Repository')),
      left(t('Branch')),
      right(t('Turns')),
      right(t('Lines')),
      left(t('Models')),
    ],
    sessions.map((session) => [
      formatTime(session.startedAtMs, nowMs, timezone),
      cost(session.figures),
      placeOf(session.repository === '' ? session.cwd : session.repository),
      listed(session.branches),
      formatCount(session.turns),
      `+${formatCount(session.linesAdded)} −${formatCount(session.linesRemoved)}`,
      listed(session.models.map(modelLabel)),
    ]),
  );
}

/** A document that could not be made says why. */
export function problemText(title: string, sentence: string): string {
  return page([`# ${plain(title)}`, plain(sentence)]);
}

function notes(totals: Figures): readonly string[] {
  const side = totals.sideCallsNanodollars;
  return [
    ...(totals.unpricedRequests > 0
      ? [
          plural(
            totals.unpricedRequests,
            '{0} request has no price yet: not in the sum.',
            '{0} requests have no price yet: not in the sum.',
            formatCount(totals.unpricedRequests),
          ),
        ]
      : []),
    ...(totals.lowerBound ? [t('Some answers were recorded incompletely: the true sum is a little higher.')] : []),
    ...(side === null ? [t('Side calls (titles, web searches) are not known for every session.')] : []),
    ...(side !== null && side > 0 ? [t('Side calls (titles, web searches) cost another {0}.', formatDollars(side))] : []),
  ];
}

function cost({ costNanodollars, unpricedRequests, lowerBound }: Figures): string {
  return formatMoney({ nanodollars: costNanodollars, unpricedRequests, lowerBound });
}

function demoNote(demo: boolean): readonly string[] {
  return demo ? [`**${demoSentence()}**`] : [];
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function placeOf(repository: string): string {
  const parts = repository.split(/[\\/]/).filter((name) => name !== '' && name !== '.git');
  return parts.at(-1) ?? t('no repository');
}
