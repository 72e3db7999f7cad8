/** docs/team.md says of each field what the preview says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { fieldWords, openTelemetrySentence, privacySentences } from '../../../src/core/team/fieldWords.ts';
import { twoDigits } from '../../../src/core/team/rounding.ts';
import { lengthsUpTo } from '../../../src/core/team/teamSessions.ts';
import { mostWeeks } from '../../../src/core/team/weeksOver.ts';

const document = readFileSync(new URL('../../../docs/team.md', import.meta.url), 'utf8');
const flowing = document.replace(/\s+/g, ' ').toLowerCase();

describe('docs/team.md', () => {
  it('has every field with the words of the preview, in their order', () => {
    const rows = [...document.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, field, words]) => [field, words]);
    assert.deepEqual(
      rows,
      fieldWords.map(({ field, words }) => [field, words()]),
    );
  });

  it('says what the preview says before a yes', () => {
    const [pseudonymous = ''] = privacySentences({ repositories: false, endpoint: 'https://payoff.example.com' });
    assert.ok(flowing.includes(pseudonymous.toLowerCase()));
    assert.ok(flowing.includes(openTelemetrySentence().replace('By OpenTelemetry ', '').toLowerCase()));
  });

  it('has the figures of the code', () => {
    assert.ok(flowing.includes(`the last ${String(mostWeeks)} weeks anew`));
    assert.ok(flowing.includes(`\`short\` up to ${String(lengthsUpTo.short)} turns, \`medium\` up to ${String(lengthsUpTo.medium)}`));
    for (const [, from, to] of flowing.matchAll(/(\d+) (?:stays|becomes) (\d+)/g)) assert.equal(twoDigits(Number(from)), Number(to));
  });
});
