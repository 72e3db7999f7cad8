import assert from 'node:assert/strict';
import { addressOf, documentAt } from '../../../src/extension/documentUri.ts';
import type { Question } from '../../../src/extension/documentUri.ts';
import { explanationText } from '../../../src/extension/explanationText.ts';
import { money } from '../../support/snapshots.ts';
import { aSha, anExplanation } from '../../support/views.ts';

describe('an explanation as a document', () => {
  it('says the amount, what is explained, and each part with what it accounts for', () => {
    const { paragraphs } = anExplanation();
    const text = explanationText(
      anExplanation({ paragraphs: [...paragraphs, { text: 'Author time inside the call.', mix: null, money: null, evidence: null }] }),
      false,
    );
    assert.equal(
      text,
      [
        '# Commit a1b2c3d',
        `${aSha} · /home/ada/loom`,
        '\\$2.31 at list price: 9 requests in 1 session, on main.',
        '- **\\$2.31** because: session 14:02 to 14:31 ran git commit itself \\(own record\\). 9 requests since the edit before: Opus 5.5 \\$2.31.',
        'Author time inside the call.',
        '',
      ]
        .join('\n\n')
        .replace(/\n\n$/, '\n'),
    );
  });

  it('makes no markup of a name', () => {
    const hostile = '[x](https://evil.example) <img src=x> `a` **b**';
    const text = explanationText(
      anExplanation({ title: hostile, repository: hostile, paragraphs: [{ text: hostile, mix: null, money: money(1), evidence: null }] }),
      false,
    );
    assert.doesNotMatch(text, /(?<!\\)(?:\[x|<img|`a)/);
    assert.doesNotMatch(text, /https:\/\//);
  });

  it('says that figures are made up, and what was not found', () => {
    assert.match(explanationText(anExplanation(), true), /\*\*Demo: these figures are made up\.\*\*/);
    assert.equal(explanationText({ notFound: 'Nothing is known of a1b.' }, false), '# Not found\n\nNothing is known of a1b.\n');
  });
});

describe('the address of a document', () => {
  const question: Question = { reference: aSha, kind: 'commit', folder: '/home/ada/loom' };

  it('carries what is explained, and a title that a tab has room for', () => {
    for (const document of ['today', 'doctor', question] as const) assert.deepEqual(documentAt(addressOf(document)), document);
    assert.equal(addressOf(question).path, '/cost/Cost of a1b2c3d');
    assert.equal(addressOf({ ...question, kind: 'file', reference: '/home/ada/loom/src/weave.ts' }).path, '/cost/Cost of weave.ts');
    assert.equal(addressOf({ ...question, kind: 'pullRequest', reference: 'https://forge.example/a/b/pull/7' }).path, '/cost/Cost of 7');
  });

  it('is taken apart only where it is one of ours', () => {
    for (const query of [
      '',
      '{',
      '{"reference":1}',
      JSON.stringify({ ...question, kind: 'person' }),
      JSON.stringify({ ...question, folder: 'x'.repeat(9999) }),
    ])
      assert.equal(documentAt({ path: '/cost/Cost of x', query }), null);
  });
});
