import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleFile, languages, manifestFile, readTexts } from '../../support/l10n/bundles.ts';
import { extract, extractAll, placesOf, root } from '../../support/l10n/extract.ts';

const { messages, problems } = extractAll();

describe('the messages of the sources', () => {
  it('are literals with a part for each place, said only once the language is known', () => {
    assert.deepEqual(problems, []);
  });

  it('are in the English bundle, and nothing else is', () => {
    assert.deepEqual(
      Object.entries(readTexts(bundleFile())),
      messages.map((message) => [message, message]),
      'Run: npm run l10n',
    );
  });

  it('are found wherever they stand, with what is wrong about them', () => {
    const source = [
      "import { plural as many, t } from '../l10n/message.ts';",
      "const early = t('Too early');",
      'export const late = (name: string, count: number) => [',
      "  t('{0} of {1}', name),",
      '  t(`No ${name}`),',
      "  many(count, '{0} line', `{0} lines`, count),",
      '];',
    ].join('\n');
    assert.deepEqual(extract('src/core/report/a.ts', source), {
      messages: ['Too early', '{0} of {1}', '{0} line', '{0} lines'],
      problems: [
        'src/core/report/a.ts:2: It is said when the file is loaded, before the language is known: say it in a function.',
        'src/core/report/a.ts:4: “{0} of {1}” has more places than are filled.',
        'src/core/report/a.ts:5: A message is a literal, so that it is found.',
      ],
    });
  });

  it('are not those of another function called t', () => {
    assert.deepEqual(extract('src/core/a.ts', "const t = (text: string) => text;\nt('No message');").messages, []);
  });
});

for (const language of languages) {
  describe(`the translation into ${language}`, () => {
    const pairs = [
      {
        name: 'messages',
        english: Object.fromEntries(messages.map((message) => [message, message])),
        texts: readTexts(bundleFile(language)),
      },
      { name: 'texts of the manifest', english: readTexts(manifestFile()), texts: readTexts(manifestFile(language)) },
    ];

    for (const { name, english, texts } of pairs) {
      it(`has all ${name}, and no other`, () => {
        const lacking = Object.keys(english).filter((key) => (texts[key] ?? '').trim() === '');
        assert.deepEqual(lacking.slice(0, 5), [], `${String(lacking.length)} are missing. Run: npm run l10n -- ${language}`);
        assert.deepEqual(
          Object.keys(texts).filter((key) => english[key] === undefined),
          [],
          'Run: npm run l10n',
        );
      });

      it(`keeps the places, names of commands, links and icons of the ${name}`, () => {
        for (const [key, text] of Object.entries(texts)) {
          const original = english[key] ?? '';
          assert.deepEqual(placesOf(text), placesOf(original), text);
          assert.deepEqual(fixedIn(text), fixedIn(original), text);
        }
      });
    }
  });
}

/** What no language translates: code, links to commands and settings, icons. */
function fixedIn(text: string): readonly string[] {
  return [...text.matchAll(/`[^`]+`|\(command:[^)]+\)|\$\([\w~-]+\)/g)].map(([found]) => found).sort();
}

describe('what is packed', () => {
  it('holds the messages of each language and nothing else in its folder', () => {
    const files = globSync('l10n/*', { cwd: root }).map((file) => path.basename(file));
    assert.deepEqual(files.sort(), [undefined, ...languages].map((language) => path.basename(bundleFile(language))).sort());
    assert.equal((JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { l10n: unknown }).l10n, './l10n');
  });
});
