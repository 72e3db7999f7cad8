import assert from 'node:assert/strict';
import { allowedVariables, hardenedConfig, hardenedEnvironment } from '../../../src/git/hardening.ts';
import { reasonOf } from '../../../src/git/problem.ts';

describe('how git is run', () => {
  it('passes nothing on that steers git, in whatever case, and keeps the rest', () => {
    const kept = hardenedEnvironment({
      PATH: '/bin',
      HOME: '/home/ada',
      GIT_DIR: '/x',
      git_work_tree: '/x',
      GIT_CONFIG_COUNT: '1',
      GIT_OPTIONAL_LOCKS: '1',
      Pager: 'x',
      VISUAL: 'x',
      LC_ALL: 'de_DE',
      NONE: undefined,
    });
    assert.equal(kept.PATH, '/bin');
    assert.equal(kept.HOME, '/home/ada');
    assert.equal(kept.LC_ALL, 'C');
    assert.equal(kept.GIT_OPTIONAL_LOCKS, '0');
    assert.equal(kept.GIT_TERMINAL_PROMPT, '0');
    assert.equal(kept.GIT_NO_LAZY_FETCH, '1');
    assert.equal(kept.GIT_ALLOW_PROTOCOL, 'none');
    const own = new Set(['PATH', 'HOME', 'LC_ALL', ...allowedVariables]);
    assert.deepEqual(
      Object.keys(kept).filter((name) => !own.has(name)),
      [],
    );
  });

  it('switches off what a repository may have run', () => {
    for (const setting of [
      'core.fsmonitor=false',
      'core.hooksPath=/dev/null',
      'core.pager=cat',
      'diff.external=',
      'log.showSignature=false',
      'protocol.allow=never',
      'credential.helper=',
    ])
      assert.ok(hardenedConfig.includes(setting), setting);
  });

  it('knows why git failed by what it says', () => {
    assert.equal(reasonOf("fatal: detected dubious ownership in repository at '/x'"), 'notTrusted');
    assert.equal(reasonOf('fatal: not a git repository (or any of the parent directories): .git'), 'noRepository');
    assert.equal(reasonOf('fatal: unknown repository extension found:\n\trefstorage'), 'unknownFormat');
    assert.equal(reasonOf('fatal: Expected git repo version <= 1, found 9\nfatal: not a git repository: x'), 'unknownFormat');
    assert.equal(reasonOf('error: inflate: data stream error (incorrect header check)'), 'damaged');
    assert.equal(reasonOf('fatal: unable to read tree 0123'), 'damaged');
    assert.equal(reasonOf("error: unknown option `x'"), 'failed');
    assert.equal(reasonOf(''), 'failed');
  });
});
