/** The scanner checks JSON as `JSON.parse` does and finds in it what the shape asks for, or says that it cannot. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assembled } from '../../../assembly/assemble.mjs';
import { readFileSync } from 'node:fs';
import { packHashes } from '../../../src/core/transcript/hashedLine.ts';
import { PatchInPlace, TextInPlace, ValueInPlace } from '../../../src/core/transcript/inPlace.ts';
import { asFields } from '../../../src/core/transcript/fields.ts';
import type { Fields } from '../../../src/core/transcript/fields.ts';
import { plainTypes, recordType } from '../../../src/core/transcript/recordType.ts';
import { lineHash } from '../../../src/ingest/lineHash.ts';
import { recordShape, shapedTypes } from '../../../src/ingest/recordShape.ts';
import { Scanner, countedTypes, scannerBytes, shaped, unread } from '../../../src/ingest/scanner.ts';
import { membersOf } from '../../../src/ingest/slots.ts';
import type { Shape } from '../../../src/ingest/slots.ts';
import { apiRequest, assistant, prompt, toolResult, toolUse } from '../../support/transcriptLines.ts';

const scanner = new Scanner(scannerBytes + 1024 * 1024);
const hash = lineHash(new Uint8Array(32));
const { sipKey } = hash;

/** Scans lines; says of each its kind and what was wanted of it. */
function scan(text: string | Buffer): { readonly kind: number; readonly record: Fields | null }[] {
  const bytes = Buffer.from(text);
  scanner.bytes.set(bytes, scannerBytes);
  const end = scannerBytes + bytes.length;
  scanner.bytes[end] = 0x0a;
  const count = scanner.scan(scannerBytes, end);
  return Array.from({ length: count }, (_, line) => {
    const kind = scanner.kindOf(line);
    return { kind, record: kind <= shaped ? scanner.recordOf(line) : null };
  });
}

const scanLine = (text: string | Buffer): ReturnType<typeof scan>[number] =>
  scan(Buffer.concat([Buffer.from(text), Buffer.from('\n')]))[0] ?? assert.fail();

/** What a shape asks of a value that was parsed. */
function asked(value: unknown, shape: Shape): unknown {
  if (Array.isArray(value)) return value.filter((item) => asFields(item) !== null).map((item) => asked(item, shape));
  const fields = asFields(value);
  if (fields === null) return value;
  return Object.fromEntries(
    membersOf(shape).map(([name, wanted]) => {
      const member = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (wanted.shape !== null) return [name, asked(member, wanted.shape)];
      if (wanted.as !== 'kind') return [name, member];
      return [name, typeof member === 'string' ? '' : Array.isArray(member) ? [] : asFields(member) !== null ? {} : member];
    }),
  );
}

/** The same with every part that was left in its place. */
function whole(value: unknown): unknown {
  if (value instanceof ValueInPlace) return value.value();
  if (Array.isArray(value)) return value.map(whole);
  const fields = asFields(value);
  return fields === null ? value : Object.fromEntries(Object.entries(fields).map(([name, member]) => [name, whole(member)]));
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('a', 'long words ', '"', '\\', '\n', '\u001b', 'ü', '😀'), maxLength: 80 }),
);
const value = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.integer(),
  fc.constantFrom(1e21, -0, 123456789, 1234567890, 0.1),
);

/** Objects with some members that a shape names, each as it expects it or anything. */
function objectOf(shape: Shape): fc.Arbitrary<object> {
  const members = membersOf(shape).map(([name, wanted]): [string, fc.Arbitrary<unknown>] => [
    name,
    wanted.shape === null
      ? value
      : fc.oneof(objectOf(wanted.shape), fc.array(fc.oneof(objectOf(wanted.shape), value), { maxLength: 3 }), value),
  ]);
  const others = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('parentUuid', 'aVeryLongNameThatNobodyAsksForAtAll')), value, {
    maxKeys: 2,
  });
  return fc.tuple(fc.record(Object.fromEntries(members), { requiredKeys: [] }), others).map(([wanted, other]) => ({ ...other, ...wanted }));
}

const spaces = fc.constantFrom('', ' ', '\t', '\r', '  \r\t');

/** JSON with white space of all kinds where there may be some. */
function spaced(json: string, between: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/g, (token) => `${between}${token}${between}`);
}

function parsedOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

describe('the scanner', function () {
  this.timeout(400_000);

  it('is made of the source that is beside it', async () => {
    const code = readFileSync(new URL('../../../src/ingest/scannerCode.ts', import.meta.url), 'utf8');
    assert.equal(code, await assembled());
  });

  it('reads what the shape asks for as JSON.parse does', () => {
    fc.assert(
      fc.property(objectOf(recordShape), spaces, (object, between) => {
        // Before the type stands what only a walk passes.
        const json = spaced(JSON.stringify({ first: {}, ...object }), between);
        const { kind, record } = scanLine(json);
        // A name with an escape in it is left to others.
        if (kind === unread && json.includes('\\')) return;
        assert.ok(kind <= shaped, json);
        assert.deepEqual(whole(record), asked(JSON.parse(json), recordShape));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes nothing for JSON that is none', () => {
    const broken = fc.record({
      at: fc.nat(),
      removed: fc.nat({ max: 2 }),
      inserted: fc.constantFrom('', '"', '\\', '{', '}', ']', ',', ':', '0', '-', '.', 'e', '\u0000', '\\u12', 'é'),
    });
    fc.assert(
      fc.property(objectOf(recordShape), broken, (object, { at, removed, inserted }) => {
        const json = JSON.stringify({ first: {}, ...object });
        const place = at % json.length;
        const changed = json.slice(0, place) + inserted + json.slice(place + removed);
        const { kind, record } = scanLine(changed);
        if (kind <= shaped) assert.deepEqual(whole(record), asked(JSON.parse(Buffer.from(changed).toString()), recordShape));
      }),
      { numRuns: 5000 },
    );
    const numbers = ['01', '1.', '-', '.5', '1e', '+1', '1e+', '0x1', '1_0', 'NaN', '-01', '1.e1', '--1'];
    const others = [
      'tru',
      'nul',
      '"\t"',
      '"\\x"',
      '"\\u12g4"',
      '[1,]',
      '[1 2]',
      '{"a":1,}',
      '{a:1}',
      '{"a" 1}',
      '"',
      '[',
      '{"a":1',
      '1 x',
      '\u00a01',
    ];
    for (const written of [...numbers, ...others])
      for (const name of ['other', 'cwd', 'promptId', 'isMeta', 'message']) {
        const line = `{"first":{},"${name}":${written}}`;
        assert.equal(scanLine(line).kind, unread, line);
      }
    assert.equal(scanLine(`{"first":{},"a":${'['.repeat(100)}${']'.repeat(100)}}`).kind, unread);
  });

  it('finds the end of a text as JSON.parse does, wherever in it an escape stands', () => {
    const piece = fc.oneof(
      fc.nat({ max: 70 }).map((length) => 'a'.repeat(length)),
      fc.integer({ min: 1, max: 5 }).map((length) => '\\'.repeat(length)),
      fc.constantFrom(
        '\\n',
        '\\t',
        '\\"',
        '\\\\',
        '\\/',
        '\\r',
        '\\b',
        '\\f',
        '\\u001b',
        '\\u00G0',
        '\\u12',
        '\\x',
        '"',
        '\u0007',
        'n',
        't',
        'ü',
        '😀',
      ),
    );
    let valid = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const line = `{"first":{},"cwd":"${pieces.join('')}"}`;
        const { kind, record } = scanLine(line);
        const parsed = parsedOrNull(line);
        assert.equal(kind <= shaped, parsed !== null, line);
        if (parsed === null) return;
        valid += 1;
        assert.deepEqual(whole(record), asked(parsed, recordShape));
      }),
      { numRuns: 10_000 },
    );
    assert.ok(valid > 1000, `${valid} of the texts were valid.`);
  });

  it('reads by itself what programs write', () => {
    const lines = [
      prompt('Grüße'),
      assistant({
        content: [toolUse('toolu_1', 'Bash', { command: 'ls "a"\n' })],
        usage: { iterations: [{ type: 'message', input_tokens: 1 }] },
      }),
      toolResult('toolu_1', { stdout: '\u001b[1m', stderr: '', interrupted: false }),
      apiRequest('request-1'),
    ];
    for (const { kind } of scan(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))) assert.ok(kind <= shaped);
  });

  it('tells the types that are only counted as recordType does', () => {
    const part = fc.constantFrom(
      ...[
        '{',
        '}',
        '"type":',
        '"user"',
        '"mode"',
        '"attachment":{',
        '"attachment"',
        '"queued_command"',
        '"summary"',
        '"other"',
        ',',
        ' ',
        '"a":1,',
        '"b":"\\"",',
      ],
      ...['"c":{},', 'null', '"', `"d":"${'x'.repeat(5000)}",`, '[', '"attachment":{"type":"file"},', '"cost-state"'],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const line = `{${parts.join('')}`;
        const { kind } = scanLine(line);
        const type = recordType(Buffer.from(line));
        if (kind >= 0) assert.equal(countedTypes[kind], type, line);
        else if (kind <= shaped) assert.ok(type === null || shapedTypes.has(type), line);
      }),
      { numRuns: 5000 },
    );
    for (const type of plainTypes) assert.equal(countedTypes[scanLine(`{"type":"${type}"}`).kind] ?? 'attachment', type);
  });

  it('hashes the lines of edits in their places', () => {
    assert.ok(sipKey !== undefined);
    scanner.hashWith(sipKey);
    const content = 'a line\n\n\tand "another" of \\ more than sixteen bytes\r\n';
    const patch = [{ oldStart: 1, lines: [' same', '+added', '-removed', '+', '+\tadded too'] }];
    for (const written of [content, patch]) {
      const { record } = scanLine(JSON.stringify({ first: {}, toolUseResult: { content, structuredPatch: patch } }));
      const result = asFields(record?.toolUseResult);
      const left = written === content ? result?.content : result?.structuredPatch;
      assert.ok(left instanceof TextInPlace || left instanceof PatchInPlace);
      assert.deepEqual(left.value(), written);
      const lines = left.lines() ?? assert.fail('It was left to others.');
      if ('added' in lines) assert.deepEqual([lines.added.length, lines.added.hashes.length, lines.removed.length], [3, 16, 1]);
      else assert.deepEqual([lines.length, lines.hashes.length], [4, 16]);
    }
    scanner.hashWith(null);
  });

  it('hashes each line as it is hashed elsewhere, wherever its blanks and escapes are', () => {
    assert.ok(sipKey !== undefined);
    scanner.hashWith(sipKey);
    const piece = fc.constantFrom(
      'x',
      'if',
      'const',
      'a.long_name(0)',
      ' ',
      '  ',
      '        ',
      '\t',
      '"',
      '\\',
      '\b',
      '\r',
      '\f',
      '\n',
      '~',
      '{}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const content = `${pieces.join('')}\n${'-'.repeat(65)}`;
        const { record } = scanLine(JSON.stringify({ first: {}, toolUseResult: { content } }));
        const left = asFields(record?.toolUseResult)?.content;
        assert.ok(left instanceof TextInPlace);
        const { length, hashes } = left.lines() ?? assert.fail('It was left to others.');
        const lines = content.split('\n');
        assert.deepEqual({ length, hashes }, { length: lines.length, hashes: packHashes(lines, hash) });
      }),
      { numRuns: 2000 },
    );
    scanner.hashWith(null);
  });

  it('leaves to others the lines of edits that it cannot tell by their bytes', () => {
    assert.ok(sipKey !== undefined);
    scanner.hashWith(sipKey);
    const texts = ['"a\\u000ab and more, so that it is left in its place, which takes sixty-five of them"', JSON.stringify('ä'.repeat(40))];
    const patches = [
      '[{"lines":["+a"],"lines":["-b"]}]',
      '[{"lines":["\\u002ba"]}]',
      '[{"line\\u0073":["+a"]}]',
      '[{"lines":["+ü"]}]',
      '[{"lines":{"a":"+"}}]',
    ];
    for (const [name, written] of [...texts.map((each) => ['content', each]), ...patches.map((each) => ['structuredPatch', each])]) {
      const { record } = scanLine(`{"first":{},"toolUseResult":{"${String(name)}":${String(written)}}}`);
      const left = asFields(record?.toolUseResult)?.[String(name)];
      assert.ok(left instanceof TextInPlace || left instanceof PatchInPlace, written);
      assert.equal(left.lines(), null, written);
      assert.deepEqual(left.value(), JSON.parse(String(written)));
    }
    scanner.hashWith(null);
  });
});
