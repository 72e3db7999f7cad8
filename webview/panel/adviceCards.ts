/** Pieces of advice: what was seen, what is at stake, what it rests on, what can be done, and how not to see it again. */
import { plural, t } from '../../src/core/l10n/message.ts';
import { ruleLabel, sampleText, stakeAmount } from '../../src/core/report/advice/adviceWords.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { focusSoon } from '../shared/focus.ts';
import { icon } from '../shared/icons.ts';
import { emphasized } from './overviewView.ts';
import { menu } from './menu.ts';
import { withName } from './state.ts';
import type { Advice, AdviceEvidence, AdviceReference } from '../../src/core/advice/advice.ts';
import type { AdviceView, DismissedAdvice, Dismissal } from '../../src/core/report/advice/adviceView.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** Evidence that is shown before it is asked for. */
const shownEvidence = 3;

/** The pieces, the one with most at stake first. */
export function adviceCards(panel: Panel, { advice }: AdviceView): Description {
  return h('ul', { class: 'pieces', key: 'pieces' }, ...advice.map((piece) => card(panel, piece)));
}

function card(panel: Panel, piece: Advice): Description {
  const { rule, id, sentence, action, stake, sample, source } = piece;
  return h(
    'li',
    { class: 'piece', key: id, 'data-advice': id },
    h(
      'header',
      { class: 'piece-head' },
      h('h3', { class: 'piece-rule' }, ruleLabel(rule)),
      stake === null
        ? null
        : h('p', { class: 'piece-stake' }, h('strong', {}, stakeAmount(stake)), ' ', h('span', { class: 'quiet' }, stake.what)),
      dismissMenu(panel, piece),
    ),
    h('p', { class: 'piece-sentence' }, ...emphasized(sentence)),
    h('p', { class: 'piece-action' }, icon('lightbulb'), h('span', {}, action)),
    evidenceList(panel, piece),
    h(
      'p',
      { class: 'piece-foot quiet' },
      sample === null ? null : `${sampleText(sample)} `,
      h(
        'button',
        {
          type: 'button',
          class: 'link',
          'aria-label': t('How this is worked out: {0}', ruleLabel(rule)),
          onclick: () => void openRule(panel, source),
        },
        t('How this is worked out'),
      ),
    ),
  );
}

function evidenceList(panel: Panel, { id, evidence, rule }: Advice): Child {
  if (evidence.length === 0) return null;
  const name = `evidence ${id}`;
  const { unfolded } = panel.state;
  const all = unfolded.includes(name);
  const left = evidence.length - shownEvidence;
  const shown = all ? evidence : evidence.slice(0, shownEvidence);
  return [
    h(
      'ul',
      { class: 'piece-evidence', key: 'evidence', 'aria-label': t('Evidence: {0}', ruleLabel(rule)) },
      ...shown.map((each, index) => h('li', { key: String(index) }, evidenceLine(panel, each))),
    ),
    left <= 0
      ? null
      : h(
          'button',
          {
            type: 'button',
            class: 'link piece-more',
            key: 'more',
            'aria-expanded': String(all),
            onclick: () => panel.change({ unfolded: withName(unfolded, name, !all) }),
          },
          all ? t('Show less') : plural(left, 'Show {0} more', 'Show {0} more', formatCount(left)),
        ),
  ];
}

function evidenceLine(panel: Panel, { text, reference }: AdviceEvidence): Child {
  if (reference === null) return h('span', {}, text);
  return h(
    'button',
    { type: 'button', class: 'link evidence-link', onclick: () => follow(panel, reference) },
    icon(icons[reference.kind]),
    h('span', {}, text),
  );
}

const icons = { session: 'session', commit: 'commit', model: 'filter' } as const;

function follow(panel: Panel, reference: AdviceReference): void {
  switch (reference.kind) {
    case 'session':
      panel.go({ view: 'sessions', session: reference.sessionId });
      break;
    case 'commit':
      panel.open('shipped', reference.sha);
      break;
    case 'model':
      panel.go({ view: 'sessions', session: null, model: reference.model });
      break;
  }
}

function dismissMenu(panel: Panel, { id, rule }: Advice): Description {
  const label = ruleLabel(rule);
  return menu({
    key: 'dismiss',
    button: icon('close'),
    buttonName: t('Dismiss: {0}', label),
    buttonClass: 'icon-button',
    name: t('Dismiss'),
    items: [
      { label: t('This one'), choose: () => void dismiss(panel, { kind: 'advice', id }) },
      { label: t('All of the kind “{0}”', label), choose: () => void dismiss(panel, { kind: 'rule', rule }) },
      { label: t('All advice, for good'), choose: () => void switchAdvice(panel, false) },
    ],
  });
}

async function dismiss(panel: Panel, dismissal: Dismissal): Promise<void> {
  const answer = await panel.host.call('dismissAdvice', { dismissal });
  if (!answer.ok) {
    panel.fail(t('Dismissing'), answer.error.sentence);
    return;
  }
  await panel.advice.askAgain();
  panel.announce(t('Dismissed. It can be brought back at the end of the list.'), true);
  focusSoon('.dismissed summary');
}

/** What is dismissed, and how it comes back; null where nothing is. */
export function dismissedList(panel: Panel, { dismissed, dismissedRules }: AdviceView): Child {
  // A rule that is dismissed and has nothing to say now is named all the same: it would be silent tomorrow too.
  const silent = dismissedRules.filter((rule) => !dismissed.some(({ advice }) => advice.rule === rule));
  const count = dismissed.length + silent.length;
  if (count === 0) return null;
  const open = panel.state.unfolded.includes('dismissed');
  return h(
    'details',
    {
      class: 'dismissed',
      key: 'dismissed',
      open,
      ontoggle: (event) => {
        const now = event.target instanceof HTMLDetailsElement && event.target.open;
        if (now !== panel.state.unfolded.includes('dismissed'))
          panel.change({ unfolded: withName(panel.state.unfolded, 'dismissed', now) });
      },
    },
    h('summary', {}, icon('chevron'), plural(count, '{0} dismissed', '{0} dismissed', formatCount(count))),
    h(
      'ul',
      {},
      ...dismissed.map((each) => dismissedLine(panel, each.advice.id, each.advice.sentence, dismissalOf(each))),
      ...silent.map((rule) => dismissedLine(panel, rule, t('All of the kind “{0}”', ruleLabel(rule)), { kind: 'rule', rule })),
    ),
    h('button', { type: 'button', class: 'link', onclick: () => void restore(panel, null) }, t('Bring all back')),
  );
}

function dismissalOf({ advice, by }: DismissedAdvice): Dismissal {
  return by === 'rule' ? { kind: 'rule', rule: advice.rule } : { kind: 'advice', id: advice.id };
}

function dismissedLine(panel: Panel, key: string, text: string, dismissal: Dismissal): Description {
  const label = dismissal.kind === 'rule' ? t('Bring all of this kind back') : t('Bring back');
  return h(
    'li',
    { key },
    h('span', { class: 'quiet' }, text),
    ' ',
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        'aria-label': t('{0}: {1}', label, text),
        onclick: () => void restore(panel, dismissal),
      },
      label,
    ),
  );
}

async function restore(panel: Panel, dismissal: Dismissal | null): Promise<void> {
  const answer = await panel.host.call('restoreAdvice', { dismissal });
  if (!answer.ok) {
    panel.fail(t('Bringing it back'), answer.error.sentence);
    return;
  }
  await panel.advice.askAgain();
  panel.announce(t('It is back.'), true);
  focusSoon('.dismissed summary, .piece .link');
}

/** Where all advice is turned off, and the way back on. */
export function adviceOff(panel: Panel): Description {
  return h(
    'div',
    { class: 'advice-off', key: 'off' },
    h('p', {}, t('Advice is off: the setting payoff.advice says so. The figures that it rests on are shown all the same.')),
    h('vscode-button', { appearance: 'secondary', onclick: () => void switchAdvice(panel, true) }, t('Turn advice on')),
  );
}

async function switchAdvice(panel: Panel, on: boolean): Promise<void> {
  const answer = await panel.host.call('setAdvice', { on });
  if (answer.ok) focusSoon(on ? '.piece .link' : '.advice-off vscode-button');
  else panel.fail(t('Changing the setting payoff.advice'), answer.error.sentence);
}

async function openRule(panel: Panel, heading: string): Promise<void> {
  const answer = await panel.host.call('openAdviceRule', { heading });
  if (!answer.ok) panel.fail(t('The explanation'), answer.error.sentence);
}
