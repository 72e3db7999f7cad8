import { beginsWithDash, newline } from './characters.ts';
import { directoryOf, fileKey } from './runs.ts';
import type { Run } from './runs.ts';
import { knownText, TextBuilder } from './word.ts';
import type { Text, Word } from './word.ts';

/** A `git commit` that a command line runs. */
export interface CommitCommand {
  /** Folder in which git works, after `cd` and `-C`; `''` when it cannot be told. */
  readonly directory: string;
  readonly amend: boolean;
  /** With `-q` git does not print `[branch sha] subject`. */
  readonly quiet: boolean;
  /** The subject as `git log --format=%s` will show it; null when the command line does not show it. */
  readonly subject: string | null;
  /** Whether its failure makes the whole command line fail. */
  readonly decisive: boolean;
}

interface GitCall {
  readonly words: readonly Word[];
  readonly directory: string;
}

const globalWithValue = new Set('-C -c --git-dir --work-tree --namespace --exec-path --super-prefix --config-env --attr-source'.split(' '));

/** The arguments of a `git` call of the subcommand, and the folder it works in; null of another one. */
function gitCall(run: Run, verb: string): GitCall | null {
  let { directory } = run;
  let workTree: Word | null = null;
  let index = 0;
  for (; index < run.words.length; index += 1) {
    const word = run.words[index];
    if (word === undefined || !beginsWithDash(word.text)) break;
    const option = word.text;
    if (option === '-h' || option === '--help' || option === '--version') return null;
    const value = run.words[index + 1];
    if (option === '-C' && value !== undefined) directory = directoryOf(directory, value);
    if (option === '--work-tree' && value !== undefined) workTree = value;
    if (option.startsWith('--work-tree=')) workTree = afterEquals(word);
    if (globalWithValue.has(option)) index += 1;
  }
  if (knownText(run.words[index]) !== verb) return null;
  if (workTree !== null) directory = directoryOf(directory, workTree);
  return { words: run.words.slice(index + 1), directory };
}

function afterEquals(word: Word): Word {
  const length = word.text.indexOf('=') + 1;
  const unknownAt = word.unknownAt < 0 ? -1 : Math.max(0, word.unknownAt - length);
  return { ...word, text: word.text.slice(length), unknownAt, source: word.source.slice(word.source.indexOf('=') + 1) };
}

interface MessageOptions {
  readonly texts: Word[];
  readonly files: Word[];
  /** Whether the subject comes from another commit: `--fixup`, `-C`. */
  hidden: boolean;
}

const longWithValue = new Set(
  '--message --file --author --date --template --reuse-message --reedit-message --fixup --squash --cleanup --trailer --pathspec-from-file'.split(
    ' ',
  ),
);
/** With these it makes none. */
const commitsNothing = new Set('--dry-run --short --porcelain --long --help -h'.split(' '));
/** Short options that take a value, attached or as the next word. */
const shortWithValue = 'mFCct';
/** Short options whose value, if any, is attached. */
const shortWithAttached = 'Su';

/** The commit that the run makes, or null: another program, another subcommand, or one that makes none (`--dry-run`, `--help`). */
export function commitOf(run: Run): CommitCommand | null {
  const call = run.program === 'git' ? gitCall(run, 'commit') : null;
  if (call === null) return null;
  const message: MessageOptions = { texts: [], files: [], hidden: false };
  let amend = false;
  let quiet = false;
  for (let index = 0; index < call.words.length; index += 1) {
    const word = call.words[index];
    if (word === undefined || word.text === '--') break;
    if (!beginsWithDash(word.text)) continue;
    if (commitsNothing.has(word.text)) return null;
    if (word.text === '--amend') amend = true;
    else if (word.text === '--quiet') quiet = true;
    else if (longWithValue.has(word.text)) takeOption(message, word.text, call.words[++index]);
    else if (word.text.startsWith('--')) takeOption(message, word.text.replace(/=[^]*/, ''), afterEquals(word));
    else if (/^-./.test(word.text)) {
      const found = shortOptions(word);
      if (found.letters.includes('q')) quiet = true;
      if (found.last !== '') takeOption(message, `-${found.last}`, found.attached ?? call.words[++index]);
    }
  }
  const text = message.texts.length > 0 ? joined(message.texts) : messageFrom(message.files.at(-1), call.directory, run);
  const subject = message.hidden || text === null ? null : subjectOf(text);
  return { directory: call.directory, amend, quiet, subject, decisive: run.decisive };
}

function takeOption(message: MessageOptions, name: string, value: Word | undefined): void {
  if ((name === '--message' || name === '-m') && value !== undefined) message.texts.push(value);
  else if ((name === '--file' || name === '-F') && value !== undefined) message.files.push(value);
  else if (/^(?:--(?:reuse-message|reedit-message|fixup|squash)|-[Cc])$/.test(name)) message.hidden = true;
}

/** Takes a bundle such as `-qam` apart; `last` is the option in it that takes a value, which may be attached to it. */
function shortOptions(word: Word): { letters: string; last: string; attached: Word | null } {
  for (let index = 1; index < word.text.length; index += 1) {
    const letter = word.text.charAt(index);
    if (shortWithAttached.includes(letter)) return { letters: word.text.slice(1, index), last: '', attached: null };
    if (!shortWithValue.includes(letter)) continue;
    const from = index + 1;
    const unknownAt = word.unknownAt < 0 ? -1 : word.unknownAt - from;
    const isAttached = word.text.length > from || unknownAt >= 0;
    return {
      letters: word.text.slice(1, index),
      last: letter,
      attached: isAttached ? { ...word, text: word.text.slice(from), unknownAt } : null,
    };
  }
  return { letters: word.text.slice(1), last: '', attached: null };
}

/** Several `-m` are paragraphs of one message. */
function joined(messages: readonly Text[]): Text {
  const builder = new TextBuilder();
  for (const message of messages) {
    builder.appendText(message);
    builder.append('\n\n');
  }
  return builder;
}

/** What `-F` reads: standard input, or a file that the same command line wrote. */
function messageFrom(file: Word | undefined, directory: string, run: Run): Text | null {
  if (file === undefined) return null;
  const name = knownText(file);
  if (name === '-' || name === '/dev/stdin') return run.input;
  const key = fileKey(directory, file);
  return key === '' ? null : (run.written.get(key) ?? null);
}

/**
 * The subject of a message as git shows it: the lines of the first paragraph, joined by a blank (git's `%s`). Null when there is none or a part of
 * it is unknown.
 */
function subjectOf(message: Text): string | null {
  const start = message.text.search(/\S/);
  if (start < 0 || (message.unknownAt >= 0 && message.unknownAt < start)) return null;
  const end = endOfParagraph(message.text, start);
  if (message.unknownAt >= 0 && message.unknownAt <= end) return null;
  const paragraph = message.text.slice(start, end);
  if (!paragraph.includes('\n')) return paragraph.trim();
  return paragraph
    .split('\n')
    .map((line) => line.trimEnd())
    .join(' ')
    .trim();
}

function endOfParagraph(text: string, start: number): number {
  const lineEnd = text.indexOf('\n', start);
  if (lineEnd < 0) return text.length;
  if (text.charCodeAt(lineEnd + 1) === newline) return lineEnd;
  const blankLine = /\n[^\S\n]*\n/g;
  blankLine.lastIndex = lineEnd;
  return blankLine.exec(text)?.index ?? text.length;
}
