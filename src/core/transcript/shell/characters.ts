/** Characters by their code: most of a command line is read character by character, and to compare a number costs less than a string of one. */

/** In place of a code where the text has ended. */
export const noCharacter = -1;

export const tab = 0x09;
export const newline = 0x0a;
export const carriageReturn = 0x0d;
export const blank = 0x20;
const exclamation = 0x21;
export const doubleQuote = 0x22;
export const hashSign = 0x23;
export const dollar = 0x24;
export const ampersand = 0x26;
export const singleQuote = 0x27;
export const opening = 0x28;
export const closing = 0x29;
const asterisk = 0x2a;
export const plus = 0x2b;
export const dash = 0x2d;
export const dot = 0x2e;
export const slash = 0x2f;
export const colon = 0x3a;
export const semicolon = 0x3b;
export const less = 0x3c;
export const greater = 0x3e;
const questionMark = 0x3f;
const atSign = 0x40;
export const backslash = 0x5c;
export const underscore = 0x5f;
export const backquote = 0x60;
export const openingBrace = 0x7b;
export const bar = 0x7c;
export const closingBrace = 0x7d;
export const tilde = 0x7e;

/** White space as `\s` has it. */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === blank || (code >= tab && code <= carriageReturn);
  return (
    code === 0xa0 ||
    (code >= 0x1680 &&
      (code === 0x1680 ||
        (code >= 0x2000 && code <= 0x200a) ||
        code === 0x2028 ||
        code === 0x2029 ||
        code === 0x202f ||
        code === 0x205f ||
        code === 0x3000 ||
        code === 0xfeff))
  );
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** Whether the text is an option, by how it begins. */
export function beginsWithDash(text: string): boolean {
  return text.length > 0 && text.charCodeAt(0) === dash;
}

/** Of each ASCII character whether it means something to a word outside of quotes: blanks, quotes, `$` and operators do. */
export const endsPlain = Uint8Array.from({ length: 0x80 }, (_, code) => (/[\s'"\\$`;&|<>()]/.test(String.fromCharCode(code)) ? 1 : 0));

/** Whether a part of a word that is not plain begins with the character. */
export function opensPart(code: number): boolean {
  return code === doubleQuote || code === singleQuote || code === dollar || code === backslash || code === backquote;
}

/** `$?`, `$1` and their like. */
export function isSpecialParameter(code: number): boolean {
  if (code >= atSign) return code === atSign;
  return (
    isDigit(code) ||
    code === asterisk ||
    code === hashSign ||
    code === questionMark ||
    code === dash ||
    code === dollar ||
    code === exclamation
  );
}
