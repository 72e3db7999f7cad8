import assert from 'node:assert/strict';
import { analyseShell } from '../../../../src/core/transcript/shell/analyse.ts';
import { runName } from '../../../../src/core/transcript/shell/names.ts';
import { hashName, hashNames, powerShellNames } from '../../../../src/core/transcript/shellFacts.ts';
import { lineHash } from '../../../../src/ingest/lineHash.ts';
import { hexOf } from '../../../../src/core/transcript/hex.ts';

const names = (command: string, cwd = '/work') => analyseShell(command, cwd).names;
const changed = (command: string, cwd?: string): readonly string[] => [...names(command, cwd).changed];
const seen = (command: string, cwd?: string): readonly string[] => [...names(command, cwd).seen];

describe('the files that a command line names', () => {
  const changes: Readonly<Record<string, readonly string[]>> = {
    'cat > src/a.ts <<EOF\nimport "./b.ts"\nEOF': ['src/a.ts'],
    "sed -i 's/one/other.ts/' src/a.ts": ['src/a.ts'],
    'mv old.ts new.ts && git add new.ts': ['old.ts', 'new.ts'],
    'cd packages/web && rm index.html': ['packages/web/index.html'],
    'cd packages && (cd web && touch a.ts); touch b.ts': ['packages/web/a.ts', 'packages/b.ts'],
    'cp /etc/hosts.conf ./a/../b.conf': ['/etc/hosts.conf', 'b.conf'],
    'echo x >> .gitignore': ['.gitignore'],
    'echo x | tee -a notes.md': ['notes.md'],
    'npx prettier --write src/a.ts': ['src/a.ts'],
    'sudo env A=1 ./scripts/make.sh docs/a.md': ['docs/a.md'],
    "python3 - <<'EOF'\nopen('src/gen.py', 'w').write('x')\nEOF": ['src/gen.py'],
    'node -e "fs.writeFileSync(\'lib/a.js\', 1)"': ['lib/a.js'],
    'touch "app/[slug]/page.tsx" src/*.ts a[0-9].ts': ['app/[slug]/page.tsx'],
    'cd "$ELSEWHERE" && touch a.ts /work/b.ts': ['b.ts'],
  };
  for (const [command, files] of Object.entries(changes)) it(`${command} changes`, () => assert.deepEqual(changed(command), files));

  const reads: Readonly<Record<string, readonly string[]>> = {
    'cat src/a.ts | head -3': ['src/a.ts'],
    'sed -n 1,5p src/a.ts': ['src/a.ts'],
    'grep -rn "x" src/a.ts lib/': ['src/a.ts'],
    'npx vitest run test/a.test.ts': ['test/a.test.ts'],
    'git diff HEAD~1 -- src/a.ts': ['src/a.ts'],
  };
  for (const [command, files] of Object.entries(reads))
    it(`${command} only reads`, () => assert.deepEqual([changed(command), seen(command)], [[], files]));

  it('are no addresses, options, patterns, sentences, numbers or folders', () => {
    const command =
      'tool https://a.example/b.ts git@host.example:a/b.git --config=a.json -I/usr/b.h *.ts "see src/a.ts" 1.2.3 src/ ~/a.ts $HOME/b.ts';
    assert.deepEqual([changed(command), seen(command)], [[], []]);
    assert.deepEqual(changed('git commit -m "Fix src/a.ts and b.ts"'), []);
  });

  it('are told from the folder of the call, those outside of it by their whole path, with slashes', () => {
    assert.deepEqual(changed('touch ../b.ts /work/web/c.ts', '/work/web'), ['/work/b.ts', 'c.ts']);
    assert.deepEqual(changed("touch 'src\\a.ts'", 'C:\\work'), ['src/a.ts']);
    assert.deepEqual(changed('touch a.ts', ''), []);
    assert.deepEqual([...powerShellNames('Set-Content -Path src\\a.ts -Value x', 'C:\\work').changed], ['src/a.ts']);
  });

  it('are each there once, and 64 at the most', () => {
    const { changed: first, seen: second } = names(
      `touch a.ts; cat a.ts b.ts; rm ${Array.from({ length: 99 }, (_, at) => `f${String(at)}.ts`).join(' ')}`,
    );
    assert.deepEqual([first.size, second.size, first.has('a.ts'), second.has('a.ts')], [64, 0, true, false]);
  });
});

describe('the programs that a command line names', () => {
  const runs: Readonly<Record<string, readonly string[]>> = {
    'npm run verify': ['npm', 'npm run', 'npm run verify'],
    'CI=1 sudo -E npm --silent run verify -- --all': ['npm', 'npm run', 'npm run verify'],
    'npx --yes vitest@3 run a.test.ts': ['vitest', 'vitest run', 'vitest run a.test.ts'],
    'uv run pytest -q': ['pytest'],
    './scripts/check.sh "all of it" x': ['check.sh'],
    'cd a && make check && make check': ['make', 'make check'],
    'make "$TARGET" b': ['make'],
  };
  for (const [command, expected] of Object.entries(runs)) it(command, () => assert.deepEqual([...names(command).decisiveRuns], expected));

  it('are told apart by whether their failure shows', () => {
    const { decisiveRuns, otherRuns } = names('make lint; make check | tail -5');
    assert.deepEqual([...otherRuns], ['make', 'make lint', 'make check']);
    assert.deepEqual([...decisiveRuns], ['tail']);
  });

  it('are called alike in settings and in a session', () => {
    for (const command of ['npm run verify', 'npx vitest run', './check.sh', 'CI=1 make -j4 check'])
      assert.ok(names(`cd /work && ${command}`).decisiveRuns.has(runName(command)), command);
    assert.equal(runName(''), '');
  });

  it('are 32 at the most', () => {
    const { decisiveRuns, otherRuns } = names(Array.from({ length: 40 }, (_, at) => `p${String(at)} a b`).join(' && '));
    assert.deepEqual([decisiveRuns.size, otherRuns.size], [32, 0]);
  });
});

describe('the hashes of names', () => {
  const hash = lineHash(new Uint8Array(32).fill(7));
  const hex = (packed: Uint8Array): readonly string[] => hexOf(packed).match(/.{16}/g) ?? [];

  it('are eight bytes each, of another text than a line, and by kind', () => {
    const { fileHashes, runHashes } = hashNames(names('touch a.ts && cat b.ts && false | make'), hash);
    assert.deepEqual(hex(fileHashes), [hash('file\0a.ts'), hash('seen\0b.ts')].map(hexOf));
    assert.deepEqual(
      hex(runHashes),
      ['run\0touch', 'run\0touch a.ts', 'run\0cat', 'run\0cat b.ts', 'run\0make', 'part\0false'].map((text) => hexOf(hash(text))),
    );
    assert.deepEqual(hashName('file', 'a.ts', hash), hash('file\0a.ts'));
    assert.equal(new Set(['a.ts', 'file\0a.ts', 'seen\0a.ts', 'run\0a.ts'].map((text) => hexOf(hash(text)))).size, 4);
  });
});
