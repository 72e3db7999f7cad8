import type { CheckKind } from '../facts.ts';
import { dash, plus } from './characters.ts';

/** Which arguments make a program run a check. */
type Condition = (words: readonly string[]) => boolean;

interface Rule {
  readonly when: Condition;
  readonly check: CheckKind | null;
}

const always: Condition = () => true;

/** The first argument that is no option is one of these. */
function verb(names: string): Condition {
  const known = new Set(names.split(' '));
  return (words) => known.has(verbOf(words));
}

function verbOf(words: readonly string[]): string {
  for (const word of words) {
    if (word === '') return '';
    const first = word.charCodeAt(0);
    if (first !== dash && first !== plus) return word;
  }
  return '';
}

/** Any argument matches. */
function any(pattern: RegExp): Condition {
  return (words) => {
    for (const word of words) if (pattern.test(word)) return true;
    return false;
  };
}

function both(one: Condition, other: Condition): Condition {
  return (words) => one(words) && other(words);
}

function not(condition: Condition): Condition {
  return (words) => !condition(words);
}

/** `-m pytest` and the like are looked into as runners; this is what is left of Python. */
const managePyTest: Condition = (words) => /(?:^|\/)manage\.py$/.test(words[0] ?? '') && words[1] === 'test';

/**
 * The runners: programs, the arguments with which they check something, and what. For one program the first condition that holds decides.
 * Formatters count as linters where they only check.
 */
const table: readonly (readonly [programs: string, when: Condition, check: CheckKind | null])[] = [
  // JavaScript and TypeScript
  ['vitest jest mocha ava tap jasmine karma uvu cucumber-js vscode-test wtr web-test-runner', not(verb('list init')), 'test'],
  ['playwright testcafe wdio', verb('test run'), 'test'],
  ['cypress', verb('run'), 'test'],
  ['node tsx', any(/^--test$/), 'test'],
  ['tsc vue-tsc tsgo', any(/^(?:--build|-b)$/), 'build'],
  ['tsc vue-tsc tsgo', not(any(/^-v$/)), 'types'],
  ['svelte-check flow attw', always, 'types'],
  ['astro', verb('check'), 'types'],
  ['eslint oxlint xo standard tslint stylelint markdownlint markdownlint-cli2 jshint htmlhint knip depcheck publint', always, 'lint'],
  ['prettier', any(/^(?:--check|-c|--list-different|-l)$/), 'lint'],
  ['dprint', verb('check'), 'lint'],
  ['biome', verb('check ci lint'), 'lint'],
  ['biome', both(verb('format'), not(any(/^--(?:write|fix)$/))), 'lint'],
  ['vite next nuxt nuxi astro rspack turbo ng gatsby parcel remix vue-cli-service react-scripts', verb('build'), 'build'],
  ['webpack rollup tsup tsdown unbuild esbuild swc babel', always, 'build'],
  ['ng react-scripts vue-cli-service', verb('test e2e test:unit'), 'test'],
  ['ng next vue-cli-service', verb('lint'), 'lint'],
  ['deno bun', verb('test'), 'test'],
  ['deno', verb('lint'), 'lint'],
  ['deno', both(verb('fmt'), any(/^--check$/)), 'lint'],
  ['deno', verb('check'), 'types'],
  ['deno', verb('compile'), 'build'],
  ['bun', verb('build'), 'build'],
  // Python
  ['pytest py.test tox nox nose2 nosetests unittest behave ward', always, 'test'],
  ['python python3 manage.py', managePyTest, 'test'],
  ['manage.py', verb('test'), 'test'],
  ['mypy dmypy pyright basedpyright pyre pytype ty', always, 'types'],
  ['ruff', both(verb('format'), not(any(/^--(?:check|diff)$/))), null],
  ['ruff', not(verb('clean server rule config linter version')), 'lint'],
  ['flake8 pylint pylama pycodestyle pydocstyle bandit vulture yamllint ansible-lint', always, 'lint'],
  ['black isort yapf autopep8', any(/^(?:--check|--check-only|--diff|-c|-d)$/), 'lint'],
  ['pre-commit', verb('run'), 'lint'],
  // Go, Rust, C and C++
  ['go ginkgo', verb('test'), 'test'],
  ['gotestsum ginkgo', always, 'test'],
  ['go', verb('build install'), 'build'],
  ['go', verb('vet'), 'lint'],
  ['golangci-lint staticcheck revive golint', always, 'lint'],
  ['gofmt goimports gofumpt', both(any(/^-[ld]$/), not(any(/^-w$/))), 'lint'],
  ['cargo', verb('test t nextest miri llvm-cov tarpaulin'), 'test'],
  ['cargo', verb('build b'), 'build'],
  ['cargo', verb('check c'), 'types'],
  ['cargo', verb('clippy deny audit machete'), 'lint'],
  ['cargo', both(verb('fmt'), any(/^--check$/)), 'lint'],
  ['rustfmt', any(/^--check$/), 'lint'],
  ['ctest', not(any(/^-N$/)), 'test'],
  ['cmake', any(/^--build$/), 'build'],
  ['meson bazel bazelisk buck2 pants', verb('test'), 'test'],
  ['bazel bazelisk buck2', verb('build'), 'build'],
  ['meson', verb('compile'), 'build'],
  ['ninja', verb('test check'), 'test'],
  ['ninja', always, 'build'],
  ['clang-tidy cppcheck cpplint', always, 'lint'],
  // Java, Kotlin, Scala, .NET, Swift
  ['mvn mvnw mvnd', any(/^(?:test|verify|integration-test|surefire:test|failsafe:\S+)$/), 'test'],
  ['mvn mvnw mvnd', any(/^(?:compile|package|install|test-compile)$/), 'build'],
  ['gradle gradlew', any(/^(?:\S*:)?(?:check|test\w*|\w+Tests?|\w+Check)$/), 'test'],
  ['gradle gradlew', any(/^(?:\S*:)?(?:lint\w*|detekt\w*|checkstyle\w*)$/), 'lint'],
  ['gradle gradlew', any(/^(?:\S*:)?(?:build|assemble\w*|compile\w+|jar|bootJar)$/), 'build'],
  ['ktlint detekt checkstyle swiftlint', always, 'lint'],
  ['sbt', any(/(?:^|[/; ])test(?:Only|Quick)?(?: |$)/), 'test'],
  ['sbt', any(/(?:^|[/; ])(?:compile|package|assembly)$/), 'build'],
  ['dotnet swift flutter dart mix gleam stack cabal zig crystal lein rebar3', verb('test spec eunit ct'), 'test'],
  ['dotnet swift flutter stack cabal zig gleam crystal', verb('build publish msbuild'), 'build'],
  ['msbuild MSBuild', always, 'build'],
  ['dotnet', both(verb('format'), any(/^--verify-no-changes$/)), 'lint'],
  ['dart flutter', verb('analyze'), 'lint'],
  ['mix', verb('compile'), 'build'],
  ['mix', verb('credo dialyzer'), 'lint'],
  ['mix', both(verb('format'), any(/^--check-formatted$/)), 'lint'],
  ['xcodebuild', any(/^test(?:-without-building)?$/), 'test'],
  ['xcodebuild', any(/^(?:build|archive|build-for-testing)$/), 'build'],
  // Ruby, PHP, shell and others
  ['rspec cucumber minitest pest phpunit codecept paratest bats shellspec busted hurl newman', always, 'test'],
  ['rails artisan', any(/^(?:test(?::\w+)?|spec)$/), 'test'],
  ['php', (words) => words[0] === 'artisan' && words[1] === 'test', 'test'],
  ['rubocop standardrb brakeman reek phpcs php-cs-fixer pint shellcheck hadolint actionlint tflint luacheck selene vale', always, 'lint'],
  ['phpstan psalm srb steep', always, 'types'],
  ['terraform tofu', verb('validate'), 'lint'],
  [
    'docker podman',
    (words) => /^(?:build|buildx build|compose build)$/.test(words.slice(0, words[0] === 'build' ? 1 : 2).join(' ')),
    'build',
  ],
];

const rules = new Map<string, Rule[]>();
for (const [programs, when, check] of table) {
  for (const program of programs.split(' ')) {
    const known = rules.get(program) ?? [];
    known.push({ when, check });
    rules.set(program, known);
  }
}

/** What a program checks with these arguments by itself: null for nothing, undefined when it is not in the table. */
export function checkOfProgram(program: string, words: readonly string[]): CheckKind | null | undefined {
  const ofProgram = rules.get(program);
  if (ofProgram === undefined) return undefined;
  for (const { when, check } of ofProgram) if (when(words)) return check;
  return undefined;
}

/** Whether the program is in the table. */
export function hasRules(program: string): boolean {
  return rules.has(program);
}

const typesName = /type-?_?check|check-?_?types?|^types?$|^tsc$|^mypy$|^pyright$/i;
const kindsOfWords: ReadonlyMap<string, CheckKind> = new Map([
  ...wordsOf(
    'test tests tst unit integration e2e spec specs coverage cov cover vitest jest mocha pytest playwright cypress rspec verify',
    'test',
  ),
  ...wordsOf('build builds compile bundle dist', 'build'),
  ...wordsOf('lint linter lints eslint stylelint oxlint biome ruff clippy rubocop flake8 vet analyze', 'lint'),
]);

function wordsOf(names: string, check: CheckKind): [string, CheckKind][] {
  return names.split(' ').map((name) => [name, check]);
}

/**
 * What a project's own script or target checks, judged by its name: the first part that says so (`test:unit`, `build-prod`, `type-check`,
 * `format:check`). A bare `check` is a test for make and its like, a linter elsewhere.
 */
export function checkOfScript(name: string, bareCheck: CheckKind): CheckKind | null {
  const whole = kindsOfWords.get(name);
  if (whole !== undefined) return whole;
  const parts = name.toLowerCase().split(/[^a-z0-9]+/);
  const kinds = parts.map((part) => kindsOfWords.get(part)).filter((kind) => kind !== undefined);
  const [first] = kinds;
  if (first !== undefined && first !== 'build') return first;
  if (typesName.test(name)) return 'types';
  if (first !== undefined) return first;
  if (name === 'check' || name === 'checks' || name === 'ci' || name === 'validate') return bareCheck;
  const formats = parts.some((part) => part === 'format' || part === 'fmt' || part === 'prettier' || part === 'style');
  return formats && parts.includes('check') ? 'lint' : null;
}
