/** Values as people write them into `.payoff.json`, right ones and wrong ones. */
import fc from 'fast-check';

const word = fc.constantFrom('a', 'spike/*', 'v*', ' ', '', 'make smoke', 'a b c d', '!x', 'x'.repeat(201), '😀'.repeat(150), '\n');
const oddText = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('a', 'spike/*', 'make smoke') }, word, fc.string({ maxLength: 8 }));
const day = fc.constantFrom(
  ...['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05'],
  '2026-10-01',
  '2026-02-30',
  '2024-02-29',
  '2026-1-1',
  '2026-13-01',
  '0000-01-01',
  '',
  '2026-10-01T00:00:00Z',
  ' 2026-10-01',
);
const days = fc.constantFrom<unknown>(7, 14, 21, 7, 14, 21, 7, 14, 21, 0, 7.5, '14', null);
const odd = fc.constantFrom<unknown>(null, true, 0, 1.5, -1, [], {}, [[]], '');

/** An object with some of the keys, and now and then one that nobody knows. */
function some(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  const known = fc
    .tuple(fc.record(fields), fc.subarray(Object.keys(fields), { maxLength: Math.min(3, Object.keys(fields).length) }))
    .map(([all, kept]) => Object.fromEntries(Object.entries(all).filter(([key]) => kept.includes(key))));
  const foreign = fc.dictionary(fc.constantFrom('foo', '__proto__', 'constructor', 'from'), odd, { maxKeys: 1 });
  return fc.oneof(
    { weight: 18, arbitrary: known },
    { weight: 2, arbitrary: fc.tuple(known, foreign).map(([one, two]) => ({ ...one, ...two })) },
  );
}

function listOf(entry: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 19, arbitrary: fc.array(entry, { maxLength: 3 }) }, { weight: 1, arbitrary: odd });
}

function orOdd(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 19, arbitrary: value }, { weight: 1, arbitrary: odd });
}

export const anySettingsValue: fc.Arbitrary<unknown> = orOdd(
  some({
    $schema: orOdd(oddText),
    window: days,
    windowChanges: listOf(orOdd(some({ from: orOdd(day), days, reason: orOdd(oddText) }))),
    hotfix: orOdd(some({ hours: fc.constantFrom<unknown>(0, 72, 504, 505, -1, 1.5, '72'), branches: listOf(orOdd(oddText)) })),
    reverts: orOdd(fc.constantFrom('lines', 'files', 'Lines', '')),
    style: orOdd(fc.constantFrom('auto', 'merge', 'squash', 'rebase', 'trunk', 'Trunk')),
    shippedRef: orOdd(some({ tag: orOdd(oddText), branch: orOdd(oddText) })),
    cordon: listOf(
      orOdd(fc.oneof(oddText, some({ branch: oddText, path: oddText, from: day, until: day }), some({ path: oddText, until: day }))),
    ),
    verification: listOf(orOdd(oddText)),
    exclude: listOf(orOdd(oddText)),
    team: orOdd(oddText),
  }),
);

/** The JSON with comments, line breaks and trailing commas that mean nothing. */
export function decorated(value: unknown, choices: readonly number[]): string {
  let at = 0;
  const next = (): number => choices[at++ % Math.max(1, choices.length)] ?? 0;
  const blank = (): string => ['', ' ', '\n', '// {"a": [\n', '/* , } */', '/**/\t', '\r\n'][next() % 7] ?? '';
  const write = (each: unknown): string => {
    if (Array.isArray(each)) return members('[', ']', each.map(write));
    if (typeof each !== 'object' || each === null) return blank() + JSON.stringify(each) + blank();
    return members(
      '{',
      '}',
      Object.entries(each).map(([key, inner]) => `${blank()}${JSON.stringify(key)}${blank()}:${write(inner)}`),
    );
  };
  const members = (opening: string, closing: string, inner: readonly string[]): string =>
    `${blank()}${opening}${inner.join(',')}${inner.length > 0 && next() % 2 === 0 ? ',' : ''}${blank()}${closing}${blank()}`;
  return write(value);
}
