/**
 * What a command line names: files, and the programs that it runs by their first words. Names are only ever hashed, never kept; what is told here
 * is which of its words are names, and what two command lines that mean the same call them.
 */
import { checkOf, withoutRunner } from './checks.ts';
import { resolveDirectory } from './paths.ts';
import { runsOf } from './runs.ts';
import type { Run } from './runs.ts';
import { knownText } from './word.ts';
import type { Word } from './word.ts';

export interface ShellNames {
  /** Files of commands that change what they are given, or may. Below `cwd` from there on, others absolute; always with `/`. */
  readonly changed: ReadonlySet<string>;
  /** Files of commands that only read: `cat`, `grep`, a test run. */
  readonly seen: ReadonlySet<string>;
  /** `npm`, `npm run`, `npm run verify` of commands whose failure makes the whole line fail. */
  readonly decisiveRuns: ReadonlySet<string>;
  readonly otherRuns: ReadonlySet<string>;
}

/** More than these tell nothing more of what was worked on, or run. */
const mostFiles = 64;
const mostRuns = 32;

/** Of one command's words: a list of a thousand files adds nothing. */
const mostWords = 256;
const mostRunWords = 3;
const longestName = 256;
const longestRunWord = 64;

/** What a command line names, when it is run in `cwd`. */
export function shellNames(command: string, cwd: string): ShellNames {
  const runs = runsOf(command, cwd);
  return namesOfRuns(
    runs,
    runs.map((run) => checkOf(run) !== null),
    cwd,
  );
}

/** The same of its runs, and of which of them make a check. */
export function namesOfRuns(runs: readonly Run[], checking: readonly boolean[], cwd: string): ShellNames {
  const changed = new Set<string>();
  const seen = new Set<string>();
  const decisiveRuns = new Set<string>();
  const otherRuns = new Set<string>();
  for (let index = 0; index < runs.length; index += 1) {
    const run = runs[index];
    if (run === undefined) continue;
    const inner = innerOf(run);
    if (changed.size + seen.size < mostFiles)
      addFiles(run, inner, cwd, changed, isReading(inner, checking[index] === true) ? seen : changed);
    if (decisiveRuns.size + otherRuns.size < mostRuns)
      for (const name of runNames(inner)) (run.decisive ? decisiveRuns : otherRuns).add(name);
  }
  for (const file of changed) seen.delete(file);
  return { changed: first(changed, mostFiles), seen: first(seen, mostFiles - changed.size), ...cut(decisiveRuns, otherRuns) };
}

function cut(decisiveRuns: Set<string>, otherRuns: Set<string>): Pick<ShellNames, 'decisiveRuns' | 'otherRuns'> {
  return { decisiveRuns: first(decisiveRuns, mostRuns), otherRuns: first(otherRuns, mostRuns - decisiveRuns.size) };
}

function first(names: ReadonlySet<string>, most: number): ReadonlySet<string> {
  return names.size <= most ? names : new Set([...names].slice(0, Math.max(0, most)));
}

/** What a command that somebody wrote down is called among the runs of a command line; `''` for one that runs nothing. */
export function runName(command: string): string {
  const [run] = runsOf(command, '');
  return run === undefined ? '' : (runNames(innerOf(run)).at(-1) ?? '');
}

/** A program and its arguments as texts, `''` where one is not known. */
interface Inner {
  readonly program: string;
  readonly words: readonly string[];
}

/** Without what stands before it: `npx`, `uv run`, `bundle exec`. */
function innerOf({ program, words }: Run): Inner {
  const texts = words.slice(0, mostWords).map((word) => (word.text.length > longestName ? '' : (knownText(word) ?? '')));
  return withoutRunner(program, texts);
}

/** Its first one, two and three words; options are none of them, for they stand in any order. */
function runNames({ program, words }: Inner): readonly string[] {
  if (!isRunWord(program)) return [];
  const names = [program];
  for (const word of words) {
    if (names.length === mostRunWords) break;
    if (word.startsWith('-')) continue;
    if (!isRunWord(word)) break;
    names.push(`${names.at(-1) ?? ''} ${word}`);
  }
  return names;
}

function isRunWord(word: string): boolean {
  return word !== '' && word.length <= longestRunWord && !/\s/.test(word);
}

/** Adds the files that a run names: those it is `given`, and those that it changes. */
function addFiles(run: Run, inner: Inner, cwd: string, changed: Set<string>, given: Set<string>): void {
  const { words, output, directory } = run;
  const most = Math.min(words.length, mostWords);
  for (let index = 0; index < most; index += 1) {
    const word = words[index];
    if (word !== undefined) addWord(word, directory, cwd, given);
  }
  if (output !== null) addWord(output, directory, cwd, changed);
  if (!interpreters.test(inner.program)) return;
  const script = [run.input?.text ?? '', ...words.slice(0, mostWords).map(({ text }) => text)].filter(
    (text) => text.includes('\n') || text.includes('('),
  );
  for (const text of script)
    for (const [, , quoted = ''] of text.slice(0, longestScript).matchAll(/(["'`])([\w./@+~-]{3,200})\1/g))
      addFile(quoted, directory, cwd, changed);
}

function addWord(word: Word, directory: string, cwd: string, names: Set<string>): void {
  if (word.unknownAt < 0 && !isGlob(word)) addFile(word.text, directory, cwd, names);
}

function addFile(text: string, directory: string, cwd: string, names: Set<string>): void {
  if (names.size >= mostFiles || !looksLikeFile(text)) return;
  const file = fileFrom(cwd, resolveDirectory(directory, text));
  if (file !== '') names.add(file);
}

/** Programs that are given a program of their own; what stands in quotes in it may be the files that it writes. */
const interpreters = /^(?:python[\d.]*|node|deno|bun|tsx|ruby|perl|php)$/;
const longestScript = 65_536;

/** A name of a file: with a folder, or with an ending; no option, address, pattern, expression or sentence. */
function looksLikeFile(text: string): boolean {
  if (text.length < 3 || text.length > longestName || text.startsWith('-') || text.startsWith('~')) return false;
  if (!/[./\\]/.test(text) || /[\s*?"'`$;|&<>{}^=,!\0]/.test(text) || /:\/\/|^[\w.-]+@[\w.-]+:/.test(text)) return false;
  // `s/one/other/` of sed, and a number.
  if (/^[sy]([/|#@]).*\1/.test(text) || /^[\d.]+$/.test(text)) return false;
  return /[/\\]/.test(text) ? !/[/\\]$/.test(text) : /^\.?[^.].*\.[A-Za-z][A-Za-z0-9_-]{0,15}$|^\.[A-Za-z][\w-]+$/.test(text);
}

function isGlob({ quoted, text }: Word): boolean {
  return !quoted && /[*?[]/.test(text);
}

/** As a path of another commit would be: from the folder on, with `/`. */
function fileFrom(cwd: string, path: string): string {
  const slashed = path.includes('\\') ? path.replaceAll('\\', '/') : path;
  const folder = cwd.includes('\\') ? cwd.replaceAll('\\', '/') : cwd;
  return folder !== '' && slashed.startsWith(folder) && slashed.charAt(folder.length) === '/' ? slashed.slice(folder.length + 1) : slashed;
}

const readers = new Set(
  `cat bat batcat less more head tail grep egrep fgrep zgrep rg ag ack ls ll exa eza tree wc find fd stat file diff cmp comm nl od xxd hexdump md5sum
   sha1sum sha256sum shasum cksum du sort uniq cut tr awk gawk jq test [ which readlink realpath basename dirname echo printf open code cloc tokei
   strings column tac rev source . bash sh zsh node deno bun tsx python python3 ruby php java`.split(/\s+/),
);
/** Subcommands of git that put their files into the next commit, or change them. */
const gitWriters = new Set('add stage mv rm commit checkout restore apply am'.split(' '));

/** Whether a command only looks at the files that it is given. */
function isReading({ program, words }: Inner, makesCheck: boolean): boolean {
  if (program === 'git') return !words.slice(0, 8).some((word) => gitWriters.has(word));
  if (program === 'sed' || program === 'perl' || program === 'yq') return !words.some((word) => /^(?:-[a-zA-Z]*i|--in-?place)/.test(word));
  if (readers.has(program)) return true;
  return makesCheck && !words.some((word) => /^(?:--fix|--write|-w|--update\S*|-u)$/.test(word));
}
