import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editLines } from '../../../src/core/transcript/editLines.ts';
import { classifyPrompt } from '../../../src/core/transcript/prompt.ts';
import { analyseShell } from '../../../src/core/transcript/shell/analyse.ts';
import { parseShell } from '../../../src/core/transcript/shell/parse.ts';
import { printedCommits, printedPullRequests } from '../../../src/core/transcript/shell/printed.ts';

/** Pieces that mean something to a shell, so that random lines are often nearly valid. */
const pieces = fc.constantFrom(
  ...[
    'git commit -m x',
    'cd a',
    'git',
    'if',
    'then',
    'fi',
    'case x in',
    'a)',
    ';;',
    'esac',
    '{',
    '}',
    '(',
    ')',
    '((',
    '))',
    '[[',
    ']]',
    '$(',
    '`',
    '"',
    "'",
    "$'",
    '${',
    '\\',
    '<<E',
    '<<-E',
    '<<<',
    '<(',
    '>',
    '2>&1',
  ],
  ...[
    '\n',
    '\nE\n',
    ' ',
    ';',
    '&&',
    '||',
    '|',
    '&',
    '#',
    'x=',
    '$x',
    'bash -c',
    'eval',
    'f()',
    '!',
    'for x in',
    '\r\n',
    'printf %s',
    'cat',
    '\u00a0',
    '\u{1f600}',
    '\0',
  ],
);
const shellLike = fc.array(fc.oneof(pieces, fc.string({ maxLength: 6 })), { maxLength: 60 }).map((parts) => parts.join(''));

const singleQuoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
const doubleQuoted = (word: string): string => `"${word.replace(/["\\$`]/g, '\\$&')}"`;
const escaped = (word: string): string => (word === '' ? "''" : word.replace(/[^A-Za-z0-9\n]/gu, '\\$&').replaceAll('\n', "'\n'"));

describe('the reading of command lines', () => {
  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(shellLike, fc.string({ unit: 'binary', maxLength: 200 })), (line) => void analyseShell(line, '/w')),
      { numRuns: 3000 },
    );
  });

  it('gives back the words that were quoted', () => {
    const quote = fc.constantFrom(singleQuoted, doubleQuoted, escaped);
    const words = fc.array(fc.tuple(fc.oneof(shellLike, fc.string({ unit: 'grapheme' })), quote), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(words, (pairs) => {
        const [node, ...others] = parseShell(`run ${pairs.map(([word, quoted]) => quoted(word)).join(' ')}`);
        assert.equal(others.length, 0);
        assert.ok(node?.kind === 'command');
        assert.deepEqual(
          node.words.map(({ text, unknownAt }) => [text, unknownAt]),
          [['run', -1], ...pairs.map(([word]) => [word, -1])],
        );
      }),
      { numRuns: 500 },
    );
  });

  const planted = 'git commit -m planted';
  const subjects = (line: string) => analyseShell(line, '/w').commits.map(({ subject }) => subject);
  const filler = fc.array(
    fc.constantFrom(
      'ls -la',
      'cd a && pwd',
      'echo "it\'s"',
      "cat <<'E' > f\nbody 'with quote\nE\n",
      '# a "comment\n',
      'if true; then ls; fi',
      '(cd b; ls)',
      'x=$(date)',
      'ls | wc -l',
      'for a in 1 2; do ls; done',
      'case a in a) ls;; esac',
    ),
    {
      maxLength: 6,
    },
  );
  const joiner = fc.constantFrom('\n', '\n\n');

  it('sees a commit at any position', () => {
    const holder = fc.constantFrom<(command: string) => string>(
      (command) => command,
      // With a blank: `((` would begin arithmetic.
      (command) => `( ${command})`,
      (command) => `{ ${command}; }`,
      (command) => `echo "$( ${command})"`,
      (command) => `cd a && ${command} 2>&1 | tail -1`,
      (command) => `if ! ${command}; then ls; fi`,
      (command) => `bash -c ${singleQuoted(command)}`,
      (command) => `timeout 60 ${command}`,
    );
    fc.assert(
      fc.property(filler, filler, joiner, fc.array(holder, { maxLength: 3 }), (before, after, join, holders) => {
        // `timeout` runs a program: it can only stand directly before it.
        const wrapped = holders.reduce(
          (command, hold) => (hold(command).startsWith('timeout') && !command.startsWith('git') ? command : hold(command)),
          planted,
        );
        assert.deepEqual(subjects([...before, wrapped, ...after].join(join)), ['planted'], wrapped);
      }),
      { numRuns: 1000 },
    );
  });

  it('sees no commit in quotes, comments and heredocs', () => {
    const holder = fc.constantFrom<(text: string) => string>(
      (text) => `echo ${singleQuoted(text)}`,
      (text) => `grep -r ${doubleQuoted(text)} src`,
      (text) => `cat > f <<'END'\n${text}\nEND`,
      (text) => `tee f <<END | wc -l\n${text.replace(/[\\$`]/g, '\\$&')}\nEND`,
      (text) => `# ${text.replaceAll('\n', ' ')}`,
      (text) => `files=(${singleQuoted(text)})`,
      (text) => `python3 - <<'END'\n${text}\nEND`,
    );
    fc.assert(
      fc.property(
        filler,
        filler,
        holder,
        fc.array(fc.constantFrom('; ', '\n', ' && ', '`', '"', "'", ')', '$(', 'E\n', '#'), { maxLength: 4 }),
        (before, after, hold, noise) => {
          assert.deepEqual(subjects([...before, hold(`${noise.join('')}${planted}`), ...after].join('\n')), []);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reads every character a bounded number of times', () => {
    // What grows with the square of the length would need minutes here, far beyond the runner's limit.
    for (const piece of [
      '$(',
      '`',
      '"$(',
      "bash -c '",
      'x=$x$x;',
      '<<A ',
      'case x in a) ',
      '((',
      '${',
      "$'\\",
      'git commit -m "$(cat <<E\n',
    ])
      assert.ok(analyseShell(piece.repeat(200_000), '/w').commits.length >= 0);
  }).timeout(60_000);
});

describe('the reading of results', () => {
  it('never throws, whatever the shape', () => {
    const shape = fc.oneof(
      fc.anything(),
      fc.record(
        Object.fromEntries(
          [
            'type',
            'filePath',
            'content',
            'structuredPatch',
            'edits',
            'notebook_path',
            'original_file',
            'updated_file',
            'new_source',
            'error',
            'message',
            'origin',
          ].map((key) => [key, fc.anything()]),
        ),
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(shape, fc.string(), (value, text) => {
        editLines(value);
        classifyPrompt({ ...(typeof value === 'object' ? value : {}), type: 'user' });
        printedCommits(text);
        printedPullRequests(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('counts the lines of a patch by their signs', () => {
    const line = fc.tuple(fc.constantFrom('+', '-', ' ', '\\ '), fc.string());
    fc.assert(
      fc.property(fc.array(fc.array(line)), (hunks) => {
        const result = editLines({
          filePath: '/a',
          structuredPatch: hunks.map((lines) => ({ lines: lines.map((parts) => parts.join('')) })),
        });
        const withSign = (sign: string) =>
          hunks
            .flat()
            .filter(([own]) => own === sign)
            .map(([, text]) => text);
        assert.deepEqual([result?.added, result?.removed], [withSign('+'), withSign('-')]);
      }),
    );
  });
});
