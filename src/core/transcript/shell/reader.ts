import { TextBuilder, unescapeAnsi } from './word.ts';
import type { Text, Word } from './word.ts';

/** What a heredoc, a here-string or nothing gives a command to read. Filled when the heredoc's body has been passed. */
export interface Input {
  text: Text | null;
}

/** State that all readers of one command line share: the line itself, its heredocs, its `$(…)` and its backticks. */
export interface Shared {
  /** How deep the reading is nested. */
  depth: number;
  /** Plain variables set so far on this line. */
  readonly variables: Map<string, Text>;
  /** How many characters variables may still expand to: `$X` is short, its value need not be. */
  expansion: number;
  /** Reads commands up to the closing parenthesis and says what they print, or null. */
  readonly substitute: (reader: ShellReader) => Text | null;
}

interface Heredoc {
  readonly input: Input;
  readonly delimiter: string;
  readonly expands: boolean;
  readonly stripsTabs: boolean;
}

/** Nesting beyond this is not read any further: nobody writes it, and the call stack is finite. */
const maximumDepth = 60;

const plain = /[^\s'"\\$`;&|<>()]+/y;
const plainInQuotes = /[^"\\$`]+/y;
const plainInBody = /[^\\$`]+/y;
const variableName = /[A-Za-z_][A-Za-z0-9_]*/y;
const bracedName = /\{([A-Za-z_][A-Za-z0-9_]*)\}/y;
const parameterPart = /[^}'"\\$`]+/y;
const withoutEscape = { "'": /[^'\\]+/y, '`': /[^`\\]+/y };
const arithmeticPart = /[^()]+/y;

/** Reads words, quotes, expansions and heredocs from one text, every character once. */
export class ShellReader {
  position = 0;
  readonly source: string;
  readonly shared: Shared;
  private heredocs: Heredoc[] = [];

  constructor(source: string, shared: Shared) {
    this.source = source;
    this.shared = shared;
  }

  get ended(): boolean {
    return this.position >= this.source.length;
  }

  /** The character here, or at an offset; `''` past the end. */
  peek(offset = 0): string {
    return this.source.charAt(this.position + offset);
  }

  startsWith(text: string): boolean {
    return this.source.startsWith(text, this.position);
  }

  /** Runs an inner reading, or gives up on the rest of the text where it is nested too deep. */
  nested<T>(otherwise: T, read: () => T): T {
    if (this.shared.depth >= maximumDepth) {
      this.position = this.source.length;
      return otherwise;
    }
    this.shared.depth += 1;
    const result = read();
    this.shared.depth -= 1;
    return result;
  }

  /** Passes blanks and continued lines, not newlines. A carriage return is a blank: commands come from Windows too. */
  skipBlanks(): void {
    for (;;) {
      const character = this.peek();
      if (character === ' ' || character === '\t' || character === '\r') this.position += 1;
      else if (character === '\\' && this.peek(1) === '\n') this.position += 2;
      else if (character === '\\' && this.peek(1) === '\r' && this.peek(2) === '\n') this.position += 3;
      else if (character !== '' && character !== '\n' && character.trim() === '') this.position += 1;
      else return;
    }
  }

  skipComment(): void {
    const end = this.source.indexOf('\n', this.position);
    this.position = end < 0 ? this.source.length : end;
  }

  /** Passes a newline and the bodies of the heredocs that were announced before it. */
  passNewline(): void {
    this.position += 1;
    const announced = this.heredocs;
    this.heredocs = [];
    for (const heredoc of announced) this.readBody(heredoc);
  }

  announceHeredoc(input: Input, delimiter: Word, stripsTabs: boolean): void {
    this.heredocs.push({ input, delimiter: delimiter.text, expands: !delimiter.quoted, stripsTabs });
  }

  /** Reads one word; the position must be at its first character. */
  readWord(): Word {
    const start = this.position;
    const builder = new TextBuilder();
    for (;;) {
      builder.append(this.match(plain));
      const character = this.peek();
      if (character === "'") this.readSingleQuoted(builder);
      else if (character === '"') this.readDoubleQuoted(builder);
      else if (character === '\\') this.readEscape(builder);
      else if (character === '$') this.readDollar(builder, false);
      else if (character === '`') this.readBackquoted(builder);
      else break;
    }
    return { text: builder.text, unknownAt: builder.unknownAt, quoted: builder.quoted, source: this.source.slice(start, this.position) };
  }

  /**
   * Passes `((…))` from the first parenthesis on. Where its last two parentheses are apart it is no arithmetic but a subshell in a subshell, as in
   * bash: then the position stays, and the answer is false.
   */
  skipArithmetic(): boolean {
    const start = this.position;
    let open = 0;
    let closedAt = -1;
    do {
      this.match(arithmeticPart);
      if (this.peek() === '(') open += 1;
      else if (this.peek() === ')') open -= 1;
      if (open === 1 && this.peek() === ')') closedAt = this.position;
      this.position += 1;
    } while (open > 0 && !this.ended);
    if (open === 0 && closedAt === this.position - 2) return true;
    this.position = start;
    return false;
  }

  /** Passes what the pattern finds here; `''` where it finds nothing. */
  private match(pattern: RegExp): string {
    const { position } = this;
    pattern.lastIndex = position;
    if (!pattern.test(this.source)) return '';
    this.position = pattern.lastIndex;
    return this.source.slice(position, this.position);
  }

  private readSingleQuoted(builder: TextBuilder): void {
    const end = this.source.indexOf("'", this.position + 1);
    builder.append(this.source.slice(this.position + 1, end < 0 ? undefined : end));
    builder.quoted = true;
    this.position = end < 0 ? this.source.length : end + 1;
  }

  private readDoubleQuoted(builder: TextBuilder): void {
    this.position += 1;
    builder.quoted = true;
    this.nested(undefined, () => {
      this.readExpanding(builder, plainInQuotes, '"');
    });
    if (this.peek() === '"') this.position += 1;
  }

  /** Reads text in which only `\`, `$` and backticks mean something, up to the given character. */
  private readExpanding(builder: TextBuilder, pattern: RegExp, end: string): void {
    while (!this.ended) {
      builder.append(this.match(pattern));
      const character = this.peek();
      if (character === '$') this.readDollar(builder, true);
      else if (character === '`') this.readBackquoted(builder);
      else if (character === '\\') {
        const next = this.peek(1);
        const escaped = next !== '' && ('$`\\\n'.includes(next) || next === end);
        if (!escaped) builder.append('\\');
        else if (next !== '\n') builder.append(next);
        this.position += escaped ? 2 : 1;
      } else if (character === end) return;
    }
  }

  private readEscape(builder: TextBuilder): void {
    const next = this.peek(1);
    if (next !== '\n') {
      builder.append(next);
      builder.quoted = true;
    }
    this.position += 2;
  }

  private readDollar(builder: TextBuilder, inQuotes: boolean): void {
    this.position += 1;
    const next = this.peek();
    if (next === '(') this.readSubstitution(builder);
    else if (next === '{') this.readParameter(builder, inQuotes);
    else if (next === '"' && !inQuotes) return;
    else if (next === "'" && !inQuotes) {
      builder.append(unescapeAnsi(this.readRaw("'")));
      builder.quoted = true;
    } else if (next !== '' && '@*#?-$!0123456789'.includes(next)) {
      this.position += 1;
      builder.appendUnknown();
    } else {
      const name = this.match(variableName);
      if (name === '') builder.append('$');
      else this.appendVariable(builder, name);
    }
  }

  private readSubstitution(builder: TextBuilder): void {
    if (this.peek(1) === '(' && this.skipArithmetic()) {
      builder.appendUnknown();
      return;
    }
    this.position += 1;
    const printed = this.nested(null, () => this.shared.substitute(this));
    if (printed === null) builder.appendUnknown();
    else builder.appendText(withoutFinalNewlines(printed));
  }

  private readParameter(builder: TextBuilder, inQuotes: boolean): void {
    const simple = this.match(bracedName);
    if (simple !== '') {
      this.appendVariable(builder, simple.slice(1, -1));
      return;
    }
    this.position += 1;
    builder.appendUnknown();
    const ignored = new TextBuilder();
    this.nested(undefined, () => {
      while (!this.ended && this.peek() !== '}') {
        this.match(parameterPart);
        const character = this.peek();
        if (character === "'" && !inQuotes) this.readSingleQuoted(ignored);
        else if (character === '"') this.readDoubleQuoted(ignored);
        else if (character === '$') this.readDollar(ignored, inQuotes);
        else if (character === '`') this.readBackquoted(ignored);
        else if (character === '\\') this.position += 2;
        else if (character === "'") this.position += 1;
      }
    });
    this.position += 1;
  }

  private appendVariable(builder: TextBuilder, name: string): void {
    const value = this.shared.variables.get(name);
    if (value === undefined || value.text.length > this.shared.expansion) {
      builder.appendUnknown();
      return;
    }
    this.shared.expansion -= value.text.length;
    builder.appendText(value);
  }

  private readBackquoted(builder: TextBuilder): void {
    const inner = this.readRaw('`').replace(/\\([`\\$])/g, '$1');
    const printed = this.nested(null, () => this.shared.substitute(new ShellReader(inner, this.shared)));
    if (printed === null) builder.appendUnknown();
    else builder.appendText(withoutFinalNewlines(printed));
  }

  /** Reads from one quote to the next that no backslash precedes; what is between them, backslashes kept. */
  private readRaw(quote: "'" | '`'): string {
    this.position += 1;
    const start = this.position;
    const run = withoutEscape[quote];
    while (!this.ended && this.peek() !== quote) {
      if (this.peek() === '\\') this.position += 2;
      else this.match(run);
    }
    const inner = this.source.slice(start, this.position);
    this.position += 1;
    return inner;
  }

  private readBody(heredoc: Heredoc): void {
    const start = this.position;
    let lineStart = start;
    let end = this.source.length;
    let next = this.source.length;
    while (lineStart < this.source.length) {
      const newline = this.source.indexOf('\n', lineStart);
      const lineEnd = newline < 0 ? this.source.length : newline;
      if (this.isEnd(lineStart, lineEnd, heredoc)) {
        end = lineStart;
        next = lineEnd;
        break;
      }
      lineStart = lineEnd + 1;
    }
    this.position = next;
    const raw = this.source.slice(start, end);
    const body = heredoc.stripsTabs ? raw.replace(/^\t+/gm, '') : raw;
    heredoc.input.text = heredoc.expands && /[\\$`]/.test(body) ? this.expandBody(body) : { text: body, unknownAt: -1 };
  }

  private isEnd(lineStart: number, lineEnd: number, heredoc: Heredoc): boolean {
    let from = lineStart;
    if (heredoc.stripsTabs) while (this.source.charAt(from) === '\t') from += 1;
    const length = lineEnd - from;
    const isLength =
      length === heredoc.delimiter.length || (length === heredoc.delimiter.length + 1 && this.source.charAt(lineEnd - 1) === '\r');
    return isLength && this.source.startsWith(heredoc.delimiter, from);
  }

  private expandBody(body: string): Text {
    const builder = new TextBuilder();
    this.nested(undefined, () => {
      new ShellReader(body, this.shared).readExpanding(builder, plainInBody, '');
    });
    return { text: builder.text, unknownAt: builder.unknownAt };
  }
}

function withoutFinalNewlines(text: Text): Text {
  let end = text.text.length;
  while (end > 0 && text.text.charAt(end - 1) === '\n') end -= 1;
  return { text: text.text.slice(0, end), unknownAt: Math.min(text.unknownAt, end) };
}
