import assert from 'node:assert/strict';
import { analyseShell } from '../../../../src/core/transcript/shell/analyse.ts';

const commits = (command: string, cwd = '/work') => analyseShell(command, cwd).commits;
const subjects = (command: string) => commits(command).map(({ subject }) => subject);
const directories = (command: string, cwd?: string) => commits(command, cwd).map(({ directory }) => directory);

describe('git commit in a command line', () => {
  describe('is seen', () => {
    const seen: Readonly<Record<string, string>> = {
      plain: 'git commit -m x',
      'behind &&': 'git add -A && git commit -m x',
      'behind ;': 'true; git commit -m x',
      'behind a newline': 'true\ngit commit -m x',
      'behind a heredoc': "cat > f <<'EOF'\nline 'of text\nEOF\ngit commit -m x",
      'behind an indented heredoc': 'cat > f <<-EOF\n\tline\n\tEOF\ngit commit -m x',
      'behind a comment': "# don't\ngit commit -m x",
      'in a subshell': '(cd a && git commit -m x)',
      'in braces': '{ git commit -m x; }',
      'in a substitution': 'OUT=$(git commit -m x 2>&1)',
      'in a substitution in quotes': 'echo "$(git commit -m x)"',
      'in backticks': 'echo `git commit -m x`',
      'in a pipe': 'git commit -m x 2>&1 | tail -3',
      'in an if': 'if git diff --quiet; then echo no; else git commit -m x; fi',
      'in a loop': 'for d in a b; do git commit -m x; done',
      'in a case': 'case $1 in a|b) git commit -m x ;; esac',
      'in the last branch of a case': 'case $1 in a) git commit -m x\nesac\ntrue',
      'behind a case': 'case $1 in a) true;; *) false;; esac; git commit -m x',
      'in a function': 'save() { git commit -m x; }; save',
      'behind [[ ]]': '[[ -n $x && ! $y > z ]] && git commit -m x',
      'behind (( )) that is no arithmetic': '((cd a; ls); git commit -m x)',
      'in $(( )) that is no arithmetic': 'echo "$((cd a; git commit -m x) | tail)"',
      'behind $(( ))': 'echo $((1 + (2 * 3))); git commit -m x',
      'behind (( ))': '((count > 1)) && git commit -m x',
      'behind an assignment': 'GIT_AUTHOR_NAME=me git commit -m x',
      'by its path': '/usr/bin/git commit -m x',
      'by its Windows name': 'git.exe commit -m x',
      'with quotes in its name': '"git" \'commit\' -m x',
      'over two lines': 'git \\\n  commit \\\n  -m x',
      'with Windows line ends': 'git add .\r\ngit commit -m x\r\n',
      'with redirections': '>log 2>&1 git commit -m x &>/dev/null',
      'in bash -c': "bash -lc 'cd a && git commit -m x'",
      'in a heredoc of bash': "bash -e <<'EOF'\ngit commit -m x\nEOF",
      'in eval': "eval 'git commit -m x'",
      'behind wrappers': 'sudo -u me env -i A=1 timeout -k 5 60 nice -n 5 git commit -m x',
      'behind time': 'time git commit -m x',
      'with global options': 'git -c user.name=me --no-pager -C sub commit -m x',
      'behind an array': 'files=(a b c); git commit -m x',
      'behind a stray parenthesis': ') ; git commit -m x',
      'behind process substitution': 'diff <(ls a) <(ls b); git commit -m x',
    };
    for (const [name, command] of Object.entries(seen)) it(name, () => assert.deepEqual(subjects(command), ['x']));
  });

  describe('is not seen', () => {
    const unseen: Readonly<Record<string, string>> = {
      'in an echo': 'echo git commit -m x',
      'in double quotes': 'echo "run: git commit -m x"',
      'in single quotes': "echo 'a; git commit -m x'",
      'in an ANSI quote': "echo $'it\\'s; git commit -m x'",
      'in a grep': 'grep -r "git commit" src',
      'in a comment': 'ls # && git commit -m x',
      'in a heredoc': 'cat > f <<EOF\ngit commit -m x\nEOF',
      'in a heredoc of a quoted name': "cat > f <<'END OF'\ngit commit -m x\nEND OF",
      'in a heredoc that does not end': 'cat <<EOF\ngit commit -m x',
      'in a second heredoc': 'cat <<A; cat <<B\na\nA\ngit commit -m x\nB',
      'in a here-string': 'cat <<< "git commit -m x"',
      'in the message of another tool': 'bd close 1 --reason "then git commit -m x"',
      'in an array': 'args=(git commit -m x)',
      'as xargs': 'echo a | xargs git commit -m',
      'over ssh': "ssh host 'git commit -m x'",
      'as another subcommand': 'git log --grep commit; git commit-tree HEAD; git show commit',
      'as a dry run': 'git commit --dry-run; git commit --porcelain; git commit --help; git --help commit',
      'as a question': 'command -v git commit; which git commit',
      'in a python script': 'python3 -c "os.system(\'git commit\')"',
    };
    for (const [name, command] of Object.entries(unseen)) it(name, () => assert.deepEqual(commits(command), []));
  });

  describe('says its subject', () => {
    const known: Readonly<Record<string, string>> = {
      'git commit -m "Add it"': 'Add it',
      'git commit -am "Add it"': 'Add it',
      'git commit -qam"Add it"': 'Add it',
      "git commit -m'Add it'": 'Add it',
      'git commit --message="Add it" --quiet': 'Add it',
      'git commit --message "Add it"': 'Add it',
      'git commit -m "Add it" -m "Because"': 'Add it',
      'git commit -m "Add \\"it\\" for \\$5"': 'Add "it" for $5',
      "git commit -m $'Add it\\n\\nBody'": 'Add it',
      'git commit -m "$(cat <<\'EOF\'\nAdd `it` for $5\n\nCo-Authored-By: X\nEOF\n)"': 'Add `it` for $5',
      'git commit -m "$(cat <<EOF\n\n  Add it  \n\nBody by $(whoami)\nEOF\n)" && git push': 'Add it',
      "git commit -F - <<'EOF'\nAdd it\n\nBody\nEOF": 'Add it',
      'git commit -q -F- <<-EOF\n\tAdd it\n\tEOF': 'Add it',
      "git commit --file=- <<< 'Add it'": 'Add it',
      "cat <<'EOF' | git commit -F -\nAdd it\nEOF": 'Add it',
      "echo 'Add it' | git commit -F - 2>&1 | tail -1": 'Add it',
      "printf 'Add %s\\n\\nBody %d' it 3 | git commit -F -": 'Add it',
      "printf '%s\\n' 'Add it' '' Body | git commit -F -": 'Add it',
      "echo -e 'Add it\\n\\nBody' | git commit --file -": 'Add it',
      'message="Add it"; git commit -m "$message"': 'Add it',
      'git commit -m "fixup! Add it"': 'fixup! Add it',
      // Git joins the lines of the first paragraph into its subject.
      "git commit -m 'Add it\nand that\n\nBody'": 'Add it and that',
      'git commit --author="A <a@b.c>" --date now -m "Add it"': 'Add it',
      'git commit -S -m "Add it" -- a.ts -m other': 'Add it',
    };
    for (const [command, subject] of Object.entries(known))
      it(JSON.stringify(command), () => assert.deepEqual(subjects(command), [subject]));

    const unknown = [
      'git commit',
      'git commit -F message.txt',
      'git commit -F - < message.txt',
      'git commit --amend --no-edit',
      'git commit -m "$1"',
      'git commit -m "Add $(date)"',
      'git commit -m "$(cat message.txt)"',
      'git commit --fixup HEAD -m x',
      'git commit --fixup=HEAD',
      'git commit -C HEAD~1',
      'git commit -m ""',
      'git log -1 --format=%s | git commit -F -',
      '{ echo Add; echo it; } | git commit -F -',
      'git commit -m "$(echo Add; echo it)"',
      'git commit -m "$( (echo Add; echo it) )"',
      'for message in a b; do git commit -m "$message"; done',
      'message=a; read message; git commit -m "$message"',
    ];
    for (const command of unknown) it(`not in ${JSON.stringify(command)}`, () => assert.deepEqual(subjects(command), [null]));
  });

  describe('has the subject of a file that the same command line wrote', () => {
    const written: Readonly<Record<string, string>> = {
      'with a heredoc': "cat > /tmp/m <<'EOF'\nAdd a\n\nbody\nEOF\ngit commit -q -F /tmp/m",
      'with a heredoc before the redirection': "cat <<'EOF' > /tmp/m && git commit --file=/tmp/m\nAdd a\nEOF",
      'with tee': "tee /tmp/m <<'EOF' >/dev/null\nAdd a\nEOF\ngit commit -F /tmp/m",
      'with echo and printf': `echo 'Add a' > m.txt; printf '\\nbody' >> m.txt; git commit -F m.txt`,
      'in another folder': "cd sub && echo 'Add a' > ../m && git -C .. commit -F m",
      'under a name that only the shell knows': `F=$(mktemp); cat > "$F" <<'EOF'\nAdd a\nEOF\ngit commit -F $F`,
      'in a script': `bash -c "echo 'Add a' > m; git commit -F m"`,
    };
    for (const [name, command] of Object.entries(written))
      it(name, () => {
        assert.deepEqual(subjects(command), ['Add a']);
      });

    it('as it was at the time, and of no other file', () => {
      assert.deepEqual(subjects('echo one > m; git commit -F m; echo two > m; git commit -F m'), ['one', 'two']);
      assert.deepEqual(subjects('echo one > m; make > m; git commit -F m'), [null]);
      assert.deepEqual(subjects('echo one >> m; git commit -F m'), [null], 'what was in it before is not known');
      assert.deepEqual(subjects('echo one > m; git commit -F n'), [null]);
      assert.deepEqual(subjects('echo one 2> m; git commit -F m'), [null]);
      assert.deepEqual(subjects('cat x > $(mktemp) <<< one; git commit -F $(mktemp)'), [null]);
    });
  });

  it('says whether it amends and whether it is quiet', () => {
    const [first, second, third] = commits('git commit -m a; git commit --amend -q -m b; git commit -aqm c');
    assert.deepEqual([first?.amend, first?.quiet], [false, false]);
    assert.deepEqual([second?.amend, second?.quiet], [true, true]);
    assert.deepEqual([third?.amend, third?.quiet], [false, true]);
  });

  it('gives several commits in their order', () => {
    assert.deepEqual(subjects('git commit -m one && echo "$(git commit -m two)"; (git commit -m three)'), ['one', 'two', 'three']);
  });

  describe('says its folder', () => {
    const folders: Readonly<Record<string, string>> = {
      'git commit': '/work',
      'cd sub && git commit': '/work/sub',
      'cd /other/x/../y/ && git commit': '/other/y',
      'cd ../a; cd b; git commit': '/a/b',
      '(cd sub); git commit': '/work',
      '(cd sub && git commit)': '/work/sub',
      '{ cd sub; }; git commit': '/work/sub',
      'cd sub | cat; git commit': '/work',
      'cd sub & git commit': '/work',
      'echo $(cd sub); git commit': '/work',
      'cd sub; cd -; git commit': '/work',
      'pushd sub && popd && git commit': '/work',
      'pushd sub && git commit': '/work/sub',
      'cd sub || cd other; git commit': '/work/sub',
      'cd ~/x && git commit': '~/x',
      'cd "$HOME/x" && git commit': '~/x',
      'cd; git commit': '~',
      'cd "$1" && git commit': '',
      'cd "$1" && cd sub && git commit': '',
      'cd "$1" && cd /x && git commit': '/x',
      'cd "$(git rev-parse --show-toplevel)" && git commit': '/work',
      'cd "$PWD/sub" && git commit': '/work/sub',
      'root=/repo; cd "$root/a" && git commit': '/repo/a',
      'cd -P -- "a b" && git commit': '/work/a b',
      'git -C sub -C deeper commit': '/work/sub/deeper',
      'cd a && git -C /b commit': '/b',
      'git --git-dir=x/.git --work-tree=x commit': '/work/x',
      'bash -c "cd sub"; git commit': '/work',
      'eval "cd sub"; git commit': '/work/sub',
    };
    for (const [command, folder] of Object.entries(folders)) it(command, () => assert.deepEqual(directories(command), [folder]));

    it('on Windows', () => {
      assert.deepEqual(directories('cd sub && git commit', 'C:\\work'), ['C:\\work\\sub']);
      assert.deepEqual(directories('cd "D:\\a\\..\\b" && git commit', 'C:\\work'), ['D:\\b']);
      assert.deepEqual(directories('cd /d/b && git commit', 'C:\\work'), ['D:\\b']);
      assert.deepEqual(directories('git -C ../x commit', 'C:/work/y'), ['C:\\work\\x']);
    });
  });

  describe('decides the outcome of its line', () => {
    const decisive = ['git commit', 'a && git commit', 'git commit && a | b', 'a; git commit', '(git commit)', 'set -e; git commit; a'];
    const masked = [
      'git commit | tail',
      'git commit || true',
      'git commit; a',
      '! git commit',
      'git commit & wait',
      'if git commit; then a; fi',
      '(git commit; a)',
      'x=$(git commit)',
    ];
    for (const command of decisive)
      it(command, () =>
        assert.deepEqual(
          commits(command).map((found) => found.decisive),
          [true],
        ),
      );
    for (const command of masked)
      it(`not ${command}`, () =>
        assert.deepEqual(
          commits(command).map((found) => found.decisive),
          [false],
        ));
    it('through a pipe with pipefail', () => assert.equal(commits('set -o pipefail; git commit | tail')[0]?.decisive, true));
  });
});

describe('other calls in a command line', () => {
  it('finds pull requests that are created', () => {
    const count = (command: string) => analyseShell(command, '/work').pullRequests.length;
    assert.equal(count('gh pr create --title x --body "$(cat <<\'EOF\'\ngh pr create\nEOF\n)"'), 1);
    assert.equal(count('gh -R a/b pr create --fill && glab mr create --fill'), 2);
    assert.equal(count('gh pr view 1; gh pr create --help; gh pr create --web; echo gh pr create; gh issue create'), 0);
  });
});
