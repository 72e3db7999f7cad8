import Ajv from 'ajv';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import * as v from 'valibot';
import { roundedWeek } from '../../../src/core/team/rounding.ts';
import { teamWeekSchema } from '../../../src/core/team/teamWeek.ts';
import { anyTeamWeek, nearlyTeamWeek } from '../../support/anyTeamWeek.ts';
import { publishedTeamWeekSchema, teamWeekSchemaFile } from '../../support/teamWeekSchema.ts';

const file: unknown = JSON.parse(readFileSync(teamWeekSchemaFile, 'utf8'));

describe('the published schema of a team’s week', () => {
  const published = new Ajv({ allErrors: false }).compile(file as object);
  const byFile = (value: unknown): boolean => published(value) === true;
  const byCode = (value: unknown): boolean => v.is(teamWeekSchema, value);

  it('is that of the code', () => {
    assert.deepEqual(file, publishedTeamWeekSchema(), 'Run: node test/support/writeTeamWeekSchema.ts');
  });

  it('accepts what the code accepts, and nothing else', () => {
    const verdicts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(nearlyTeamWeek, (value) => {
        const accepted = byFile(value);
        assert.equal(byCode(value), accepted);
        verdicts[accepted ? 'accepted' : 'refused'] += 1;
      }),
      { numRuns: 2000 },
    );
    assert.ok(verdicts.accepted > 200 && verdicts.refused > 200, JSON.stringify(verdicts));
  });

  it('is closed: no name that is not in it, at any depth, and no text that is not one of few', () => {
    fc.assert(
      fc.property(anyTeamWeek, fc.constantFrom('__proto__', 'constructor', 'toString', 'note', 'e-mail'), (week, name) => {
        assert.ok(byFile(week) && byCode(week));
        for (const object of objectsIn(JSON.parse(JSON.stringify(week)) as unknown))
          for (const accepts of [byFile, byCode]) {
            Object.defineProperty(object.at, name, { value: 1, enumerable: true, configurable: true });
            assert.equal(accepts(object.whole), false, name);
            Reflect.deleteProperty(object.at, name);
          }
      }),
      { numRuns: 20 },
    );
    for (const text of textsIn(file)) assert.match(text, /^\^.*\$$/, 'Every text has a pattern, from its beginning to its end.');
  });

  it('holds what leaves after rounding', () => {
    fc.assert(fc.property(anyTeamWeek, (week) => assert.ok(byFile({ ...week, ...roundedWeek(week) }))));
  });
});

/** Every object in a value, with the whole that it is in. */
function objectsIn(whole: unknown): readonly { readonly whole: unknown; readonly at: object }[] {
  const found: { readonly whole: unknown; readonly at: object }[] = [];
  const visit = (at: unknown): void => {
    if (typeof at !== 'object' || at === null) return;
    if (!Array.isArray(at)) found.push({ whole, at });
    for (const each of Object.values(at) as unknown[]) visit(each);
  };
  visit(whole);
  return found;
}

/** The pattern of every text that a schema allows; `none` where it has none. */
function textsIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const fields = Object.fromEntries(Object.entries(schema)) as Readonly<Record<string, unknown>>;
  const own = fields.type === 'string' ? [typeof fields.pattern === 'string' ? fields.pattern : 'none'] : [];
  return [...own, ...Object.values(fields).flatMap(textsIn)];
}
