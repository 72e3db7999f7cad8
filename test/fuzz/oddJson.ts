/** Writes JSON as odd programs and broken disks do: any order and number of keys, any white space, any escape, values that are no values. */
import type { Random } from '../bench/random.ts';

/** Text that is written as it is, JSON or not. */
export class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Value = null | boolean | number | string | Raw | Value[] | { [name: string]: Value };

const numbers = [
  ...['0', '-0', '-1', '1.5', '1e308', '-1e308', '1e999', '1e-999', '9007199254740991', '9007199254740993', '9223372036854775808'],
  ...['4294967296', '2147483648', '1000000000', '1000000001', '999999999', '123456789012345678901234567890', '1E3', '0.1e1', '5e-324'],
];
const noNumbers = ['NaN', 'Infinity', '-Infinity', '01', '.5', '1.', '+1', '0x10', '1_000', 'nul', 'tru', 'undefined', "'x'", ''];
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length', 'type', 'message', 'usage', 'id', ''];
const texts = [
  ...[
    '',
    ' ',
    '0',
    '7',
    'NaN',
    'true',
    'null',
    '\0',
    'a\0b',
    '\ufeff',
    '\ud800',
    '\udc00x',
    '\u2028',
    '\u202etxt',
    '😀',
    '\u007f',
    '\u001b[31m',
  ],
  ...[
    '../../etc/passwd',
    'C:\\Users\\ada',
    '<synthetic>',
    '[1m]',
    'claude-opus-5-5',
    'assistant',
    'user',
    'api-request',
    'a'.repeat(300),
    '\n',
  ],
  ...[
    "'; DROP TABLE request; --",
    '%s%n',
    '$(x)',
    '1970-01-01T00:00:00Z',
    '2286-11-20T17:46:40Z',
    '+275760-09-13T00:00:00.001Z',
    'yesterday',
  ],
];

/** A value that is not what anybody expects. */
export function oddValue(random: Random): Value {
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
      return new Raw(random.of(numbers));
    case 3:
      return random.below(4) === 0 ? new Raw(random.of(noNumbers)) : random.of(texts);
    case 4:
    case 5:
    case 6:
      return random.of(texts);
    case 7:
      return random.of([null, true, false]);
    case 8:
      return { [random.of(names)]: new Raw(random.of(numbers)), [random.of(names)]: random.of(texts) };
    case 9:
      return [random.of(texts), new Raw(random.of(numbers)), null];
    case 10:
      return random.of<Value>([[], {}, [[]], [{}], { a: {} }]);
    default:
      return random.below(20) === 0 ? deep(random, 10_000) : deep(random, 2 + random.below(80));
  }
}

export function oddName(random: Random): string {
  return random.of(names);
}

function deep(random: Random, depth: number): Raw {
  const [open, close] = random.of([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"__proto__":', '}]'],
  ]);
  return new Raw(open.repeat(depth) + random.of(['1', 'null', '"x"', '{}']) + close.repeat(depth));
}

export interface Style {
  /** Of a hundred places how many have white space that nobody needs. */
  readonly spaces: number;
  /** Of a hundred characters of keys and texts how many are escaped that need not be. */
  readonly escapes: number;
  /** Of a hundred objects how many have a key twice, and how many another order. */
  readonly doubles: number;
  readonly shuffles: number;
}

export const plainStyle: Style = { spaces: 0, escapes: 0, doubles: 0, shuffles: 0 };

export function writeOdd(value: Value, random: Random, style: Style): string {
  const chance = (percent: number): boolean => percent > 0 && random.below(100) < percent;
  const space = (): string => (chance(style.spaces) ? random.of([' ', '  ', '\t', '\r', ' \t ']) : '');
  const text = (written: string): string => {
    const json = JSON.stringify(written);
    if (!chance(style.escapes)) return json;
    return json.replace(/[a-z]/g, (letter, at: number) =>
      chance(20) && json[at - 1] !== '\\' && !/\\u[0-9a-f]{0,3}$/.test(json.slice(Math.max(0, at - 5), at))
        ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
        : letter,
    );
  };
  const write = (each: Value): string => {
    if (each instanceof Raw) return each.text;
    if (typeof each === 'string') return text(each);
    if (typeof each !== 'object' || each === null) return JSON.stringify(each);
    if (Array.isArray(each)) return `[${space()}${each.map(write).join(`${space()},${space()}`)}${space()}]`;
    const members = Object.entries(each);
    if (chance(style.shuffles)) members.sort(() => random.below(3) - 1);
    const [first] = members;
    if (first !== undefined && chance(style.doubles)) {
      const double = random.of(members);
      members.splice(random.below(members.length + 1), 0, [double[0], chance(50) ? oddValue(random) : double[1]]);
    }
    return `{${space()}${members.map(([name, member]) => `${text(name)}${space()}:${space()}${write(member)}`).join(`${space()},${space()}`)}${space()}}`;
  };
  return write(value);
}
