import { commitCount, sessionCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { h } from '../shared/dom.ts';
import { formatCount, isUnpriced } from '../../src/core/report/money.ts';
import { listed, shareText } from '../../src/core/report/words.ts';
import { filledParts, partName, partSentence, shownParts } from './standingLabels.ts';
import { explainPart } from './explainStanding.ts';
import { figureOf } from './figure.ts';
import type { StandingPart } from '../../src/core/attribution/placement.ts';
import type { Money } from '../../src/core/report/live.ts';
import type { Standing, StandingShare } from '../../src/core/report/standing.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Amounts, Panel } from './panel.ts';

interface BarOptions {
  /** Names this picture's table in the kept state. */
  readonly id: string;
  readonly standing: Standing;
  /** The period before, in amounts of its own. */
  readonly before: { readonly standing: Standing; readonly amounts: Amounts; readonly name: string } | null;
  readonly defaultBranch: string | null;
  /** Called with a part to show only that; null where parts cannot be chosen. */
  readonly choose: ((part: StandingPart) => void) | null;
  readonly chosen: StandingPart | null;
  /** Of one session: only what is there, without counting it. */
  readonly single?: boolean;
  readonly tools?: Child;
}

/** Where the money is now: a bar whose parts add up, its key, and the same as a table. */
export function standingFigure(panel: Panel, title: string, options: BarOptions): Description {
  const { standing, before, defaultBranch, choose, chosen, single = false } = options;
  const parts = (single ? filledParts(standing.parts) : shownParts(standing.parts, chosen)).flatMap(
    (part) => standing.parts.find((each) => each.part === part) ?? [],
  );
  return figureOf(panel, {
    id: options.id,
    title,
    tools: options.tools,
    picture: h(
      'div',
      { class: 'standing' },
      bar(panel, parts, standing.total, defaultBranch, choose, chosen),
      before === null ? null : beforeBar(before, defaultBranch),
      key(panel, parts, standing, defaultBranch, single),
    ),
    table: {
      caption: title,
      columns: [t('Where it is now'), t('Cost'), t('Share'), t('Commits'), t('Sessions')],
      numbers: [1, 2, 3, 4],
      rows: [
        ...parts.map((each) => [
          [swatch(each.part), choose === null ? partName(each.part, defaultBranch) : chooser(each, defaultBranch, choose)],
          panel.amounts.text(each.money),
          isUnpriced(each.money) ? '' : shareText(each.money.nanodollars, standing.total.nanodollars),
          formatCount(each.commits),
          formatCount(each.sessions),
        ]),
        [t('Together'), panel.amounts.text(standing.total), isUnpriced(standing.total) ? '' : shareText(1, 1), '', ''],
      ],
    },
  });
}

function bar(
  panel: Panel,
  parts: readonly StandingShare[],
  total: Money,
  defaultBranch: string | null,
  choose: ((part: StandingPart) => void) | null,
  chosen: StandingPart | null,
): Description {
  const filled = parts.filter(({ money }) => money.nanodollars > 0);
  return h(
    'div',
    { class: 'bar', role: 'group', 'aria-label': t('Where it is now') },
    ...(filled.length === 0 ? [h('span', { class: 'bar-part part-none' })] : []),
    ...filled.map((each) => {
      const sentence = partSentence(each, total, defaultBranch, panel.amounts);
      const shared = {
        key: each.part,
        class: `bar-part part-${each.part}${chosen !== null && chosen !== each.part ? ' set-back' : ''}`,
        style: { 'flex-grow': String((1000 * each.money.nanodollars) / Math.max(1, total.nanodollars)) },
        title: sentence,
      };
      if (choose === null) return h('span', { ...shared, role: 'img', 'aria-label': sentence });
      return h('button', {
        ...shared,
        type: 'button',
        'aria-label': sentence,
        'aria-pressed': String(chosen === each.part),
        onclick: () => choose(each.part),
        onkeydown: moveFocus,
      });
    }),
  );
}

/** Left and right go along the bar, as along any row of like things. */
function moveFocus(event: Event): void {
  if (!(event instanceof KeyboardEvent) || !(event.currentTarget instanceof HTMLElement)) return;
  const to = { ArrowRight: event.currentTarget.nextElementSibling, ArrowLeft: event.currentTarget.previousElementSibling }[event.key];
  if (!(to instanceof HTMLElement)) return;
  to.focus();
  event.preventDefault();
}

function beforeBar({ standing: before, amounts, name }: NonNullable<BarOptions['before']>, defaultBranch: string | null): Description {
  const filled = before.parts.filter(({ money }) => money.nanodollars > 0);
  const names = filled.map((each) => partSentence(each, before.total, defaultBranch, amounts));
  return h(
    'div',
    { class: 'bar bar-before', role: 'img', 'aria-label': `${name}. ${names.join('; ')}.`, title: name },
    ...filled.map(({ part, money }) =>
      h('span', {
        key: part,
        class: `bar-part part-${part}`,
        style: { 'flex-grow': String((1000 * money.nanodollars) / Math.max(1, before.total.nanodollars)) },
      }),
    ),
  );
}

function key(
  panel: Panel,
  parts: readonly StandingShare[],
  standing: Standing,
  defaultBranch: string | null,
  single: boolean,
): Description {
  return h(
    'ul',
    {
      class: 'key',
      style: {
        '--parts': String(parts.length),
        '--half': String(Math.ceil(parts.length / 2)),
        '--widest': widest(panel, parts, standing, defaultBranch).toFixed(1),
      },
    },
    ...parts.map(({ part, money, commits, sessions }) => {
      const nothing = isNothing(money);
      const shared = share(panel, money, standing.total);
      return h(
        'li',
        { key: part, class: nothing ? 'key-item nothing' : 'key-item' },
        h('span', { class: 'key-name' }, swatch(part), partName(part, defaultBranch)),
        h(
          'span',
          { class: 'key-amount' },
          nothing
            ? t('nothing')
            : h(
                'button',
                {
                  type: 'button',
                  class: 'amount',
                  'aria-label': t('Explain {0}: {1}', partName(part, defaultBranch), panel.amounts.text(money)),
                  onclick: () => panel.explainHere(explainPart(part, standing, defaultBranch)),
                },
                panel.amounts.text(money),
              ),
          nothing || shared === null ? null : h('span', { class: 'key-share' }, shared),
        ),
        nothing || (single && commits === 0)
          ? null
          : h('span', { class: 'key-behind' }, commits > 0 ? commitCount(commits) : sessionCount(sessions)),
      );
    }),
  );
}

function isNothing(money: Money): boolean {
  return money.nanodollars === 0 && money.unpricedRequests === 0;
}

/** How many characters wide the widest part of the key is: of names the longest word, of amounts, which are larger, all of it. */
function widest(panel: Panel, parts: readonly StandingShare[], { total }: Standing, defaultBranch: string | null): number {
  const words = parts.flatMap(({ part }) => partName(part, defaultBranch).match(/[\p{Script=Latin}\p{P}\d]+/gu) ?? []);
  const amounts = parts
    .filter(({ money }) => !isNothing(money))
    .map(({ money }) => 1.23 * panel.amounts.text(money).length + (share(panel, money, total)?.length ?? 0) + 1);
  return Math.max(0, ...words.map(({ length }) => length), ...amounts);
}

/** Null where the amount is a share itself, or not known. */
function share(panel: Panel, money: Money, total: Money): string | null {
  return panel.amounts.unit === 'plan' || isUnpriced(money) ? null : shareText(money.nanodollars, total.nanodollars);
}

function chooser({ part }: StandingShare, defaultBranch: string | null, choose: (part: StandingPart) => void): Description {
  return h('button', { type: 'button', class: 'link', onclick: () => choose(part) }, partName(part, defaultBranch));
}

/** A patch of the part's colour and pattern. */
export function swatch(part: StandingPart): Description {
  return h('span', { class: `swatch part-${part}`, 'aria-hidden': 'true' });
}

/** A bar without buttons, for rows; its name says all of it. Where nothing has a price there are no shares: it is said in words. */
export function miniBar(
  parts: readonly { readonly part: StandingPart; readonly money: Money }[],
  defaultBranch: string | null,
): Description {
  const total = parts.reduce((sum, { money }) => sum + money.nanodollars, 0);
  const filled = parts.filter(({ money }) => money.nanodollars > 0);
  if (filled.length === 0) {
    const unpriced = parts.filter(({ money }) => isUnpriced(money)).map(({ part }) => partName(part, defaultBranch));
    return h('span', { class: 'quiet cut', title: listed(unpriced) }, unpriced.length === 0 ? '–' : t('no price yet'));
  }
  const name = filled.map(({ part, money }) => `${partName(part, defaultBranch)} ${shareText(money.nanodollars, total)}`).join(', ');
  return h(
    'span',
    { class: 'bar bar-mini', role: 'img', 'aria-label': name, title: name },
    ...filled.map(({ part, money }) =>
      h('span', {
        key: part,
        class: `bar-part part-${part}`,
        style: { 'flex-grow': String((1000 * money.nanodollars) / Math.max(1, total)) },
      }),
    ),
  );
}
