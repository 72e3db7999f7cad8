import { shortDate, dateWords } from '../../src/core/report/dates.ts';
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { formatCount, formatDollars, formatDollarsMark } from '../../src/core/report/money.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { bars } from './bars.ts';
import { figure, section, tiles } from './card.ts';
import { people, percent, tokens } from './words.ts';
import type { PublishedDay } from '../../src/core/team/otlp/publishedDay.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Tables, Tile } from './card.ts';

/** What Claude Code's own metrics say: another source, never added to what Payoff reports. */
export function claudeSection(tables: Tables, days: readonly PublishedDay[], k: number): Description {
  const last = days.at(-1);
  return h(
    'div',
    { key: 'claude-source' },
    section(
      {
        id: 'claude',
        title: 'Claude Code’s own metrics',
        about:
          'Sent by the client itself, also of developers without Payoff. A developer may be in both sources, and nobody can tell who is: the two stand apart and are never added. A machine counts as a person here.',
      },
      last === undefined
        ? h(
            'p',
            {},
            `Nothing is published of this source. It takes ${formatCount(k)} developers whose Claude Code sends its metrics here; a day is published three days after it began.`,
          )
        : [latest(last), costFigure(tables, days), modelFigure(tables, last)],
    ),
  );
}

function latest({
  day,
  developers,
  sessions,
  cost,
  tokens: used,
  commits,
  pullRequests,
  linesAdded,
  linesRemoved,
  editsAccepted,
  editsRejected,
  activeUserMs,
  activeClaudeMs,
}: PublishedDay): Description {
  const hours = (ms: number): string => `${formatCount(ms / 3_600_000)} h`;
  return h(
    'div',
    { key: 'latest' },
    h('p', { class: 'quiet' }, `On ${dateWords(day)} (UTC), the last day that is published.`),
    tiles(
      tile('Spent', cost, ({ total }) => formatDollars(total, 'dollars'), 'as the client reckoned'),
      tile('Developers', developers, people),
      tile('Sessions', sessions, formatCount),
      tile('Tokens', used, ({ total }) => tokens(total)),
      tile('Commits', commits, formatCount),
      tile('Pull requests', pullRequests, formatCount),
      tile('Lines added', linesAdded, formatCount, linesRemoved === null ? null : `${formatCount(linesRemoved)} removed`),
      tile('Edits accepted', editsAccepted, formatCount, editsRejected === null ? null : `${formatCount(editsRejected)} rejected`),
      tile('Active, people', activeUserMs, hours, activeClaudeMs === null ? null : `Claude ${hours(activeClaudeMs)}`),
    ),
  );
}

function tile<Value>(label: string, value: Value | null, say: (value: Value) => string, about: Child = null): Tile {
  return { label, value: value === null ? protectedWord() : say(value), hidden: value === null, ...(value === null ? {} : { about }) };
}

function protectedWord(): Description {
  return h('span', { class: 'hidden-words' }, 'protected');
}

function costFigure(tables: Tables, days: readonly PublishedDay[]): Description {
  const say = (nanodollars: number): string => formatDollars(nanodollars, 'dollars');
  return figure(tables, {
    id: 'claude-days',
    title: 'Spend by day, this source alone',
    picture: chart(
      {
        name: `Spend by day of Claude Code’s own metrics, ${formatCount(days.length)} days; the table has every value`,
        labels: days.map(({ day }) => shortDate(day)),
        days: days.map(({ day }) => day),
        titles: days.map(({ day }) => `${dateWords(day)}, UTC`),
        series: [
          {
            label: 'Dollars',
            type: 'bar',
            colour: 4,
            values: days.map(({ cost }) => cost?.total ?? null),
            texts: days.map(({ cost }) => (cost === null ? 'protected' : say(cost.total))),
          },
        ],
        format: say,
        marks: { left: { text: formatDollarsMark, unit: 1e9 } },
      },
      'chart-wide',
    ),
    table: {
      caption: 'Days of Claude Code’s own metrics',
      columns: ['Day', 'Dollars', 'Developers', 'Sessions', 'Tokens'],
      numbers: [1, 2, 3, 4],
      rows: days.map(({ day, cost, developers, sessions, tokens: used }) => [
        dateWords(day),
        cost === null ? protectedWord() : say(cost.total),
        developers === null ? protectedWord() : people(developers),
        sessions === null ? protectedWord() : formatCount(sessions),
        used === null ? protectedWord() : tokens(used.total),
      ]),
    },
  });
}

function modelFigure(tables: Tables, { cost }: PublishedDay): Child {
  if (cost === null) return null;
  const { total, models } = cost;
  const rows: readonly (readonly [string, number])[] = [
    ...Object.entries(models.slices)
      .sort(([, one], [, other]) => other - one)
      .map(([model, value]) => [modelLabel(model), value] as const),
    ...(models.others === null ? [] : [['Not told apart', models.others] as const]),
  ];
  const say = (value: number): string => `${formatDollars(value, 'dollars')}, ${percent(value / Math.max(1, total))}`;
  return figure(tables, {
    id: 'claude-models',
    title: 'Models of that day',
    picture: bars(
      'claude models',
      'Models of that day',
      rows.map(([label, from]) => ({ label, from, words: say(from), colour: 4 })),
    ),
    table: {
      caption: 'Models of that day',
      columns: ['Model', 'Dollars'],
      numbers: [1],
      rows: rows.map(([label, value]) => [label, say(value)]),
    },
  });
}
