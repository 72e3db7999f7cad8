/** JSON as editors write it into settings: with comments and trailing commas, and with the line of everything that it says. */
import { kept } from '../l10n/keptText.ts';
import type { KeptMessage } from '../l10n/keptText.ts';

export type CommentedJson =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Line of a value by its pointer (`/hotfix/hours`), or of the nearest one around it; the first is 1. */
      readonly lineOf: (pointer: string) => number;
      /** Keys that an object has twice, by pointer. The last one holds. */
      readonly twice: readonly string[];
      /** Behind the `{` of the outermost object, in the text; null where that is none. */
      readonly insideAt: number | null;
    }
  | { readonly ok: false; readonly line: number; readonly message: KeptMessage };

/** Deeper than anything that is a settings file; it keeps a hostile one from the end of the stack. */
const deepest = 32;

/** Never throws. What is wrong with the text is a message without a line in it. */
export function parseCommentedJson(text: string): CommentedJson {
  const reader = new Reader(text);
  try {
    const value = reader.whole();
    const { lines, twice, insideAt } = reader;
    return { ok: true, value, lineOf: (pointer) => nearest(lines, pointer), twice, insideAt };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { ok: false, line: reader.lineAt(error.at), message: error.kept };
    throw error;
  }
}

/** A name as a part of a pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function nearest(lines: ReadonlyMap<string, number>, pointer: string): number {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return lines.get('') ?? 1;
}

class SyntaxProblem extends Error {
  readonly at: number;
  readonly kept: KeptMessage;

  constructor(at: number, message: KeptMessage) {
    super(message[0]);
    this.at = at;
    this.kept = message;
  }
}

/** White space of JSON, and comments; an open comment goes to the end of the text. */
const blank = /(?:[ \t\r\n]+|\/\/[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|\*?$))*/y;
const stringToken = /"(?:[^"\\]|\\[^])*"/y;
const plainToken = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

class Reader {
  readonly lines = new Map<string, number>();
  readonly twice: string[] = [];
  insideAt: number | null = null;
  private readonly text: string;
  private at = 0;
  private countedTo = 0;
  private line = 1;

  constructor(text: string) {
    this.text = text;
    if (text.startsWith('\uFEFF')) this.at = 1;
  }

  whole(): unknown {
    this.skip();
    if (this.text[this.at] === '{') this.insideAt = this.at + 1;
    const value = this.value('', 0);
    this.skip();
    if (this.at < this.text.length) throw new SyntaxProblem(this.at, kept('There is something behind the end of the settings.'));
    return value;
  }

  lineAt(at: number): number {
    if (at < this.countedTo) [this.countedTo, this.line] = [0, 1];
    for (; this.countedTo < at; this.countedTo += 1) if (this.text[this.countedTo] === '\n') this.line += 1;
    return this.line;
  }

  private value(pointer: string, depth: number): unknown {
    this.skip();
    const start = this.at;
    this.lines.set(pointer, this.lineAt(start));
    if (depth > deepest) throw new SyntaxProblem(start, kept('It is nested too deeply.'));
    const first = this.text[start];
    if (first === '{') return this.object(pointer, depth);
    if (first === '[') return this.array(pointer, depth);
    const token = this.take(first === '"' ? stringToken : plainToken);
    if (token !== null) return this.parsed(token, start);
    if (first === '"') throw new SyntaxProblem(start, kept('A text has no end.'));
    throw new SyntaxProblem(start, first === undefined ? kept('It ends too early.') : kept('A value is expected here.'));
  }

  private object(pointer: string, depth: number): unknown {
    const entries = new Map<string, unknown>();
    this.members('{', '}', () => {
      const start = this.at;
      const token = this.take(stringToken);
      if (token === null) throw new SyntaxProblem(start, kept('A key in double quotes is expected here.'));
      const key = String(this.parsed(token, start));
      const place = pointer + pointerPart(key);
      if (entries.has(key)) this.twice.push(place);
      this.skip();
      if (this.text[this.at] !== ':') throw new SyntaxProblem(this.at, kept('A colon is missing after {0}.', shortened(key)));
      this.at += 1;
      entries.set(key, this.value(place, depth + 1));
    });
    return Object.fromEntries(entries);
  }

  private array(pointer: string, depth: number): unknown {
    const values: unknown[] = [];
    this.members('[', ']', () => values.push(this.value(`${pointer}/${String(values.length)}`, depth + 1)));
    return values;
  }

  /** Reads members up to the bracket that closes them; a comma may follow the last. */
  private members(opening: string, closing: string, readOne: () => void): void {
    const start = this.at;
    this.at += 1;
    for (;;) {
      this.skip();
      if (this.text[this.at] === closing) break;
      if (this.at < this.text.length) readOne();
      this.skip();
      if (this.at >= this.text.length) throw new SyntaxProblem(start, kept('This {0} has no {1}.', opening, closing));
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== closing) throw new SyntaxProblem(this.at, kept('A comma or {0} is expected here.', closing));
    }
    this.at += 1;
  }

  /** Texts may hold what JSON does not know: a line break, an unknown escape. */
  private parsed(token: string, start: number): unknown {
    try {
      return JSON.parse(token) as unknown;
    } catch {
      throw new SyntaxProblem(start, kept('A text has no end, or holds what JSON does not know.'));
    }
  }

  private skip(): void {
    this.take(blank);
  }

  private take(token: RegExp): string | null {
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }
}

/** A key as a sentence names it. */
export function shortened(key: string): string {
  const characters = Array.from(key);
  return JSON.stringify(characters.length <= 40 ? key : `${characters.slice(0, 39).join('')}…`);
}
