/** What is worth doing about the spend, and beneath it what that was seen in: models, contexts, usage over time, marks. */
import { t } from '../../src/core/l10n/message.ts';
import { waitingText } from '../../src/core/report/advice/adviceWords.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { adviceCards, adviceOff, dismissedList } from './adviceCards.ts';
import { contextFigures } from './adviceContext.ts';
import { markFigures } from './adviceMarks.ts';
import { modelFigures } from './adviceModels.ts';
import { usageFigures } from './adviceUsage.ts';
import { adviceSentence } from './adviceSentence.ts';
import { filterBar } from './filterBar.ts';
import { loadingPage, problemLine } from './states.ts';
import type { AdviceView } from '../../src/core/report/advice/adviceView.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

export function adviceView(panel: Panel): Description {
  const { value, problem, loading } = panel.advice.view;
  const failed = problemLine(t('Reading the advice'), problem, () => panel.retry());
  if (value === null) return problem === null ? loadingPage('advice') : h('div', { class: 'page', key: 'advice' }, failed);
  return h(
    'div',
    { class: 'page advice', key: 'advice', 'aria-busy': String(loading) },
    filterBar(panel, ['branch', 'model', 'part']),
    notNarrowed(panel),
    failed,
    pieces(panel, value),
    value.requests === 0 ? null : sections(panel, value),
    problemLine(t('Reading the marks'), panel.advice.marks.problem, () => panel.retry()),
    markFigures(panel, panel.advice.marks.value),
    h('p', { class: 'fine' }, t('Amounts are at list price. What is dismissed is kept on this machine, for every window and terminal.')),
  );
}

function notNarrowed({ state: { branch, model, part } }: Panel): Child {
  if (branch === null && model === null && part === null) return null;
  return h('p', { class: 'quiet', key: 'narrowing' }, t('A branch, model or place that is chosen elsewhere does not narrow this view.'));
}

function pieces(panel: Panel, view: AdviceView): Description {
  const off = panel.settings?.advice === false;
  return h(
    'section',
    { class: 'figure', key: 'pieces', 'aria-label': t('Worth doing') },
    h(
      'header',
      { class: 'figure-head' },
      h('h2', {}, t('Worth doing')),
      off || view.advice.length === 0 ? null : h('span', { class: 'figure-sub' }, adviceSentence(view)),
    ),
    off ? adviceOff(panel) : view.advice.length === 0 ? waiting(view) : adviceCards(panel, view),
    off ? null : dismissedList(panel, view),
  );
}

/** Nothing to say is said, with what comparisons wait for. */
function waiting(view: AdviceView): Description {
  return h('p', { class: 'advice-waiting', key: 'waiting' }, icon('check'), h('span', {}, waitingText(view)));
}

function sections(panel: Panel, { models, context, usage }: AdviceView): Child {
  return [modelFigures(panel, models), contextFigures(panel, context), usageFigures(panel, usage)];
}
