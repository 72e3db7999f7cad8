/** Lines of code that look like somebody wrote them, each an object of its own: who wrote a line is known, whatever happens to its text. */
import type { Random } from '../random.ts';

export interface Line {
  readonly text: string;
  /** Id of the session that wrote it; `''` for a person or a program. */
  readonly writer: string;
  /** Whether the session's transcript shows the line (an edit), or only the command that wrote it. */
  readonly shown: boolean;
  /** Says something: no bracket, no blank line, none of what every file has. */
  readonly telling: boolean;
  /** What was written, and in which file: a formatter or a move changes it before the commit. */
  readonly first: { readonly text: string; readonly path: string };
}

/** Who writes, and where. */
export interface Pen {
  readonly writer: string;
  readonly shown: boolean;
  readonly path: string;
}

const nouns =
  'warp weft shuttle reed heddle shed loom pattern thread selvage bobbin treadle beam batten spool skein yarn fleece spindle distaff ' +
  'order user invoice cache token query result config session client server route buffer stream queue worker job lease ledger report ' +
  'filter index cursor page panel view window status price model rate limit budget account';
const verbs = 'read write open close load save find make build parse format render merge split count measure check update remove send';
const adjectives = 'first last next known open total current whole empty stale fresh active pending own common';
const [things, acts, kinds] = [nouns.split(' '), verbs.split(' '), adjectives.split(' ')];

/** Lines that many files have; each word of code was written by somebody, and proves nothing. */
const everywhere = [
  "import { strict as assert } from 'node:assert';",
  "import { join } from 'node:path';",
  'return null;',
  'if (error) throw error;',
  'if (!result.ok) return result;',
  'return result;',
  'const { database } = this.options;',
  'await this.close();',
  '} catch (error) {',
  'return nil, err',
];

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function name(random: Random): string {
  const thing = capital(random.of(things));
  return random.of([
    () => random.of(acts) + thing,
    () => random.of(kinds) + thing,
    () => random.of(things) + thing,
    () => random.of(acts) + capital(random.of(kinds)) + thing,
  ])();
}

function statement(random: Random): string {
  const [a, b, c] = [name(random), name(random), name(random)];
  const number = String(random.below(500));
  return random.of([
    () => `const ${a} = ${b}(${c}, ${number});`,
    () => `const ${a} = await ${b}(${c}.${random.of(things)}, { ${random.of(things)}: ${number}, ${random.of(kinds)}: true });`,
    () => `${a}.push({ ${random.of(things)}: ${b}, ${random.of(things)}s: ${c} });`,
    () => `if (${a} > ${number}) return ${b};`,
    () => `for (const ${random.of(things)} of ${a}) ${b}(${random.of(things)}, ${c});`,
    () => `this.${a} = ${b} ?? "${random.of(kinds)} ${random.of(things)}";`,
    () => `assert.equal(${a}(${number}), "${random.of(things)} ${random.of(things)} ${number}");`,
    () => `// The ${random.of(kinds)} ${random.of(things)} comes before the ${random.of(kinds)} ${random.of(things)}.`,
    () => `logger.info("${random.of(acts)} ${random.of(things)}", ${a});`,
    () => `return ${a}.map((${random.of(things)}) => ${b}(${random.of(things)}));`,
    // Short ones, that two people may well write alike.
    () => `const ${random.of(things)} = ${random.of(acts)}();`,
    () => `${random.of(things)}: ${random.of(['string', 'number', 'boolean'])};`,
    () => `${random.of(acts)}(${random.of(things)});`,
  ])();
}

export function makeLine(text: string, { writer, shown, path }: Pen, telling = true): Line {
  return { text, writer, shown, telling, first: { text, path } };
}

/** About `count` lines: functions with a head, statements, now and then what every file has, and an end. */
export function makeLines(random: Random, count: number, pen: Pen): Line[] {
  const lines: Line[] = [];
  const add = (text: string, telling = true): void => void lines.push(makeLine(text, pen, telling));
  while (lines.length < count) {
    const inside = Math.min(count - lines.length, 1 + random.below(9));
    // Somebody adds to a function, or writes a whole one.
    if (inside < 3 || random.below(4) === 0) {
      for (let at = 0; at < inside; at += 1) add(`  ${statement(random)}`);
      continue;
    }
    add(`export function ${name(random)}(${random.of(things)}: ${random.of(['string', 'number', 'Row'])}) {`);
    for (let at = 0; at < inside; at += 1)
      if (random.below(7) === 0) add(`  ${random.of(everywhere)}`, false);
      else add(`  ${statement(random)}`);
    add('}', false);
    add('', false);
  }
  return lines;
}

export function makePath(random: Random): string {
  const folder = random.of(['src', 'src/core', 'src/web', 'test', 'lib', 'docs']);
  return `${folder}/${name(random)}${folder === 'docs' ? '.md' : random.of(['.ts', '.ts', '.tsx', '.go', '.py'])}`;
}

/** The same line with another text: whoever wrote it wrote it still. */
export function reworded(line: Line, text: string): Line {
  return { ...line, text };
}

/** A line that was committed before: nobody writes it again by moving or formatting it. */
export function unowned(line: Line): Line {
  return { ...line, writer: '' };
}

/** How a formatter leaves the lines of one file. */
export type Format = (lines: readonly Line[], isKept: (line: Line) => boolean) => Line[];

const each =
  (change: (text: string) => string): Format =>
  (lines, isKept) =>
    lines.map((line) => {
      const text = change(line.text);
      return text === line.text || isKept(line) ? line : reworded(line, text);
    });

/** A long call over several lines: `a(`, its arguments, `);`. */
const wrap: Format = (lines, isKept) =>
  lines.flatMap((line) => {
    const parts = /^(\s*)(.*?\()([^()]*, [^()]*)(\).*)$/.exec(line.text);
    if (parts === null || line.text.length < 48 || isKept(line)) return [line];
    const [, space = '', head = '', inner = '', tail = ''] = parts;
    const pieces = [`${space}${head}`, ...inner.split(', ').map((part) => `${space}  ${part},`), `${space}${tail}`];
    return pieces.map((text, at) => ({ ...reworded(line, text), telling: line.telling && at === 0 }));
  });

/** Two short lines that one writer wrote become one, as prose is filled. */
const fill: Format = (lines, isKept) => {
  const filled: Line[] = [];
  for (const line of lines) {
    const last = filled.at(-1);
    const fits =
      last !== undefined && last.telling && line.telling && last.writer === line.writer && last.text.length + line.text.length < 90;
    if (fits && !isKept(last) && !isKept(line)) filled.splice(-1, 1, reworded(last, `${last.text} ${line.text.trim()}`));
    else filled.push(line);
  }
  return filled;
};

export const formats: Readonly<Record<string, Format>> = {
  indentation: each((text) => text.replace(/^(?: {2})+/, (spaces) => '\t'.repeat(spaces.length / 2))),
  quotes: each((text) => text.replaceAll('"', "'")),
  semicolons: each((text) => text.replace(/;$/, '')),
  wrap,
  fill,
};
