import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseCommentedJson } from '../../../src/core/outcomes/commentedJson.ts';
import { saidKept, saidStored, storedText } from '../../../src/core/l10n/keptText.ts';
import { parseSettings, problemText } from '../../../src/core/outcomes/parseSettings.ts';
import type { SettingsProblem } from '../../../src/core/outcomes/parseSettings.ts';
import { defaultSettings, windowAt } from '../../../src/core/outcomes/repositorySettings.ts';
import { anySettingsValue, decorated } from '../../support/settingsValues.ts';

const schemaFile = new URL('../../../schemas/payoff.schema.json', import.meta.url);

const long = 'x'.repeat(201);
const change = { from: '2026-10-01', days: 7, reason: 'we release weekly' };
/** Each is wrong in one thing only. */
const wrong: readonly unknown[] = [
  ...[
    [],
    null,
    'x',
    { windows: 7 },
    { $schema: 7 },
    { window: 8 },
    { window: '7' },
    { reverts: 'all' },
    { style: null },
    { team: long },
    { team: 7 },
    { team: {} },
    { team: { name: 'a' } },
    { team: { name: 'A b', endpoint: 'https://a.example' } },
    { team: { name: 'a', endpoint: 'http://a.example' } },
    { team: { name: 'a', endpoint: 'http://localhost.example' } },
    { team: { name: 'a', endpoint: 'https://user@a.example' } },
    { team: { name: 'a', endpoint: `https://a.example/${long}` } },
    { team: { name: 'a', endpoint: 'https://a.example', token: 'x' } },
  ],
  ...[{}, { ...change, reason: ' ' }, { ...change, reason: long }, { ...change, days: 8 }, { ...change, until: '2026-10-02' }].map(
    inWindow,
  ),
  ...['2026-10-1', '2026-02-29', '2026-10-01T00:00:00Z', '', 7].map((from) => inWindow({ ...change, from })),
  ...(['from', 'days', 'reason'] as const).map((key) =>
    inWindow(Object.fromEntries(Object.entries(change).filter(([each]) => each !== key))),
  ),
  ...[{ hours: -1 }, { hours: 1.5 }, { hours: 505 }, { hour: 7 }, { branches: 'x' }, { branches: [' '] }, { branches: [long] }, []].map(
    (hotfix) => ({ hotfix }),
  ),
  ...[{}, { tag: 'v*', branch: 'x' }, { tag: '' }, { branch: long }, { path: 'x' }, 'v*'].map((shippedRef) => ({ shippedRef })),
  ...[
    '',
    long,
    7,
    {},
    { branch: 'a', path: 'b' },
    { branch: '' },
    { path: 'a', from: '2026' },
    { path: 'a', to: '2026-10-01' },
    { from: '2026-10-01' },
  ].map((rule) => ({ cordon: [rule] })),
  ...['', 'a b c d', long, 7].map((command) => ({ verification: [command] })),
  ...['', long, {}].map((glob) => ({ exclude: [glob] })),
  ...['windowChanges', 'cordon', 'verification', 'exclude'].map((key) => ({ [key]: {} })),
  ...['cordon', 'verification', 'exclude'].map((key) => ({ [key]: Array.from({ length: 101 }, () => 'x') })),
  { hotfix: { branches: Array.from({ length: 101 }, () => 'x') } },
  { windowChanges: Array.from({ length: 101 }, () => change) },
];

function inWindow(entry: object): unknown {
  return { windowChanges: [entry] };
}

describe('.payoff.json as any editor and any parser sees it', () => {
  const ajv = new Ajv({ format: 'full', unknownFormats: [] });
  const accepts = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  const isShape = ({ kind }: SettingsProblem): boolean => kind === 'shape';

  it('has a schema that refuses what is wrong in a single thing, as the parser does', () => {
    for (const value of wrong) {
      const text = JSON.stringify(value);
      assert.equal(accepts(JSON.parse(text)), false, text);
      assert.ok(parseSettings(text).problems.some(isShape), text);
    }
  });

  it('has a schema that refuses exactly what the parser refuses for its shape', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anySettingsValue, (value) => {
        const text = JSON.stringify(value);
        const { problems } = parseSettings(text);
        const isRight = !problems.some(isShape);
        assert.equal(accepts(JSON.parse(text)), isRight, `${text}\n${JSON.stringify(problems)}\n${ajv.errorsText(accepts.errors)}`);
        if (isRight) accepted += 1;
      }),
      { numRuns: 2000 },
    );
    // Or the generator made nothing that is right, and the property said nothing.
    assert.ok(accepted > 50, String(accepted));
  });

  it('means the same with comments and trailing commas', () => {
    fc.assert(
      fc.property(fc.oneof(anySettingsValue, fc.jsonValue({ maxDepth: 4 })), fc.array(fc.nat(41)), (value, choices) => {
        const plain = JSON.stringify(value);
        const json = parseCommentedJson(decorated(JSON.parse(plain), choices));
        assert.ok(json.ok);
        assert.equal(JSON.stringify(json.value), plain);
      }),
    );
  });

  it('is refused as JSON is, where there is neither', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '01',
      '-',
      '1e5',
      '.5',
      'true',
      'nul',
      '\\',
      '\u0001',
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        fc.pre(!/,\s*[\]}]/.test(text) && !text.includes('//'));
        let expected: unknown;
        try {
          expected = { value: JSON.parse(text) as unknown };
        } catch {
          expected = null;
        }
        const json = parseCommentedJson(text);
        assert.deepEqual(json.ok ? { value: json.value } : null, expected, text);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, and whatever is wrong leaves whole settings and a sentence with its line', () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('{', '[', '"window"', ':', '14', ',', '/*', '\n')).map((each) => each.join('')),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          anySettingsValue.map((value) => JSON.stringify(value, null, 1)),
        ),
        fc.integer(),
        (text, atMs) => {
          const { settings, problems } = parseSettings(text);
          assert.deepEqual(Object.keys(settings), Object.keys(defaultSettings));
          assert.ok([7, 14, 21].includes(windowAt(settings, atMs).days));
          const lines = text.split('\n').length;
          for (const { line, text: said } of problems) {
            assert.ok(line >= 1 && line <= lines, `${String(line)} of ${String(lines)}`);
            assert.match(saidKept(said), /^\S.*\.$/su);
            assert.equal(saidStored(storedText(said)), saidKept(said));
          }
          assert.equal(problemText(problems) === null, problems.length === 0);
          // What is kept of it is JSON.
          assert.deepEqual(JSON.parse(JSON.stringify(settings)), settings);
        },
      ),
    );
  });

  it('does not end at the end of the stack, nor take long', () => {
    for (const text of [
      '['.repeat(60_000),
      '{"a":'.repeat(12_000),
      `"${'\\"'.repeat(30_000)}`,
      '/*'.repeat(30_000),
      ' '.repeat(65_000),
      '/**/'.repeat(16_000),
    ])
      assert.equal(parseSettings(text).problems.length, 1);
  });
});
