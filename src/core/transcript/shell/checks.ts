import type { CheckKind } from '../facts.ts';
import { checkOfProgram, checkOfScript } from './checkRules.ts';
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
const asksOnly =
  /^(?:--help|-h|--version|--collect-only|--co|--list|--listTests|--list-tests|--print-config|--showConfig|--show-config|--init|--dry-run)$/;

/** The check that the run makes, or null. */
export function checkOf(run: Run): CheckCommand | null {
  const words = run.words.slice(0, mostWords).map(({ text }) => text.slice(0, longestWord));
  if (words.some((word) => word.startsWith('-') && asksOnly.test(word))) return null;
  const check = kindOf(run.program, words, 0);
  return check === null ? null : { check, decisive: run.decisive };
}

function kindOf(program: string, words: readonly string[], depth: number): CheckKind | null {
  const known = checkOfProgram(program, words);
  if (known !== undefined) return known;
  if (depth >= deepestRunner) return null;
  const inner = runnerWords(program, words);
  if (inner !== null) {
    const [name, ...rest] = inner;
    if (name === undefined) return null;
    const innerProgram = programOf(name);
    return innerProgram === 'manage.py' || depth < deepestRunner ? kindOf(innerProgram, rest, depth + 1) : null;
  }
  return scriptKind(program, words);
}

/** A program with its arguments as it would be called without a runner before it: `npx vitest run` is `vitest run`. */
export function withoutRunner(program: string, words: readonly string[]): { readonly program: string; readonly words: readonly string[] } {
  let found = { program, words };
  for (let depth = 0; depth < deepestRunner; depth += 1) {
    const [name = '', ...rest] = runnerWords(found.program, found.words) ?? [];
    const inner = programOf(name);
    if (inner === '') break;
    found = { program: inner, words: rest };
  }
  return found;
}

/** Of a package that is named with a version: `vitest@3`. */
function programOf(name: string): string {
  return programName(name.replace(/(?<=.)@.*$/, '')) ?? '';
}

const packageManagers = new Set(['npm', 'pnpm', 'yarn', 'bun']);
const packageOptionWithValue =
  /^(?:-C|--dir|--prefix|--cwd|--filter|-F|--workspace|-w|-p|--package|--env-file|--with|--group|--extra|--python)$/;
const directRunners = new Set(['npx', 'bunx', 'pnpx', 'uvx', 'c8', 'nyc', 'hyperfine']);
const runRunners = new Set(['uv', 'poetry', 'pipenv', 'hatch', 'pdm', 'rye', 'pixi', 'pipx', 'coverage']);
const execRunners = new Set(['bundle', 'mise', 'direnv', 'asdf', 'rbenv', 'pyenv']);
const dashRunners = new Set(['dotenv', 'dotenvx', 'doppler', 'op', 'infisical', 'aws-vault']);

/** The program that a runner (`npx`, `uv run`, `bundle exec`, `python -m`, `docker compose exec`) runs, with its arguments; null when it is none. */
function runnerWords(program: string, words: readonly string[]): readonly string[] | null {
  if (directRunners.has(program)) return afterOptions(words);
  if (program === 'corepack') return words;
  if (runRunners.has(program) && words[0] === 'run') {
    const rest = afterOptions(words.slice(1));
    return program === 'coverage' ? ['python', ...words.slice(1)] : rest;
  }
  if (execRunners.has(program) && words[0] === 'exec') return afterOptions(words.slice(program === 'direnv' ? 2 : 1));
  if (dashRunners.has(program) && words.includes('--')) return words.slice(words.indexOf('--') + 1);
  if (/^python[\d.]*$/.test(program)) {
    const module = words.findIndex((word) => !word.startsWith('-') || word === '-m');
    return words[module] === '-m' ? words.slice(module + 1) : null;
  }
  if (packageManagers.has(program)) {
    const rest = afterOptions(words);
    return /^(?:exec|x|dlx)$/.test(rest[0] ?? '') ? afterOptions(rest.slice(1)) : null;
  }
  return containerWords(program, words);
}

/** `docker exec NAME pytest`, `docker compose run --rm NAME pytest`. */
function containerWords(program: string, words: readonly string[]): readonly string[] | null {
  const rest = (program === 'docker' || program === 'podman') && words[0] === 'compose' ? words.slice(1) : words;
  if (!/^(?:docker|podman|docker-compose)$/.test(program) || !/^(?:exec|run)$/.test(rest[0] ?? '')) return null;
  let index = 1;
  while (rest[index]?.startsWith('-') === true)
    index += /^(?:-[euvwpn]|--env|--user|--volume|--workdir|--name)$/.test(rest[index] ?? '') ? 2 : 1;
  return rest.slice(index + 1);
}

/** The arguments from the first that is no option on; `--` ends the options. */
function afterOptions(words: readonly string[]): readonly string[] {
  let index = 0;
  while (words[index]?.startsWith('-') === true) {
    const option = words[index] ?? '';
    index += 1;
    if (option === '--') break;
    if (packageOptionWithValue.test(option)) index += 1;
  }
  return words.slice(index);
}

const taskRunners = new Set([
  'make',
  'gmake',
  'just',
  'rake',
  'task',
  'nx',
  'turbo',
  'lage',
  'moon',
  'mage',
  'invoke',
  'inv',
  'poe',
  'composer',
  'lerna',
]);
const moreTaskRunners = new Set(['deno', 'grunt', 'gulp', 'ant', 'rails', 'hatch', 'pdm', 'cargo', 'mise', 'bazel']);
/** Subcommands of package managers that are never the name of a script. */
const packageVerbs =
  /^(?:install|i|ci|add|remove|rm|uninstall|update|up|upgrade|publish|pack|link|init|create|audit|outdated|list|ls|why|info|view|config|cache|login|set|version|import|dedupe|store|rebuild|patch)$/;

/** What a project's own script or target checks. */
function scriptKind(program: string, words: readonly string[]): CheckKind | null {
  if (packageManagers.has(program)) {
    const rest = afterOptions(words);
    const [first = ''] = rest;
    if (/^(?:run|run-script|rum)$/.test(first)) return checkOfScript(afterOptions(rest.slice(1))[0] ?? '', 'lint');
    if (/^(?:test|t|tst|it|cit)$/.test(first)) return 'test';
    // pnpm and yarn run scripts and programs by their bare name; npm does not.
    if (program === 'npm' || program === 'bun' || packageVerbs.test(first)) return null;
    return first === '' ? null : (checkOfProgram(first, rest.slice(1)) ?? checkOfScript(first, 'lint'));
  }
  if (program === 'node') {
    const script = words.find((word) => word.startsWith('--run='))?.slice('--run='.length) ?? (words[0] === '--run' ? words[1] : undefined);
    return script === undefined ? null : checkOfScript(script, 'lint');
  }
  if (!taskRunners.has(program) && !moreTaskRunners.has(program)) return null;
  const targets = words.filter((word, index) => !word.startsWith('-') && !word.includes('=') && !/^-[CfjIo]$/.test(words[index - 1] ?? ''));
  if (/^(?:make|gmake)$/.test(program) && words.some((word) => /^(?:-n|--just-print|--question|-q)$/.test(word))) return null;
  for (const target of targets) {
    const kind = checkOfScript(target, 'test');
    if (kind !== null) return kind;
  }
  // `make` alone builds.
  return /^(?:make|gmake)$/.test(program) && targets.length === 0 ? 'build' : null;
}
