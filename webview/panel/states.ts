/** What is shown where there are no figures: while they are read, when they cannot be, and when there are none. */
import { t } from '../../src/core/l10n/message.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { problemSentence } from '../shared/problemSentence.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';
import type { View } from './state.ts';

/** The shape of the view before its first figures, so that nothing jumps when they come. */
export function loadingPage(view: View): Description {
  const bar = (className: string): Description => h('div', { class: `skeleton ${className}` });
  const blocks: Readonly<Record<View, readonly string[]>> = {
    overview: ['s-line', 's-sentence', 's-sentence short', 's-bar', 's-legend', 's-cards', 's-table'],
    sessions: ['s-line', 's-line short', 's-table tall'],
    shipped: ['s-line', 's-line short', 's-table tall'],
    advice: ['s-line', 's-cards', 's-cards', 's-table'],
    data: ['s-sentence short', 's-cards', 's-table'],
  };
  return h(
    'div',
    { class: 'page', key: 'loading', 'aria-busy': 'true' },
    h('p', { class: 'visually-hidden' }, t('Reading the ledger.')),
    ...blocks[view].map(bar),
  );
}

/** Why there are no figures, and the way to try again. */
export function problemPage(sentence: string, retry: () => void): Description {
  return h(
    'div',
    { class: 'page', key: 'problem' },
    h(
      'div',
      { class: 'empty', role: 'alert' },
      icon('error'),
      h('p', {}, sentence),
      h('vscode-button', { onclick: retry }, t('Try again')),
    ),
  );
}

/** A view without rows: a sentence, a quieter one, and what can be done. */
export function emptyPage(sentence: string, more: string, ...actions: readonly Description[]): Description {
  return h('div', { class: 'empty' }, icon('session'), h('p', {}, sentence), h('p', { class: 'quiet' }, more), ...actions);
}

/** Where Claude Code was never used: what would be read, and where Payoff looks for it. */
export function nothingSeen(panel: Panel): Description {
  return emptyPage(
    t('No session of Claude Code has been seen on this machine yet.'),
    t('Payoff reads the transcripts that Claude Code writes by itself. Use it once, and its first figures appear here.'),
    h(
      'vscode-button',
      { appearance: 'secondary', onclick: () => void panel.host.call('run', { command: 'doctor' }) },
      t('Where Payoff looks'),
    ),
  );
}

/** A problem beside figures that are still shown; `what` names what failed where the reason is no sentence by itself. */
export function problemLine(what: string, reason: string | null, retry: () => void): Description | null {
  if (reason === null) return null;
  return h(
    'div',
    { class: 'problem-line', role: 'alert', key: 'problem-line' },
    icon('error'),
    h('p', {}, problemSentence(what, reason)),
    h('button', { type: 'button', class: 'link', onclick: retry }, t('Try again')),
  );
}
