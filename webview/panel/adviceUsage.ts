/** Usage over time: what each week was like and what it took. A label is the week's, never the person's. */
import { t } from '../../src/core/l10n/message.ts';
import { formatNumber } from '../../src/core/l10n/numbers.ts';
import { formatDuration } from '../../src/core/report/durations.ts';
import { formatCount, formatDollars, formatMoney, formatTokens, isAtLeast } from '../../src/core/report/money.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { anyPartial, weekAxis, weekName, weekTitle } from './weekNames.ts';
import { dollarMarks } from './amounts.ts';
import { figureOf } from './figure.ts';
import { legend, partialNote } from '../shared/legend.ts';
import type { UsageSection, UsageSums, UsageWeek } from '../../src/core/report/advice/usageSection.ts';
import type { WeekLevel, WeekRhythm } from '../../src/core/report/advice/weekLabels.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

export function usageFigures(panel: Panel, section: UsageSection): Description {
  return h(
    'section',
    { class: 'advice-part', key: 'usage', 'aria-label': t('Usage over time') },
    h('h2', { class: 'part-title' }, t('Usage over time')),
    h('div', { class: 'cuts' }, weeksFigure(panel, section), sessionsFigure(panel, section), hoursFigure(panel, section)),
  );
}

function levelText(level: WeekLevel): string {
  switch (level) {
    case 'high':
      return t('high');
    case 'usual':
      return t('usual');
    case 'low':
      return t('low');
    case 'nearZero':
      return t('near zero');
    case null:
      return '';
  }
}

function rhythmText(rhythm: WeekRhythm): string {
  switch (rhythm) {
    case 'steady':
      return t('steady');
    case 'bursty':
      return t('bursty');
    case null:
      return '';
  }
}

/** `Week of 9 Nov · high · bursty`. */
function titleOf(week: UsageWeek, index: number, weeks: readonly UsageWeek[]): string {
  return [weekTitle(week, index, weeks), levelText(week.level), rhythmText(week.rhythm)].filter((part) => part !== '').join(' · ');
}

function weeksFigure(panel: Panel, { weeks, usual }: UsageSection): Description {
  const title = t('Weeks, and what they were like');
  return figureOf(panel, {
    id: 'advice usage',
    title,
    subtitle:
      usual.tokens === null
        ? t('what is usual is said from {0} whole weeks on: {1} so far', formatCount(usual.needed), formatCount(usual.weeks))
        : t('usually {0} to {1} tokens', formatTokens(usual.tokens.firstQuartile), formatTokens(usual.tokens.thirdQuartile)),
    picture: [
      legend(
        [
          { label: t('Tokens'), colour: 0 },
          { label: t('Cost'), colour: -1, line: true },
        ],
        anyPartial(weeks) ? partialNote() : null,
      ),
      chart(
        {
          name: t('Tokens and cost of each week'),
          ...weekAxis(weeks),
          titles: weeks.map(titleOf),
          series: [
            { label: t('Tokens'), type: 'bar', colour: 0, values: weeks.map(({ tokens }) => tokens) },
            { label: t('Cost'), type: 'line', colour: -1, axis: 'right', values: weeks.map(({ spend }) => spend.nanodollars) },
          ],
          format: (value, axis) => (axis === 'right' ? formatDollars(value) : formatTokens(Math.round(value))),
          marks: { right: dollarMarks() },
        },
        'chart-cut',
      ),
    ],
    table: {
      caption: title,
      columns: [t('Week of'), t('Level'), t('Rhythm'), t('Tokens'), t('Cost'), t('Sessions'), t('Active days')],
      numbers: [3, 4, 5, 6],
      rows: weeks.map((week) => [
        weekName(week, weeks),
        levelText(week.level),
        rhythmText(week.rhythm),
        formatTokens(week.tokens),
        formatMoney(week.spend),
        formatCount(week.sessions),
        formatCount(week.activeDays),
      ]),
    },
    footer: h('p', { class: 'quiet' }, labelled(weeks)),
  });
}

/** `16 Nov low, 9 Nov high and bursty`: the weeks that were not as usual. */
function labelled(weeks: readonly UsageWeek[]): string {
  const said = weeks.flatMap((week) => {
    const words = [week.level === 'usual' ? '' : levelText(week.level), rhythmText(week.rhythm)].filter((part) => part !== '');
    return words.length === 0 ? [] : [t('{0}: {1}', weekName(week, weeks), words.join(', '))];
  });
  return said.length === 0 ? t('No week stood out by how much was used, or when.') : said.join(' · ');
}

function sessionsFigure(panel: Panel, { weeks, totals }: UsageSection): Description {
  const title = t('Each session');
  return figureOf(panel, {
    id: 'advice effort',
    title,
    subtitle:
      totals.tokensPerSession === null || totals.turnsPerSession === null
        ? null
        : t('{0} tokens, {1} turns', formatTokens(Math.round(totals.tokensPerSession)), formatNumber(totals.turnsPerSession, 1)),
    picture: [
      legend([
        { label: t('Tokens'), colour: 0 },
        { label: t('Turns'), colour: -1, line: true },
      ]),
      chart(
        {
          name: t('Tokens and turns of a session, each week'),
          ...weekAxis(weeks),
          titles: weeks.map(titleOf),
          series: [
            { label: t('Tokens'), type: 'bar', colour: 0, values: weeks.map(({ tokensPerSession }) => tokensPerSession) },
            { label: t('Turns'), type: 'line', colour: -1, axis: 'right', values: weeks.map(({ turnsPerSession }) => turnsPerSession) },
          ],
          format: (value, axis) => (axis === 'right' ? formatNumber(value, 1) : formatTokens(Math.round(value))),
        },
        'chart-cut',
      ),
    ],
    table: {
      caption: title,
      columns: [t('Week of'), t('Sessions'), t('Tokens'), t('Turns'), t('Uncached input to output')],
      numbers: [1, 2, 3, 4],
      rows: weeks.map((week) => [
        weekName(week, weeks),
        formatCount(week.sessions),
        week.tokensPerSession === null ? '' : formatTokens(Math.round(week.tokensPerSession)),
        decimal(week.turnsPerSession),
        decimal(week.uncachedInputToOutput),
      ]),
    },
    footer:
      totals.uncachedInputToOutput === null
        ? null
        : h(
            'p',
            { class: 'quiet' },
            t('{0} tokens went in uncached for each that came out.', formatNumber(totals.uncachedInputToOutput, 1)),
          ),
  });
}

function hoursFigure(panel: Panel, { weeks, totals, longestGapMs, leastCodingMs }: UsageSection): Description {
  const title = t('Each coding hour');
  return figureOf(panel, {
    id: 'advice hours',
    title,
    subtitle: totals.spendPerHour === null ? null : t('{0}, in {1}', perHour(totals), formatDuration(totals.codingMs)),
    picture: chart(
      {
        name: t('Cost of a coding hour, each week'),
        ...weekAxis(weeks),
        titles: weeks.map(titleOf),
        series: [{ label: t('Cost'), type: 'line', colour: 0, values: weeks.map(({ spendPerHour }) => spendPerHour) }],
        format: (value) => formatDollars(value),
        marks: { left: dollarMarks() },
      },
      'chart-cut',
    ),
    table: {
      caption: title,
      columns: [t('Week of'), t('Coding time'), t('Tokens'), t('Cost')],
      numbers: [1, 2, 3],
      rows: weeks.map((week) => [
        weekName(week, weeks),
        formatDuration(week.codingMs),
        week.tokensPerHour === null ? '' : formatTokens(Math.round(week.tokensPerHour)),
        perHour(week),
      ]),
    },
    footer: h(
      'p',
      { class: 'quiet' },
      t(
        'Gaps of at most {0} between requests and prompts count as work; said from {1} on.',
        formatDuration(longestGapMs),
        formatDuration(leastCodingMs),
      ),
    ),
  });
}

function perHour({ spendPerHour, spend }: UsageSums): string {
  return spendPerHour === null ? '' : `${isAtLeast(spend) ? '≥ ' : ''}${formatDollars(spendPerHour)}`;
}

function decimal(value: number | null): string {
  return value === null ? '' : formatNumber(value, 1);
}
