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
  readonly verb: string;
  readonly words: readonly Word[];
  readonly directory: string;
}

const globalWithValue = /^(?:-[Cc]|--git-dir|--work-tree|--namespace|--exec-path|--super-prefix|--config-env|--attr-source)$/;

/** The subcommand of a `git` call with its arguments, and the folder it works in; null when there is none. */
function gitCall(run: Run): GitCall | null {
  let { directory } = run;
  let workTree: Word | null = null;
  let index = 0;
  for (; index < run.words.length; index += 1) {
    const word = run.words[index];
    if (word?.text.startsWith('-') !== true) break;
    const option = word.text;
    if (option === '-h' || option === '--help' || option === '--version') return null;
    const value = run.words[index + 1];
    if (option === '-C' && value !== undefined) directory = directoryOf(directory, value);
    if (option === '--work-tree' && value !== undefined) workTree = value;
    if (option.startsWith('--work-tree=')) workTree = afterEquals(word);
    if (globalWithValue.test(option)) index += 1;
  }
  const verb = knownText(run.words[index]);
  if (verb === null) return null;
  if (workTree !== null) directory = directoryOf(directory, workTree);
  return { verb, words: run.words.slice(index + 1), directory };
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

const longWithValue =
  /^--(?:message|file|author|date|template|reuse-message|reedit-message|fixup|squash|cleanup|trailer|pathspec-from-file)$/;
/** Short options that take a value, attached or as the next word. */
const shortWithValue = 'mFCct';
/** Short options whose value, if any, is attached. */
const shortWithAttached = 'Su';

/** The commit that the run makes, or null: another program, another subcommand, or one that makes none (`--dry-run`, `--help`). */
export function commitOf(run: Run): CommitCommand | null {
  const call = run.program === 'git' ? gitCall(run) : null;
  if (call?.verb !== 'commit') return null;
  const message: MessageOptions = { texts: [], files: [], hidden: false };
  let amend = false;
  let quiet = false;
  for (let index = 0; index < call.words.length; index += 1) {
    const word = call.words[index];
    if (word === undefined || word.text === '--') break;
    if (/^(?:--dry-run|--short|--porcelain|--long|--help|-h)$/.test(word.text)) return null;
    if (word.text === '--amend') amend = true;
    else if (word.text === '--quiet') quiet = true;
    else if (longWithValue.test(word.text)) takeOption(message, word.text, call.words[++index]);
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
    const rest = { ...word, text: word.text.slice(from), unknownAt: word.unknownAt < 0 ? -1 : word.unknownAt - from };
    const isAttached = rest.text !== '' || rest.unknownAt >= 0;
    return { letters: word.text.slice(1, index), last: letter, attached: isAttached ? rest : null };
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
  const paragraph = /\n[^\S\n]*\n/g;
  paragraph.lastIndex = start;
  const end = paragraph.exec(message.text)?.index ?? message.text.length;
  if (message.unknownAt >= 0 && message.unknownAt <= end) return null;
  return message.text
    .slice(start, end)
    .split('\n')
    .map((line) => line.trimEnd())
    .join(' ')
    .trim();
}
