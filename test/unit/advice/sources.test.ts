import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { adviceRules } from '../../../src/core/advice/advice.ts';
import { ruleLabel } from '../../../src/core/report/advice/adviceWords.ts';
import { panelContract } from '../../../src/protocol/panel.ts';
import * as v from 'valibot';

const root = path.resolve(import.meta.dirname, '../../..');

describe('the rules of advice', () => {
  it('each name a heading of docs/advice.md, and one that the panel may open', () => {
    const page = readFileSync(path.join(root, 'docs/advice.md'), 'utf8');
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'));
    const files = globSync('src/core/advice/**/*.ts', { cwd: root }).map((name) => readFileSync(path.join(root, name), 'utf8'));
    const sources = files.flatMap((text) => [...text.matchAll(/\bsource: '([^']+)'/g)].map(([, source = '']) => source));
    assert.ok(sources.length >= 6, 'The rules are found.');
    for (const source of sources) {
      assert.ok(headings.includes(source), source);
      assert.ok(v.is(panelContract.methods.openAdviceRule.params, { heading: source }), source);
    }
  });

  it('each have a name of their own', () => {
    assert.equal(new Set(adviceRules.map(ruleLabel)).size, adviceRules.length);
  });
});
