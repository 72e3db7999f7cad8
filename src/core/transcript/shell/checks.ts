import type { CheckKind } from '../facts.ts';
import { beginsWithDash } from './characters.ts';
import { checkOfProgram, checkOfScript, hasRules } from './checkRules.ts';
import { programName } from './runs.ts';
import type { Run } from './runs.ts';

/** A call that runs tests, a build, a linter or a type checker. */
export interface CheckCommand {
  readonly check: CheckKind;
  /** Whether its failure makes the whole command line fail: else the success of the call says nothing about the check. */
  readonly decisive: boolean;
}

/** What a rule is about are the first arguments: a list of a thousand files adds nothing. */
const mostWords = 64;
const longestWord = 256;
/** How many runners may stand before each other (`npx dotenv -- vitest`). */
const deepestRunner = 4;

/** Options that only ask about the program, or list what it would run. */
const asksOnly = new Set(
  `--help -h --version --collect-only --co --list --listTests --list-tests --print-config --showConfig --show-config --init --dry-run`.split(
    ' ',
  ),
);

/** The check that the run makes, or null. */
export function checkOf(run: Run): CheckCommand | null {
  if (!mayCheck(run.program)) return null;
  const words: string[] = [];
  for (let index = 0; index < run.words.length && index < mostWords; index += 1) {
    const text = run.words[index]?.text ?? '';
    const word = text.length > longestWord ? text.slice(0, longestWord) : text;
    if (beginsWithDash(word) && asksOnly.has(word)) return null;
    words.push(word);
  }
  const check = kindOf(run.program, words, 0);
  return check === null ? null : { check, decisive: run.decisive };
}

/** Whether there are arguments with which the program runs a check: most programs need not be looked at any further. */
function mayCheck(program: string): boolean {
  return hasRules(program) || runnerOf(program) !== undefined || taskRunners.has(program);
}

function kindOf(program: string, words: readonly string[], depth: number): CheckKind | null {
  const known = checkOfProgram(program, words);
  if (known !== undefined) return known;
  if (depth >= deepestRunner) return null;
  const inner = runnerWords(program, words);
  if (inner !== null) {
    const [name] = inner;
    if (name === undefined) return null;
    const rest = inner.slice(1);
    const innerProgram = programOf(name);
    return innerProgram === 'manage.py' || depth < deepestRunner ? kindOf(innerProgram, rest, depth + 1) : null;
  }
  return scriptKind(program, words);
}

/** A program with its arguments as it would be called without a runner before it: `npx vitest run` is `vitest run`. */
export function withoutRunner(program: string, words: readonly string[]): { readonly program: string; readonly words: readonly string[] } {
  let found = { program, words };
  for (let depth = 0; depth < deepestRunner; depth += 1) {
    const inner = runnerWords(found.program, found.words);
    const name = inner?.[0] === undefined ? '' : programOf(inner[0]);
    if (inner === null || name === '') break;
    found = { program: name, words: inner.slice(1) };
  }
  return found;
}

/** Of a package that is named with a version: `vitest@3`. */
function programOf(name: string): string {
  return programName(name.includes('@') ? name.replace(/(?<=.)@.*$/, '') : name) ?? '';
}

const packageOptionWithValue = new Set(
  '-C --dir --prefix --cwd --filter -F --workspace -w -p --package --env-file --with --group --extra --python'.split(' '),
);
const packageRuns = new Set(['exec', 'x', 'dlx']);

type Runner = 'direct' | 'corepack' | 'run' | 'exec' | 'dash' | 'python' | 'packages' | 'container';

/** Programs that run the program named behind them, by how it is named. */
const runners: ReadonlyMap<string, Runner> = new Map([
  ...named('npx bunx pnpx uvx c8 nyc hyperfine', 'direct'),
  ...named('corepack', 'corepack'),
  ...named('uv poetry pipenv hatch pdm rye pixi pipx coverage', 'run'),
  ...named('bundle mise direnv asdf rbenv pyenv', 'exec'),
  ...named('dotenv dotenvx doppler op infisical aws-vault', 'dash'),
  ...named('npm pnpm yarn bun', 'packages'),
  ...named('docker podman docker-compose', 'container'),
]);

function named(names: string, runner: Runner): [string, Runner][] {
  return names.split(' ').map((name) => [name, runner]);
}

function runnerOf(program: string): Runner | undefined {
  return runners.get(program) ?? (isPython(program) ? 'python' : undefined);
}

/** `python` of any version. */
export function isPython(program: string): boolean {
  return program.startsWith('python') && /^python[\d.]*$/.test(program);
}

/** The program that a runner (`npx`, `uv run`, `bundle exec`, `python -m`, `docker compose exec`) runs, with its arguments; null when it is none. */
function runnerWords(program: string, words: readonly string[]): readonly string[] | null {
  switch (runnerOf(program)) {
    case 'direct':
      return afterOptions(words);
    case 'corepack':
      return words;
    case 'run':
      if (words[0] !== 'run') return null;
      return program === 'coverage' ? ['python', ...words.slice(1)] : afterOptions(words.slice(1));
    case 'exec':
      return words[0] === 'exec' ? afterOptions(words.slice(program === 'direnv' ? 2 : 1)) : null;
    case 'dash':
      return words.includes('--') ? words.slice(words.indexOf('--') + 1) : null;
    case 'python':
      return moduleWords(words);
    case 'packages': {
      const rest = afterOptions(words);
      return packageRuns.has(rest[0] ?? '') ? afterOptions(rest.slice(1)) : null;
    }
    case 'container':
      return containerWords(program, words);
    default:
      return null;
  }
}

/** `python -m pytest`. */
function moduleWords(words: readonly string[]): readonly string[] | null {
  const module = words.findIndex((word) => !word.startsWith('-') || word === '-m');
  return words[module] === '-m' ? words.slice(module + 1) : null;
}

/** `docker exec NAME pytest`, `docker compose run --rm NAME pytest`. */
function containerWords(program: string, words: readonly string[]): readonly string[] | null {
  const rest = program !== 'docker-compose' && words[0] === 'compose' ? words.slice(1) : words;
  if (rest[0] !== 'exec' && rest[0] !== 'run') return null;
  let index = 1;
  while (rest[index]?.startsWith('-') === true)
    index += /^(?:-[euvwpn]|--env|--user|--volume|--workdir|--name)$/.test(rest[index] ?? '') ? 2 : 1;
  return rest.slice(index + 1);
}

/** The arguments from the first that is no option on; `--` ends the options. */
function afterOptions(words: readonly string[]): readonly string[] {
  let index = 0;
  for (;;) {
    const option = words[index] ?? '';
    if (!beginsWithDash(option)) break;
    index += 1;
    if (option === '--') break;
    if (packageOptionWithValue.has(option)) index += 1;
  }
  return index === 0 ? words : words.slice(index);
}

const taskRunners = new Set(
  `make gmake just rake task nx turbo lage moon mage invoke inv poe composer lerna
   deno grunt gulp ant rails hatch pdm cargo mise bazel`.split(/\s+/),
);
/** Subcommands of package managers that are never the name of a script. */
const packageVerbs = new Set(
  `install i ci add remove rm uninstall update up upgrade publish pack link init create audit outdated list ls why info view config cache login set
   version import dedupe store rebuild patch`.split(/\s+/),
);
const scriptVerbs = new Set(['run', 'run-script', 'rum']);
const testVerbs = new Set(['test', 't', 'tst', 'it', 'cit']);

/** What a project's own script or target checks. */
function scriptKind(program: string, words: readonly string[]): CheckKind | null {
  if (runners.get(program) === 'packages') {
    const rest = afterOptions(words);
    const first = rest[0] ?? '';
    if (scriptVerbs.has(first)) return checkOfScript(afterOptions(rest.slice(1))[0] ?? '', 'lint');
    if (testVerbs.has(first)) return 'test';
    // pnpm and yarn run scripts and programs by their bare name; npm does not.
    if (program === 'npm' || program === 'bun' || packageVerbs.has(first)) return null;
    return first === '' ? null : (checkOfProgram(first, rest.slice(1)) ?? checkOfScript(first, 'lint'));
  }
  if (program === 'node') {
    const script = words.find((word) => word.startsWith('--run='))?.slice('--run='.length) ?? (words[0] === '--run' ? words[1] : undefined);
    return script === undefined ? null : checkOfScript(script, 'lint');
  }
  if (!taskRunners.has(program)) return null;
  const isMake = program === 'make' || program === 'gmake';
  const targets = words.filter((word, index) => !word.startsWith('-') && !word.includes('=') && !/^-[CfjIo]$/.test(words[index - 1] ?? ''));
  if (isMake && words.some((word) => /^(?:-n|--just-print|--question|-q)$/.test(word))) return null;
  for (const target of targets) {
    const kind = checkOfScript(target, 'test');
    if (kind !== null) return kind;
  }
  // `make` alone builds.
  return isMake && targets.length === 0 ? 'build' : null;
}
