import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fileKind } from '../../../src/core/advice/fileKinds.ts';

const expected = {
  docs: [
    'README.md',
    'docs/guide.rst',
    'LICENSE',
    'docs/picture.png',
    'CHANGELOG',
    'docs/conf.py',
    'src/weave/README.md',
    'test/README.md',
    'a.mdx',
  ],
  tests: [
    'test/unit/weave.ts',
    'src/weave.test.ts',
    'src/weave_test.go',
    'tests/test_weave.py',
    'pkg/test_weave.py',
    'src/WeaveTests.cs',
    'src/WeaveTest.java',
    'spec/weave_spec.rb',
    'src/__tests__/weave.js',
    'test/fixtures/page.md',
    'test/tsconfig.json',
    'conftest.py',
    'src/Loom.stories.tsx',
  ],
  configuration: [
    'package.json',
    'pnpm-lock.yaml',
    '.github/workflows/ci.yml',
    '.claude/commands/weave.md',
    '.eslintrc.cjs',
    'webpack.config.js',
    'Dockerfile',
    'Dockerfile.dev',
    'requirements-dev.txt',
    'CMakeLists.txt',
    'go.mod',
    '.gitignore',
    'app/build.gradle.kts',
    'Makefile',
  ],
  code: [
    'src/weave.ts',
    'src/latest.ts',
    'src/contest.go',
    'main.py',
    'src/attestation.rs',
    'lib/config.ts',
    'app.vue',
    'infra/main.tf',
    'src/Contest.java',
    '',
  ],
} as const;

describe('the kind of a file', () => {
  for (const [kind, paths] of Object.entries(expected))
    for (const path of paths) it(`is ${kind} of ${path === '' ? 'a file without a name' : path}`, () => assert.equal(fileKind(path), kind));
});
