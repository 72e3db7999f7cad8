/** The published JSON Schema of a team's week, made of the schema that checks it, with the words of each field. */
import { fieldWords } from '../../src/core/team/fieldWords.ts';
import { teamWeekSchema, teamWeekSchemaName } from '../../src/core/team/teamWeek.ts';

export const teamWeekSchemaFile = new URL('../../schemas/team-week.schema.json', import.meta.url);

type Json = Readonly<Record<string, unknown>>;

/** As the file has it. */
export function publishedTeamWeekSchema(): Json {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `A week of one reporter on one device: ${teamWeekSchemaName}`,
    description:
      'All that Payoff sends to a team’s collector. Every object is closed. Amounts are whole numbers at two significant digits; costs are nanodollars at list price.',
    ...jsonSchemaOf(teamWeekSchema, ''),
  };
}

/** The paths of all fields, in order, as `fieldWords` writes them. */
export function fieldPaths(schema: unknown = teamWeekSchema, path = ''): readonly string[] {
  const { type, item, entries } = partsOf(schema);
  if (type === 'array') return fieldPaths(item, `${path}[]`);
  if (type !== 'strict_object') return [path];
  return unique(Object.entries(entries).flatMap(([name, each]) => fieldPaths(each, nameIn(path, name))));
}

/** Groups whose names are a closed list: what one of them says, the others do too. */
const closedLists = /(?:^|\.)(?:sessions|kinds|standing|changes|survival|verification)$/;

function nameIn(path: string, name: string): string {
  if (path === '') return name;
  return `${path}.${closedLists.test(path) ? '*' : name}`;
}

function jsonSchemaOf(schema: unknown, path: string): Json {
  const { type, item, entries, wrapped, options, literal, checks } = partsOf(schema);
  const said = fieldWords.find(({ field }) => field === path)?.words();
  const description = said === undefined ? {} : { description: said };
  switch (type) {
    case 'strict_object':
      return {
        ...description,
        type: 'object',
        additionalProperties: false,
        required: Object.keys(entries),
        properties: Object.fromEntries(Object.entries(entries).map(([name, each]) => [name, jsonSchemaOf(each, nameIn(path, name))])),
      };
    case 'array':
      return { ...description, type: 'array', ...checks, items: jsonSchemaOf(item, `${path}[]`) };
    case 'nullable':
      return { ...description, anyOf: [{ type: 'null' }, jsonSchemaOf(wrapped, '')] };
    case 'union':
      return { ...description, anyOf: options.map((each) => jsonSchemaOf(each, '')) };
    case 'picklist':
      return { ...description, enum: options };
    case 'literal':
      return { ...description, const: literal };
    case 'boolean':
    case 'string':
      return { ...description, type, ...checks };
    case 'number':
      return { ...description, type: 'integer', ...checks };
    default:
      throw new TypeError(`No JSON Schema is known of ${type}.`);
  }
}

interface Parts {
  readonly type: string;
  readonly item: unknown;
  readonly entries: Readonly<Record<string, unknown>>;
  readonly wrapped: unknown;
  readonly options: readonly unknown[];
  readonly literal: unknown;
  readonly checks: Json;
}

/** What a schema of valibot says of itself; one that says something else fails the test that holds both equal. */
function partsOf(schema: unknown): Parts {
  const of = fieldsOf(schema);
  const pipe = Array.isArray(of.pipe) ? of.pipe.slice(1).map(fieldsOf) : [];
  return {
    type: String(of.type),
    item: of.item,
    entries: fieldsOf(of.entries),
    wrapped: of.wrapped,
    options: Array.isArray(of.options) ? of.options : [],
    literal: of.literal,
    checks: Object.assign({}, ...pipe.map(checkOf)) as Json,
  };
}

function checkOf({ type, requirement }: Json): Json {
  switch (type) {
    case 'integer':
      return {};
    case 'min_value':
      return { minimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'max_length':
      return { maxItems: requirement };
    case 'regex':
      return { pattern: requirement instanceof RegExp ? requirement.source : '' };
    default:
      throw new TypeError(`No JSON Schema is known of ${String(type)}.`);
  }
}

function fieldsOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
