import assert from 'node:assert/strict';
import { bareTexts, bareTextsOf } from '../../support/l10n/bareTexts.ts';

/** What is the same in every language: names, and what is typed in a terminal. */
const names = new Set([...['Payoff', 'Payoff · …', 'Claude Code', 'Markdown', 'payoff export FILE', 'payoff import FILE'], 'view view-…']);
/** The log is English: it is read by whoever helps. */
const logLines = new Set([
  'The token of a team could not be stored: …',
  'Activated in … ms.',
  'Renewed the launcher of the command line.',
  'The ledger could not be opened: …',
  'The reader stopped again (…) and is not started a third time.',
]);
/** Scripts, and the page that holds nothing but its script. */
const noFaces = /^src\/extension\/(?:launcher|panel\/panelHtml)\.ts:/;

describe('texts that a person reads', () => {
  for (const folder of ['webview', 'src/extension'])
    // The collector's dashboard speaks English.
    it(`are messages wherever they stand in ${folder}`, () => {
      const bare = bareTexts(folder).filter(
        ({ place, text }) => !names.has(text) && !logLines.has(text) && !noFaces.test(place) && !place.startsWith('webview/team/'),
      );
      assert.deepEqual(bare, [], 'Say it through t() or plural() of src/core/l10n/message.ts.');
    });

  it('are found in elements, names, choices and joined pieces, and names of the code are not', () => {
    const source = [
      "h('p', { class: 'quiet fine', title: 'Explain' }, 'Nothing yet.', isOpen ? t('Open') : 'closed for now or so');",
      'panel.announce(`${String(count)} are left`);',
      "h('button', { 'aria-label': label, key: 'Not shown', onclick: () => host.call('Run it now') }, icon('check'));",
      "element.textContent = 'No session';",
    ].join('\n');
    assert.deepEqual(
      bareTextsOf('webview/a.ts', source).map(({ place, text }) => `${place} ${text}`),
      [
        'webview/a.ts:1 Explain',
        'webview/a.ts:1 Nothing yet.',
        'webview/a.ts:1 closed for now or so',
        'webview/a.ts:2 … are left',
        'webview/a.ts:4 No session',
      ],
    );
  });
});
