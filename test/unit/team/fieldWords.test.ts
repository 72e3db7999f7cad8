import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fieldWords, openTelemetrySentence, privacySentences } from '../../../src/core/team/fieldWords.ts';
import { previewMarkdown, previewOf, previewText } from '../../../src/core/team/preview.ts';
import { anyTeamWeek } from '../../support/anyTeamWeek.ts';
import { fieldPaths } from '../../support/teamWeekSchema.ts';
import { otlpEndpoint } from '../../../src/core/team/openTelemetry.ts';

/** Every number, name and truth in a value. */
function leaves(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

/** The same, and the names of objects too: of a list of models the name is where its value stands. */
function shown(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Array.isArray(value) ? value.flatMap(shown) : Object.entries(value).flatMap(([name, each]) => [name, ...shown(each)]);
}

describe('the words of a team’s fields', () => {
  it('are there for each field of the schema, in its order', () => {
    assert.deepEqual(
      fieldWords.map(({ field }) => field),
      fieldPaths(),
    );
  });

  it('are a sentence each, and each its own', () => {
    const sentences = fieldWords.map(({ words }) => words());
    assert.equal(new Set(sentences).size, sentences.length);
    for (const sentence of [
      ...sentences,
      ...privacySentences({ repositories: false, endpoint: 'https://payoff.example.com' }),
      openTelemetrySentence(),
    ])
      assert.match(sentence, /^[A-Z].*[.…]$/);
  });

  it('say that it is not anonymous, and why repository keys are off', () => {
    const [first, ...others] = privacySentences({ repositories: false, endpoint: 'https://payoff.example.com' });
    assert.equal(first, 'This is pseudonymous, not anonymous: outcomes can be matched with git by someone who holds both.');
    assert.ok(others.some((sentence) => sentence.includes('could guess names')));
    assert.equal(privacySentences({ repositories: false, endpoint: otlpEndpoint }).at(-1), openTelemetrySentence());
    assert.ok(
      privacySentences({ repositories: true, endpoint: 'https://payoff.example.com' }).some((sentence) =>
        sentence.startsWith('Repository keys are on'),
      ),
    );
    assert.match(openTelemetrySentence(), /no number of people/);
  });
});

describe('the preview of a week', () => {
  it('shows every value that is sent, and no other', () => {
    fc.assert(
      fc.property(anyTeamWeek, (week) => {
        // The same model twice would stand in one place.
        const models = week.buckets.map((bucket) => ({ ...bucket, models: bucket.models.slice(0, 1) }));
        const once = { ...week, buckets: models };
        const values = previewOf(once).map(({ value }) => JSON.parse(value.replace(/ \([^)]*\)$/, '')) as unknown);
        const text = (value: unknown): string => JSON.stringify(value);
        const sent = leaves(once).map(text);
        const all = values.flatMap(shown).map(text);
        for (const value of sent) assert.ok(all.includes(value), value);
        const names = new Set(['short', 'medium', 'long', '7', '14', '30'].map(text));
        const known = new Set([...sent, ...once.buckets.flatMap((bucket) => shown(bucket)).map(text), ...names]);
        for (const value of all) assert.ok(known.has(value), value);
      }),
      { numRuns: 30 },
    );
  });

  it('has each field with its value and its words, amounts in dollars too', () => {
    const [week] = fc.sample(
      anyTeamWeek.filter(({ buckets }) => buckets.length === 1),
      { seed: 7, numRuns: 1 },
    );
    assert.ok(week !== undefined);
    const [bucket] = week.buckets;
    assert.ok(bucket !== undefined);
    const dear = { ...week, buckets: [{ ...bucket, repository: '', headlessCost: 1_200_000_000, turns: 12, windows: [14] as const }] };
    const own = { ...dear, buckets: dear.buckets.map((each) => ({ ...each, windows: [...each.windows] })) };
    assert.deepEqual(
      previewOf(own).filter(({ field }) => /turns|headlessCost|windows|repository$|activeDays/.test(field)),
      [
        { field: 'activeDays', value: String(week.activeDays), words: 'Days of the week on which anything was asked, exact.' },
        {
          field: 'buckets[0].repository',
          value: '""',
          words: 'Empty: all repositories together. With repository keys on, a code made of its address and the team’s salt.',
        },
        {
          field: 'buckets[0].headlessCost',
          value: '1200000000 ($1.20)',
          words: 'What was spent without anybody at a keyboard: claude -p, the SDKs, the GitHub action.',
        },
        { field: 'buckets[0].turns', value: '12', words: 'Prompts that were answered, as a number. Never their text.' },
        { field: 'buckets[0].windows[]', value: '[14]', words: 'For how many days changes are watched there, exact.' },
      ],
    );
    assert.equal(previewOf(own).length, fieldWords.length);
    assert.match(previewText(own), /^schema: "payoff\.team-week\/1"\n {4}The version/);
    assert.ok(previewMarkdown(own).includes(JSON.stringify(own, null, 2)));
  });
});
