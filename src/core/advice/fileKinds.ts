/** What a file is by its name alone: documentation, a test, configuration, or code. */
export type FileKind = 'docs' | 'tests' | 'configuration' | 'code';

const docEndings = ['.md', '.mdx', '.markdown', '.rst', '.adoc', '.asciidoc', '.txt', '.tex', '.org', '.pod', '.rdoc', '.texi'];
const docNames = new Set([
  'readme',
  'changelog',
  'license',
  'licence',
  'notice',
  'authors',
  'contributors',
  'contributing',
  'copying',
  'security',
]);
const docFolders = new Set(['doc', 'docs', 'documentation']);

const testFolders = new Set([
  ...[
    'test',
    'tests',
    '__tests__',
    'spec',
    'specs',
    'e2e',
    'testdata',
    'test-data',
    'fixtures',
    '__fixtures__',
    '__mocks__',
    '__snapshots__',
  ],
  ...['testing', 'cypress', 'androidtest', 'integration-tests', 'unittests'],
]);
/** `weave.test.ts`, `weave_test.go`, `weave-spec.rb`, `test_weave.py`, `WeaveTests.cs`, `conftest.py`. */
const testName =
  /(?:[._-](?:test|tests|spec|specs|e2e|cy|stories)\.[^.]+|[a-z\d](?:Test|Tests|TestCase|Spec)\.[^.]+|^conftest\.py)$|^test_[^/]+\.[^.]+$/;

const configurationEndings = [
  ...['.json', '.jsonc', '.json5', '.yaml', '.yml', '.toml', '.ini', '.cfg', '.conf', '.config', '.env', '.properties', '.xml', '.plist'],
  ...['.lock', '.gradle', '.gradle.kts', '.csproj', '.fsproj', '.vbproj', '.sln', '.props', '.targets', '.cabal', '.gemspec', '.nix'],
  ...['.cmake', '.mk', '.bazel', '.tfvars', '.editorconfig'],
];
const configurationNames = new Set([
  ...['dockerfile', 'containerfile', 'makefile', 'gnumakefile', 'cmakelists.txt', 'jenkinsfile', 'procfile', 'vagrantfile', 'gemfile'],
  ...['pipfile', 'podfile', 'brewfile', 'rakefile', 'justfile', 'codeowners', 'go.mod', 'go.sum', 'go.work', 'build', 'workspace'],
  ...['setup.py', 'manifest.in', 'robots.txt', 'package.swift'],
]);
/** `webpack.config.js`, `vite.config.mts`, `.eslintrc.cjs`, `Dockerfile.dev`, `requirements-dev.txt`. */
const configurationName = /(?:\.config\.[^.]+|^\.[^/]+|^dockerfile\.[^/]+|^(?:requirements|constraints)[^/]*\.txt)$/;

/**
 * What a file is, by its path from the root of its repository, `/` between folders. In this order: configuration that ends like prose
 * (`requirements.txt`, `CMakeLists.txt`), whatever lies in a folder that begins with a dot, test data, prose, tests, what lies in a folder of
 * documentation, configuration; everything else is code.
 */
export function fileKind(path: string): FileKind {
  const names = path.split('/');
  const name = names.at(-1) ?? '';
  const lower = name.toLowerCase();
  const folders = names.slice(0, -1).map((folder) => folder.toLowerCase());
  if (configurationNames.has(lower) || configurationName.test(lower)) return 'configuration';
  if (folders.some((folder) => folder.startsWith('.') && folder.length > 1)) return 'configuration';
  const isTest = folders.some((folder) => testFolders.has(folder)) || testName.test(name);
  const isProse = docEndings.some((ending) => lower.endsWith(ending)) || docNames.has(lower);
  // A README beside tests is read by people; a text among fixtures is read by a test.
  if (isProse) return folders.some((folder) => /fixtures|testdata|test-data|snapshots/.test(folder)) ? 'tests' : 'docs';
  if (folders.some((folder) => docFolders.has(folder))) return 'docs';
  if (isTest) return 'tests';
  return configurationEndings.some((ending) => lower.endsWith(ending)) ? 'configuration' : 'code';
}
