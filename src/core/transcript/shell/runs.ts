import { backslash, dot, slash } from './characters.ts';
import { parseShell } from './parse.ts';
import type { Node } from './nodes.ts';
import { resolveDirectory } from './paths.ts';
import { inputOf, printedBy } from './plainOutput.ts';
import type { SimpleCommand } from './plainOutput.ts';
import { knownText, TextBuilder } from './word.ts';
import type { Text, Word } from './word.ts';

/** One program that a command line runs. */
export interface Run {
  /** Name of the program without folder and extension, wrappers such as `sudo` and `timeout` taken off. */
  readonly program: string;
  /** Its arguments. */
  readonly words: readonly Word[];
  /** The folder it runs in, `''` when unknown. */
  readonly directory: string;
  /** What it reads from standard input, as far as the command line shows it. */
  readonly input: Text | null;
  /** The file that its standard output goes to, null for none. */
  readonly output: Word | null;
  /** Of git: what the command line itself wrote into files before, by `fileKey`. */
  readonly written: ReadonlyMap<string, Text>;
  /** Whether its failure makes the whole command line fail. */
  readonly decisive: boolean;
}

interface Place {
  directory: string;
  previous: string;
  stack: string[];
  readonly line: Line;
}

/** What all places of a command line share. */
interface Line {
  /** What it has written into files so far, by `fileKey`; null before the first. */
  written: Map<string, Text> | null;
}

/** Files whose contents are remembered, and how much of each is gathered. */
const mostFiles = 64;
const longestFile = 65_536;

const nothing: ReadonlyMap<string, Text> = new Map();

/** How often `bash -c` and `eval` are followed into what they run. */
const deepestScript = 6;

/** How many folders `pushd` keeps. */
const deepestStack = 16;

const shells = new Set(['bash', 'sh', 'zsh', 'dash', 'ksh']);

/** Programs that run the program named behind them, with their options that take a value of their own. */
const wrappers: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    sudo: /^(-[ughpCrtTUD]|--user|--group|--chdir)$/,
    doas: /^-[uC]$/,
    env: /^(-[uCS]|--unset|--chdir)$/,
    time: /^-[of]$/,
    command: /^$/,
    builtin: /^$/,
    exec: /^-a$/,
    nohup: /^$/,
    setsid: /^$/,
    caffeinate: /^-[tw]$/,
    'xvfb-run': /^-[nsefpw]$/,
    nice: /^-n$/,
    ionice: /^-[cnp]$/,
    stdbuf: /^-[ioe]$/,
    timeout: /^(-[ks]|--kill-after|--signal)$/,
    gtimeout: /^(-[ks]|--kill-after|--signal)$/,
    'cross-env': /^$/,
  }),
);

/** The programs that a command line runs, in order, each with its folder. */
export function runsOf(source: string, directory: string): Run[] {
  const runs: Run[] = [];
  follow(parseShell(source), { directory, previous: directory, stack: [], line: { written: null } }, true, 0, runs);
  return runs;
}

function follow(nodes: readonly Node[], place: Place, decisive: boolean, depth: number, runs: Run[]): void {
  for (const node of nodes) {
    const decides = decisive && node.decisive;
    if (node.kind === 'scope') follow(node.nodes, copyOf(place), decides, depth, runs);
    else run(node, place, decides, depth, runs);
  }
}

/** Of a place that something moves away from without moving who comes after it. */
function copyOf({ directory, previous, stack, line }: Place): Place {
  return { directory, previous, stack: stack.length === 0 ? [] : stack.slice(), line };
}

function run(command: SimpleCommand, place: Place, decisive: boolean, depth: number, runs: Run[]): void {
  const first = behindWrappers(command.words);
  const program = programName(knownText(command.words[first]));
  if (program === null) return;
  const words = command.words.slice(first + 1);
  if (folderChangers.has(program)) {
    changeFolder(program, words, command.alternative ? copyOf(place) : place);
    return;
  }
  if (command.output !== null) note(command.output.name, printedBy(command), command.output.appends, place);
  if (program === 'tee') noteTee(words, inputOf(command), place);
  const script = scriptOf(program, words, command);
  if (script !== null) {
    const inner = program === 'eval' ? place : copyOf(place);
    if (depth < deepestScript) follow(parseShell(script), inner, decisive, depth + 1, runs);
    return;
  }
  runs.push({
    program,
    words,
    directory: place.directory,
    input: inputOf(command),
    output: command.output === null ? null : command.output.name,
    written: program === 'git' && place.line.written !== null ? new Map(place.line.written) : nothing,
    decisive,
  });
}

function noteTee(words: readonly Word[], text: Text | null, place: Place): void {
  const appends = words.some((word) => word.text === '-a' || word.text === '--append');
  for (const word of words) if (!word.text.startsWith('-')) note(word, text, appends, place);
}

/** Remembers what `cat > file <<EOF`, `echo … > file` and `tee file <<EOF` write; another command's output, null, is not known. */
function note(name: Word, text: Text | null, appends: boolean, { directory, line }: Place): void {
  if (text === null && line.written === null) return;
  line.written ??= new Map();
  const { written } = line;
  const key = fileKey(directory, name);
  const before = appends ? written.get(key) : undefined;
  if (key === '' || text === null || (appends && before === undefined) || written.size >= mostFiles) written.delete(key);
  else if (before === undefined) written.set(key, text);
  else if (before.text.length < longestFile) {
    const whole = new TextBuilder();
    whole.appendText(before);
    whole.appendText(text);
    written.set(key, whole);
  }
}

/** What a file is called in `Run.written`: its path, or `"$MESSAGE"` as it is written; each `$(…)` may be another. */
export function fileKey(directory: string, name: Word): string {
  const text = knownText(name);
  if (text !== null) return resolveDirectory(directory, text);
  return /[`(]/.test(name.source) ? '' : `?${name.source.replace(/["']/g, '')}`;
}

/** The text of the commands that `bash -c …`, `bash <<EOF` or `eval …` runs, or null. */
function scriptOf(program: string, words: readonly Word[], command: SimpleCommand): string | null {
  if (program === 'eval') return words.some((word) => word.unknownAt >= 0) ? null : words.map((word) => word.text).join(' ');
  if (!shells.has(program)) return null;
  let takesScript = false;
  for (const word of words) {
    const text = knownText(word);
    if (takesScript && text !== null && !text.startsWith('-')) return text;
    if (text === null || !/^[-+]/.test(text)) return null;
    if (/^-[a-z]*c[a-z]*$/.test(text)) takesScript = true;
  }
  return takesScript ? null : knownText(inputOf(command) ?? undefined);
}

const folderChangers = new Set(['cd', 'pushd', 'popd', 'chdir']);

/** Follows `cd`, `pushd` and `popd`. */
function changeFolder(program: string, words: readonly Word[], place: Place): void {
  if (program === 'popd') {
    move(place, place.stack.pop() ?? '');
    return;
  }
  const target = words.find((word) => !/^-[LPe@n]*$|^--$/.test(word.source) || word.source === '-');
  if (program === 'pushd' && place.stack.length < deepestStack) place.stack.push(place.directory);
  if (target === undefined) move(place, '~');
  else if (target.source === '-') move(place, place.previous);
  else move(place, directoryOf(place.directory, target));
}

function move(place: Place, directory: string): void {
  place.previous = place.directory;
  place.directory = directory;
}

const here = /^"?(?:\$\(pwd\)|\$PWD\b|\$\{PWD\}|\$\(git rev-parse --show-toplevel(?: 2>\/dev\/null)?\))([^"$`]*)"?$/;
const home = /^"?(?:\$HOME\b|\$\{HOME\})([^"$`]*)"?$/;

/**
 * The folder that a word names. The top of a work tree stands for the folder from which it was asked, since both are in the same repository;
 * `''` when the word cannot be known.
 */
export function directoryOf(from: string, word: Word): string {
  const text = knownText(word);
  if (text !== null) return text === '' ? from : resolveDirectory(from, text);
  const below = here.exec(word.source)?.[1];
  if (below !== undefined) return below === '' ? from : resolveDirectory(from, `.${below}`);
  const belowHome = home.exec(word.source)?.[1];
  return belowHome === undefined ? '' : resolveDirectory('~', `~${belowHome}`);
}

/** Where the first word is behind `sudo`, `env`, `timeout 60` and their like, their options and assignments. */
function behindWrappers(words: readonly Word[]): number {
  let first = 0;
  for (;;) {
    const wrapper = programName(knownText(words[first]));
    const takesValue = wrapper === null ? undefined : wrappers.get(wrapper);
    if (wrapper === null || takesValue === undefined) return first;
    first += 1;
    while (first < words.length) {
      const option = words[first]?.source ?? '';
      if (wrapper === 'command' && /^-[vV]$/.test(option)) return words.length;
      if (option === '--') first += 1;
      if (!option.startsWith('-') || option === '--') break;
      first += takesValue.test(option) ? 2 : 1;
    }
    if (wrapper === 'timeout' || wrapper === 'gtimeout') first += 1;
    while (/^[A-Za-z_][A-Za-z0-9_]*=/.test(words[first]?.source ?? '')) first += 1;
  }
}

export function programName(path: string | null): string | null {
  if (path === null) return null;
  let start = path.length;
  let hasDot = false;
  for (; start > 0; start -= 1) {
    const code = path.charCodeAt(start - 1);
    if (code === slash || code === backslash) break;
    if (code === dot) hasDot = true;
  }
  const name = start === 0 ? path : path.slice(start);
  return hasDot ? name.replace(/\.(?:exe|cmd|bat)$/i, '') : name;
}
