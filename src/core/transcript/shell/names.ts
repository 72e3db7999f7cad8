/**
 * What a command line names: files, and the programs that it runs by their first words. Names are only ever hashed, never kept; what is told here
 * is which of its words are names, and what two command lines that mean the same call them.
 */
import { backslash, beginsWithDash, dash, dot, isDigit, isSpace, slash, tilde } from './characters.ts';
import { checkOf, isPython, withoutRunner } from './checks.ts';
import { isPlainFolder, isPlainPath, resolveDirectory } from './paths.ts';
import { runsOf } from './runs.ts';
import type { Run } from './runs.ts';
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

/** Names of one kind: most commands have none, and the set is only made for the first. */
class Names {
  all: Set<string> | null = null;

  get size(): number {
    return this.all === null ? 0 : this.all.size;
  }

  add(name: string): void {
    this.all ??= new Set();
    this.all.add(name);
  }

  first(most: number): ReadonlySet<string> {
    if (this.all === null) return noNames;
    return this.all.size <= most ? this.all : new Set([...this.all].slice(0, Math.max(0, most)));
  }
}

const noNames: ReadonlySet<string> = new Set();

/** The same of its runs, and of which of them make a check. */
export function namesOfRuns(runs: readonly Run[], checking: readonly boolean[], cwd: string): ShellNames {
  const changed = new Names();
  const seen = new Names();
  const decisiveRuns = new Names();
  const otherRuns = new Names();
  for (let index = 0; index < runs.length; index += 1) {
    const run = runs[index];
    if (run === undefined) continue;
    const inner = innerOf(run);
    if (changed.size + seen.size < mostFiles) addFiles(run, inner, checking[index] === true, cwd, changed, seen);
    if (decisiveRuns.size + otherRuns.size < mostRuns) addRuns(inner, run.decisive ? decisiveRuns : otherRuns);
  }
  if (changed.all !== null && seen.all !== null) for (const file of changed.all) seen.all.delete(file);
  return {
    changed: changed.first(mostFiles),
    seen: seen.first(mostFiles - changed.size),
    decisiveRuns: decisiveRuns.first(mostRuns),
    otherRuns: otherRuns.first(mostRuns - decisiveRuns.size),
  };
}

/** What a command that somebody wrote down is called among the runs of a command line; `''` for one that runs nothing. */
export function runName(command: string): string {
  const run = runsOf(command, '')[0];
  if (run === undefined) return '';
  const names = new Names();
  addRuns(innerOf(run), names);
  return [...names.first(mostRunWords)].at(-1) ?? '';
}

/** A program and its arguments as texts, `''` where one is not known. */
interface Inner {
  readonly program: string;
  readonly words: readonly string[];
}

/** Without what stands before it: `npx`, `uv run`, `bundle exec`. */
function innerOf({ program, words }: Run): Inner {
  const texts: string[] = [];
  for (let index = 0; index < words.length && index < mostWords; index += 1) {
    const word = words[index];
    texts.push(word === undefined || word.unknownAt >= 0 || word.text.length > longestName ? '' : word.text);
  }
  return withoutRunner(program, texts);
}

/** Adds its first one, two and three words; options are none of them, for they stand in any order. */
function addRuns({ program, words }: Inner, names: Names): void {
  if (!isRunWord(program)) return;
  let name = program;
  names.add(name);
  let count = 1;
  for (let index = 0; index < words.length && count < mostRunWords; index += 1) {
    const word = words[index] ?? '';
    if (beginsWithDash(word)) continue;
    if (!isRunWord(word)) break;
    name = `${name} ${word}`;
    names.add(name);
    count += 1;
  }
}

function isRunWord(word: string): boolean {
  if (word === '' || word.length > longestRunWord) return false;
  for (let index = 0; index < word.length; index += 1) if (isSpace(word.charCodeAt(index))) return false;
  return true;
}

/** Adds the files that a run names: those it is given, to what it changes or only sees, and those that it changes. */
function addFiles(run: Run, inner: Inner, makesCheck: boolean, cwd: string, changed: Names, seen: Names): void {
  const { words, output, directory } = run;
  let given: Names | null = null;
  for (let index = 0; index < words.length && index < mostWords; index += 1) {
    const word = words[index];
    if (word === undefined || !namesFile(word)) continue;
    given ??= isReading(inner, makesCheck) ? seen : changed;
    addFile(word.text, directory, cwd, given);
  }
  if (output !== null && namesFile(output)) addFile(output.text, directory, cwd, changed);
  if (!interpreters.has(inner.program) && !isPython(inner.program)) return;
  addScript(run.input?.text ?? '', directory, cwd, changed);
  for (let index = 0; index < words.length && index < mostWords; index += 1) addScript(words[index]?.text ?? '', directory, cwd, changed);
}

/** Adds what stands in quotes in a program that an interpreter is given. */
function addScript(text: string, directory: string, cwd: string, changed: Names): void {
  if (!text.includes('\n') && !text.includes('(')) return;
  for (const [, , quoted = ''] of text.slice(0, longestScript).matchAll(/(["'`])([\w./@+~-]{3,200})\1/g))
    if (looksLikeFile(quoted)) addFile(quoted, directory, cwd, changed);
}

/** A pattern of files is none. */
function namesFile({ text, unknownAt, quoted }: Word): boolean {
  return unknownAt < 0 && looksLikeFile(text) && (quoted || !text.includes('['));
}

function addFile(text: string, directory: string, cwd: string, names: Names): void {
  if (names.size >= mostFiles) return;
  const isBelow = directory === cwd && isPlainPath(text) && isPlainFolder(cwd);
  const file = isBelow ? text : fileFrom(cwd, resolveDirectory(directory, text));
  if (file !== '') names.add(file);
}

/** Programs that, as Python, are given a program of their own; what stands in quotes in it may be the files that it writes. */
const interpreters = new Set(['node', 'deno', 'bun', 'tsx', 'ruby', 'perl', 'php']);
const longestScript = 65_536;

/** What ASCII characters mean to a name of a file; the others are part of it. */
const neverInFile = 1;
const betweenFolders = 2;
const inAddress = 3;
const meanings = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[\s*?"'`$;|&<>{}^=,!\0]/.test(character)) return neverInFile;
  return /[/\\]/.test(character) ? betweenFolders : /[:@]/.test(character) ? inAddress : 0;
});

/** A name of a file: with a folder, or with an ending; no option, address, pattern, expression or sentence. */
function looksLikeFile(text: string): boolean {
  if (text.length < 3 || text.length > longestName) return false;
  const begin = text.charCodeAt(0);
  if (begin === dash || begin === tilde) return false;
  let hasFolder = false;
  let hasDot = false;
  let mayBeAddress = false;
  let isNumber = true;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const meaning = code < 0x80 ? meanings[code] : isSpace(code) ? neverInFile : 0;
    if (meaning === neverInFile) return false;
    if (meaning === betweenFolders) hasFolder = true;
    else if (meaning === inAddress) mayBeAddress = true;
    if (code === dot) hasDot = true;
    else if (!isDigit(code)) isNumber = false;
  }
  if ((!hasFolder && !hasDot) || isNumber) return false;
  if (mayBeAddress && /:\/\/|^[\w.-]+@[\w.-]+:/.test(text)) return false;
  // `s/one/other/` of sed.
  if ((begin === 0x73 || begin === 0x79) && /^[sy]([/|#@]).*\1/.test(text)) return false;
  if (!hasFolder) return /^\.?[^.].*\.[A-Za-z][A-Za-z0-9_-]{0,15}$|^\.[A-Za-z][\w-]+$/.test(text);
  const last = text.charCodeAt(text.length - 1);
  return last !== slash && last !== backslash;
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
  if (program === 'git') {
    for (let index = 0; index < words.length && index < 8; index += 1) if (gitWriters.has(words[index] ?? '')) return false;
    return true;
  }
  if (program === 'sed' || program === 'perl' || program === 'yq') return !words.some((word) => /^(?:-[a-zA-Z]*i|--in-?place)/.test(word));
  if (readers.has(program)) return true;
  return makesCheck && !words.some((word) => /^(?:--fix|--write|-w|--update\S*|-u)$/.test(word));
}
