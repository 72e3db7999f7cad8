import { newline } from './characters.ts';

/**
 * One word of a command line, as far as its text can be known without running anything: quotes and escapes are resolved, a `$(cat <<EOF …)` or a
 * variable set on the same line too, everything else (`$1`, `$(date)`) is a hole in it.
 */
export interface Text {
  readonly text: string;
  /** Where the first hole is; -1 when the whole text is known. */
  readonly unknownAt: number;
}

export interface Word extends Text {
  /** Whether any part was quoted or escaped: such a word is never a keyword, and as a heredoc's end it turns expansion off. */
  readonly quoted: boolean;
  /** The word as written. */
  readonly source: string;
}

/** The word's text, or null when any of it is unknown. */
export function knownText(word: Text | undefined): string | null {
  return word !== undefined && word.unknownAt < 0 ? word.text : null;
}

/** Collects a text piece by piece and remembers where the first hole was. */
export class TextBuilder {
  text = '';
  unknownAt = -1;
  quoted = false;

  append(piece: string): void {
    if (piece !== '') this.text += piece;
  }

  appendText(piece: Text): void {
    if (piece.unknownAt >= 0 && this.unknownAt < 0) this.unknownAt = this.text.length + piece.unknownAt;
    this.text += piece.text;
  }

  appendUnknown(): void {
    if (this.unknownAt < 0) this.unknownAt = this.text.length;
  }
}

/** The text as `$( … )` takes it. */
export function withoutFinalNewlines(text: Text): Text {
  let end = text.text.length;
  while (end > 0 && text.text.charCodeAt(end - 1) === newline) end -= 1;
  return { text: text.text.slice(0, end), unknownAt: Math.min(text.unknownAt, end) };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** The text with the backslash escapes of `$'…'`, `printf` and `echo -e` resolved. */
export function unescapeAnsi(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([0-7]{1,3})|([\s\S]))/g, (whole, hex, unicode, octal, single) => {
    if (typeof hex === 'string') return String.fromCharCode(parseInt(hex, 16));
    if (typeof unicode === 'string') return String.fromCharCode(parseInt(unicode, 16));
    if (typeof octal === 'string') return String.fromCharCode(parseInt(octal, 8));
    return typeof single === 'string' ? (escapes[single] ?? whole) : whole;
  });
}
