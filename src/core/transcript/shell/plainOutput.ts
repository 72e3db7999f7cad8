import { beginsWithDash } from './characters.ts';
import type { Input } from './reader.ts';
import { knownText, TextBuilder, unescapeAnsi } from './word.ts';
import type { Text, Word } from './word.ts';

/** Where `> file` or `>> file` writes. */
export interface OutputFile {
  readonly name: Word;
  readonly appends: boolean;
}

/** One simple command: a program with its arguments, or assignments alone. */
export interface SimpleCommand {
  readonly kind: 'command';
  readonly words: readonly Word[];
  /** The heredoc or here-string that it reads. */
  readonly input: Input;
  /** The file that its standard output goes to, the last one named; null for none. */
  readonly output: OutputFile | null;
  /** The command whose output it reads through a pipe. */
  readonly source: SimpleCommand | null;
  /** Whether it stands behind `||` and so runs only when something failed. */
  readonly alternative: boolean;
  /** Set anew once what stands behind it is known: whether its failure makes everything around it fail, false in `… | tail`, `… || true`, `…; next`. */
  decisive: boolean;
}

/** Longest chain of pipes that is followed to the text at its start. */
const longestPipe = 8;

/** As much of `printf` is worked out: a message's subject is at its start. */
const longestOutput = 65_536;

/** What the command reads from standard input, as far as the command line shows it, or null. */
export function inputOf(command: SimpleCommand, depth = 0): Text | null {
  if (command.input.text !== null) return command.input.text;
  if (command.source === null || depth >= longestPipe) return null;
  return printedBy(command.source, depth + 1);
}

/** What `cat`, `echo` or `printf` prints, as far as the command line shows it; null for every other command. */
export function printedBy(command: SimpleCommand, depth = 0): Text | null {
  const { words } = command;
  switch (knownText(words[0])) {
    case 'cat':
      return words.every((word, index) => index === 0 || word.source === '-') ? inputOf(command, depth) : null;
    case 'echo':
      return printedByEcho(words.slice(1));
    case 'printf':
      return printedByPrintf(words.slice(1));
    default:
      return null;
  }
}

function printedByEcho(words: readonly Word[]): Text {
  let first = 0;
  let options = '';
  for (; first < words.length; first += 1) {
    const option = knownText(words[first]);
    if (option === null || !beginsWithDash(option) || !/^-[neE]+$/.test(option)) break;
    options += option;
  }
  const builder = new TextBuilder();
  for (let index = first; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) continue;
    if (index > first) builder.append(' ');
    if (options.includes('e')) builder.appendText(unescaped(word));
    else builder.appendText(word);
  }
  if (!options.includes('n')) builder.append('\n');
  return builder;
}

/** `printf` with `%s` and `%%`; any other directive is a hole. */
function printedByPrintf(words: readonly Word[]): Text {
  const builder = new TextBuilder();
  const [format, ...values] = knownText(words[0]) === '--' ? words.slice(1) : words;
  if (format === undefined) return builder;
  const pieces = unescaped(format).text.split(/(%%|%s|%)/);
  let used = 0;
  let before: number;
  // The format is used again while values are left.
  do {
    before = used;
    for (const piece of pieces) {
      if (piece === '%%') builder.append('%');
      else if (piece === '%') builder.appendUnknown();
      else if (piece !== '%s') builder.append(piece);
      else {
        const value = values[used];
        if (value !== undefined) builder.appendText(value);
        used += 1;
      }
    }
  } while (used > before && used < values.length && builder.text.length < longestOutput);
  if (used > 0 && used < values.length) builder.appendUnknown();
  if (format.unknownAt >= 0) builder.unknownAt = 0;
  return builder;
}

function unescaped(word: Word): Text {
  if (word.unknownAt < 0) return { text: unescapeAnsi(word.text), unknownAt: -1 };
  const before = unescapeAnsi(word.text.slice(0, word.unknownAt));
  return { text: before + unescapeAnsi(word.text.slice(word.unknownAt)), unknownAt: before.length };
}
