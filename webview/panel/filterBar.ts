import { formatCount } from '../../src/core/report/money.ts';
import { t } from '../../src/core/l10n/message.ts';
import { anywhereLabel } from '../../src/core/report/labels.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { unfiltered, withName } from './state.ts';
import { isDay, periodKinds, periodLabel } from './period.ts';
import { branchName, partName, shownParts } from './standingLabels.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** What of a request a view may be narrowed by, beside its period. */
export type Narrowing = 'repository' | 'branch' | 'model' | 'part';

/** What is shown of all that the ledger holds; `without` is what does not narrow this view. Narrow pages fold it behind one button. */
export function filterBar(panel: Panel, without: readonly Narrowing[] = []): Description {
  const { state, overview } = panel;
  const choices = overview.value?.choices;
  const branch = overview.value?.defaultBranch ?? null;
  const unfolded = state.unfolded.includes('filters');
  const parts = shownParts(overview.value?.standing.parts ?? [], state.part);
  const narrows = (name: Narrowing): boolean => !without.includes(name);
  const chosen = (['repository', 'branch', 'model', 'part'] as const).filter((name) => narrows(name) && state[name] !== null).length;
  return h(
    'div',
    { class: `filters${unfolded ? ' unfolded' : ''}`, key: 'filters', role: 'group', 'aria-label': t('Filters') },
    h(
      'button',
      {
        type: 'button',
        class: 'filters-fold tool',
        'aria-expanded': String(unfolded),
        onclick: () => panel.change({ unfolded: withName(panel.state.unfolded, 'filters', !panel.state.unfolded.includes('filters')) }),
      },
      icon('filter'),
      chosen === 0 ? periodLabel(state.period.kind) : t('{0}, {1} more', periodLabel(state.period.kind), formatCount(chosen)),
    ),
    h(
      'div',
      { class: 'filters-fields' },
      dropdown(
        t('Period'),
        false,
        state.period.kind,
        periodKinds.map((kind) => [kind, periodLabel(kind)]),
        (value) => {
          const kind = periodKinds.find((each) => each === value);
          if (kind !== undefined) panel.choose({ period: { ...panel.state.period, kind } });
        },
      ),
      state.period.kind === 'custom' ? customDays(panel) : null,
      anyOf(
        panel,
        t('Repository'),
        t('All repositories'),
        state.repository,
        choices?.repositories.map(({ repository, name }) => [repository, name]) ?? [],
        (repository) => panel.choose({ repository, branch: null }),
      ),
      narrows('branch')
        ? anyOf(
            panel,
            t('Branch'),
            t('All branches'),
            state.branch,
            choices?.branches.map((each) => [each, branchName(each)]) ?? [],
            (value) => panel.choose({ branch: value }),
          )
        : null,
      narrows('model')
        ? anyOf(panel, t('Model'), t('All models'), state.model, choices?.models.map(({ model, label }) => [model, label]) ?? [], (model) =>
            panel.choose({ model }),
          )
        : null,
      narrows('part')
        ? anyOf(
            panel,
            t('Where it is now'),
            anywhereLabel(),
            state.part,
            parts.map((part) => [part, partName(part, branch)]),
            (value) => panel.choose({ part: parts.find((part) => part === value) ?? null }),
            true,
          )
        : null,
      chosen === 0
        ? null
        : h(
            'button',
            {
              type: 'button',
              class: 'link',
              key: 'clear',
              onclick: () => panel.choose(unfiltered),
            },
            t('Clear'),
          ),
    ),
    zone(panel),
  );
}

function anyOf(
  panel: Panel,
  name: string,
  all: string,
  value: string | null,
  choices: readonly (readonly [string, string])[],
  choose: (value: string | null) => void,
  /** Whether a single choice is offered, too. */
  always = false,
): Child {
  // What is chosen stays a choice even where the host names it no more.
  const known = value === null || choices.some(([each]) => each === value) ? choices : [...choices, [value, branchName(value)] as const];
  if (known.length === 0 || (known.length === 1 && value === null && panel.overview.value !== null && !always)) return null;
  return dropdown(
    name,
    value !== null,
    value === null ? '' : `=${value}`,
    [['', all], ...known.map(([each, label]) => [`=${each}`, label] as const)],
    (chosen) => choose(chosen === '' ? null : chosen.slice(1)),
  );
}

function dropdown(
  name: string,
  narrowing: boolean,
  value: string,
  choices: readonly (readonly [string, string])[],
  choose: (value: string) => void,
): Description {
  return h(
    'vscode-dropdown',
    {
      key: name,
      'aria-label': name,
      title: name,
      class: narrowing ? 'chosen' : '',
      'data-value': value,
      onchange: (event) => {
        const chosen: unknown = event.target instanceof HTMLElement ? Reflect.get(event.target, 'value') : null;
        if (typeof chosen === 'string' && chosen !== value) choose(chosen);
      },
      '.value': value,
    },
    ...choices.map(([each, label]) => h('vscode-option', { key: each, value: each, selected: each === value }, label)),
  );
}

function customDays(panel: Panel): Child {
  const { period } = panel.state;
  const field = (name: 'since' | 'until', label: string): Description =>
    h('input', {
      key: name,
      type: 'date',
      class: 'date',
      'aria-label': label,
      '.value': period[name],
      onchange: (event) => {
        const day = event.target instanceof HTMLInputElement ? event.target.value : '';
        // Of what is chosen now, which may not be drawn yet.
        if (day === '' || isDay(day)) panel.choose({ period: { ...panel.state.period, [name]: day } });
      },
    });
  return h(
    'span',
    { class: 'dates', key: 'dates' },
    field('since', t('First day')),
    h('span', { 'aria-hidden': 'true' }, '–'),
    field('until', t('Last day')),
  );
}

/** Days are those of the ledger's zone; a browser elsewhere is told, once it matters. */
function zone(panel: Panel): Child {
  const { settings } = panel;
  if (settings === null) return null;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const differs = here !== '' && here !== settings.timezone;
  return h(
    'p',
    { class: 'zone', title: t('Days are counted in {0}.', settings.timezone) },
    icon('clock'),
    h('span', {}, settings.timezone.replaceAll('_', ' ')),
    !differs
      ? null
      : settings.demo
        ? h('span', {}, t('(the demo leaves your settings alone)'))
        : h('button', { type: 'button', class: 'link', onclick: () => void useZone(panel, here) }, t('Use {0}', here.replaceAll('_', ' '))),
  );
}

async function useZone(panel: Panel, timezone: string): Promise<void> {
  const answer = await panel.host.call('setTimezone', { timezone });
  if (!answer.ok) panel.fail(t('Changing the time zone'), answer.error.sentence);
}
