import assert from 'node:assert/strict';
import { pseudoText, untranslatedIn } from '../../support/l10n/pseudo.ts';

describe('the language that nobody speaks', () => {
  it('keeps places, code, links and icons, and is two fifths longer', () => {
    assert.equal(pseudoText('Read {0} files'), '⟦Ŕéáð {0} ƒîļéš ~~~~~⟧');
    assert.match(pseudoText('[Open](command:payoff.openPanel) `payoff` $(check)'), /\]\(command:payoff\.openPanel\) `payoff` \$\(check\)/);
  });

  it('shows what was not translated, and no name', () => {
    const names = ['Mend the loom', 'weave'];
    assert.equal(untranslatedIn(`${pseudoText('Cost')} Mend the loom · a1b2c3d · $1.84 · Opus 5.5 · 22 November · 84k`, names), '');
    assert.equal(untranslatedIn(pseudoText('Cost of {0}').replace('{0}', 'weave'), names), '');
    assert.notEqual(untranslatedIn('Cost', names), '');
    assert.notEqual(untranslatedIn(`${pseudoText('{0} of {1}')} at least`, names), '');
  });
});
