import {
  backquote,
  backslash,
  blank,
  carriageReturn,
  closing,
  closingBrace,
  dollar,
  doubleQuote,
  isDigit,
  isLetter,
  endsPlain,
  isSpace,
  isSpecialParameter,
  newline,
  noCharacter,
  opening,
  openingBrace,
  opensPart,
  singleQuote,
  tab,
  underscore,
} from './characters.ts';
import { TextBuilder, unescapeAnsi, withoutFinalNewlines } from './word.ts';
import type { Text, Word } from './word.ts';

/** What a heredoc, a here-string or nothing gives a command to read. Filled when the heredoc's body has been passed. */
export interface Input {
  text: Text | null;
}

/** State that all readers of one command line share: the line itself, its heredocs, its `$(…)` and its backticks. */
export interface Shared {
  /** How deep the reading is nested. */
  depth: number;
  /** Plain variables set so far on this line; null before the first. */
  variables: Map<string, Text> | null;
  /** How many characters variables may still expand to: `$X` is short, its value need not be. */
  expansion: number;
  /** Reads commands up to the closing parenthesis and says what they print, or null. */
  substitute(reader: ShellReader): Text | null;
}

interface Heredoc {
  readonly input: Input;
  readonly delimiter: string;
  readonly expands: boolean;
  readonly stripsTabs: boolean;
}

/** Nesting beyond this is not read any further: nobody writes it, and the call stack is finite. */
const maximumDepth = 60;

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

  /** The code of the character here, or at an offset; `noCharacter` past the end. */
  code(offset = 0): number {
    const at = this.position + offset;
    return at < this.source.length ? this.source.charCodeAt(at) : noCharacter;
  }

  /** Whether an inner reading may begin, which ends with `leave`; where it is nested too deep the rest of the text is given up. */
  enter(): boolean {
    if (this.shared.depth >= maximumDepth) {
      this.position = this.source.length;
      return false;
    }
    this.shared.depth += 1;
    return true;
  }

  leave(): void {
    this.shared.depth -= 1;
  }

  /**
   * Passes blanks and continued lines, not newlines, and returns the code of the character behind them. A carriage return is a blank: commands come
   * from Windows too.
   */
  skipBlanks(): number {
    for (;;) {
      const code = this.code();
      if (code === blank) this.position += 1;
      else if (code > blank && code < 0x80 && code !== backslash) return code;
      else {
        const length = this.lengthOfBlank(code);
        if (length === 0) return code;
        this.position += length;
      }
    }
  }

  /** Of any other blank than the usual one, or of a continued line; 0 where there is none. */
  private lengthOfBlank(code: number): number {
    if (code !== backslash) return code !== newline && isSpace(code) ? 1 : 0;
    const next = this.code(1);
    if (next === newline) return 2;
    return next === carriageReturn && this.code(2) === newline ? 3 : 0;
  }

  skipComment(): void {
    const end = this.source.indexOf('\n', this.position);
    this.position = end < 0 ? this.source.length : end;
  }

  /** Passes a newline and the bodies of the heredocs that were announced before it. */
  passNewline(): void {
    this.position += 1;
    const announced = this.heredocs;
    if (announced.length === 0) return;
    this.heredocs = [];
    for (const heredoc of announced) this.readBody(heredoc);
  }

  announceHeredoc(input: Input, delimiter: Word, stripsTabs: boolean): void {
    this.heredocs.push({ input, delimiter: delimiter.text, expands: !delimiter.quoted, stripsTabs });
  }

  /** Reads one word; the position must be at its first character. */
  readWord(): Word {
    const start = this.position;
    this.passPlain();
    const text = this.source.slice(start, this.position);
    return opensPart(this.code()) ? this.readParts(text, start) : { text, unknownAt: -1, quoted: false, source: text };
  }

  /** Reads the rest of a word in which something is quoted, escaped or expanded. */
  private readParts(before: string, start: number): Word {
    const builder = new TextBuilder();
    builder.append(before);
    for (;;) {
      const code = this.code();
      if (code === singleQuote) this.readSingleQuoted(builder);
      else if (code === doubleQuote) this.readDoubleQuoted(builder);
      else if (code === backslash) this.readEscape(builder);
      else if (code === dollar) this.readDollar(builder, false);
      else if (code === backquote) this.readBackquoted(builder);
      else break;
      const plainFrom = this.position;
      this.passPlain();
      builder.append(this.source.slice(plainFrom, this.position));
    }
    return { text: builder.text, unknownAt: builder.unknownAt, quoted: builder.quoted, source: this.source.slice(start, this.position) };
  }

  /** Passes what means nothing but itself in a word. */
  private passPlain(): void {
    const { source } = this;
    let at = this.position;
    while (at < source.length) {
      const code = source.charCodeAt(at);
      if (code < 0x80 ? endsPlain[code] === 1 : isSpace(code)) break;
      at += 1;
    }
    this.position = at;
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
      const code = this.code();
      if (code === opening) open += 1;
      else if (code === closing) open -= 1;
      if (open === 1 && code === closing) closedAt = this.position;
      this.position += 1;
    } while (open > 0 && !this.ended);
    if (open === 0 && closedAt === this.position - 2) return true;
    this.position = start;
    return false;
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
    if (this.enter()) {
      this.readExpanding(builder, doubleQuote);
      this.leave();
    }
    if (this.code() === doubleQuote) this.position += 1;
  }

  /** Reads text in which only `\`, `$` and backticks mean something, up to the given character. */
  private readExpanding(builder: TextBuilder, end: number): void {
    while (!this.ended) {
      const plainFrom = this.position;
      this.passPlainText(end);
      if (this.position > plainFrom) builder.append(this.source.slice(plainFrom, this.position));
      const code = this.code();
      if (code === dollar) this.readDollar(builder, true);
      else if (code === backquote) this.readBackquoted(builder);
      else if (code === backslash) {
        const next = this.code(1);
        const escaped = next === dollar || next === backquote || next === backslash || next === newline || (next === end && next >= 0);
        if (!escaped) builder.append('\\');
        else if (next !== newline) builder.append(this.source.charAt(this.position + 1));
        this.position += escaped ? 2 : 1;
      } else if (code === end) return;
    }
  }

  private passPlainText(end: number): void {
    const { source } = this;
    let at = this.position;
    while (at < source.length) {
      const code = source.charCodeAt(at);
      if (code === end || code === backslash || code === dollar || code === backquote) break;
      at += 1;
    }
    this.position = at;
  }

  private readEscape(builder: TextBuilder): void {
    if (this.code(1) !== newline) {
      builder.append(this.source.charAt(this.position + 1));
      builder.quoted = true;
    }
    this.position += 2;
  }

  private readDollar(builder: TextBuilder, inQuotes: boolean): void {
    this.position += 1;
    const next = this.code();
    if (next === opening) this.readSubstitution(builder);
    else if (next === openingBrace) this.readParameter(builder, inQuotes);
    else if (next === doubleQuote && !inQuotes) return;
    else if (next === singleQuote && !inQuotes) {
      builder.append(unescapeAnsi(this.readRaw(singleQuote)));
      builder.quoted = true;
    } else if (isSpecialParameter(next)) {
      this.position += 1;
      builder.appendUnknown();
    } else {
      const start = this.position;
      this.position = this.nameEnd(start);
      if (this.position === start) builder.append('$');
      else this.appendVariable(builder, this.source.slice(start, this.position));
    }
  }

  /** Where the name of a variable that begins there ends; there itself where none does. */
  private nameEnd(start: number): number {
    const { source } = this;
    let at = start;
    while (at < source.length) {
      const code = source.charCodeAt(at);
      if (!isLetter(code) && code !== underscore && (at === start || !isDigit(code))) break;
      at += 1;
    }
    return at;
  }

  private readSubstitution(builder: TextBuilder): void {
    if (this.code(1) === opening && this.skipArithmetic()) {
      builder.appendUnknown();
      return;
    }
    this.position += 1;
    this.appendPrinted(builder, this);
  }

  /** Adds what the commands print that the reader comes to next. */
  private appendPrinted(builder: TextBuilder, reader: ShellReader): void {
    let printed: Text | null = null;
    if (this.enter()) {
      printed = this.shared.substitute(reader);
      this.leave();
    }
    if (printed === null) builder.appendUnknown();
    else builder.appendText(withoutFinalNewlines(printed));
  }

  private readParameter(builder: TextBuilder, inQuotes: boolean): void {
    const start = this.position + 1;
    const end = this.nameEnd(start);
    if (end > start && end < this.source.length && this.source.charCodeAt(end) === closingBrace) {
      this.position = end + 1;
      this.appendVariable(builder, this.source.slice(start, end));
      return;
    }
    this.position = start;
    builder.appendUnknown();
    if (this.enter()) {
      this.passParameter(inQuotes);
      this.leave();
    }
    this.position += 1;
  }

  private passParameter(inQuotes: boolean): void {
    const ignored = new TextBuilder();
    for (;;) {
      const code = this.code();
      if (code === noCharacter || code === closingBrace) return;
      if (code === singleQuote && !inQuotes) this.readSingleQuoted(ignored);
      else if (code === doubleQuote) this.readDoubleQuoted(ignored);
      else if (code === dollar) this.readDollar(ignored, inQuotes);
      else if (code === backquote) this.readBackquoted(ignored);
      else this.position += code === backslash ? 2 : 1;
    }
  }

  private appendVariable(builder: TextBuilder, name: string): void {
    const value = this.shared.variables?.get(name);
    if (value === undefined || value.text.length > this.shared.expansion) {
      builder.appendUnknown();
      return;
    }
    this.shared.expansion -= value.text.length;
    builder.appendText(value);
  }

  private readBackquoted(builder: TextBuilder): void {
    const inner = this.readRaw(backquote).replace(/\\([`\\$])/g, '$1');
    this.appendPrinted(builder, new ShellReader(inner, this.shared));
  }

  /** Reads from one quote to the next that no backslash precedes; what is between them, backslashes kept. */
  private readRaw(quote: number): string {
    this.position += 1;
    const start = this.position;
    for (;;) {
      const code = this.code();
      if (code === noCharacter || code === quote) break;
      this.position += code === backslash ? 2 : 1;
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
    if (heredoc.stripsTabs) while (this.source.charCodeAt(from) === tab) from += 1;
    const length = lineEnd - from;
    const isLength =
      length === heredoc.delimiter.length ||
      (length === heredoc.delimiter.length + 1 && lineEnd > 0 && this.source.charCodeAt(lineEnd - 1) === carriageReturn);
    return isLength && this.source.startsWith(heredoc.delimiter, from);
  }

  private expandBody(body: string): Text {
    const builder = new TextBuilder();
    if (this.enter()) {
      new ShellReader(body, this.shared).readExpanding(builder, noCharacter);
      this.leave();
    }
    return { text: builder.text, unknownAt: builder.unknownAt };
  }
}
