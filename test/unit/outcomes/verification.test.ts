import assert from 'node:assert/strict';
import { verificationOf, verificationRuns } from '../../../src/core/outcomes/verification.ts';
import type { ShellCall, Verification } from '../../../src/core/outcomes/verification.ts';
import type { CheckCall } from '../../../src/core/attribution/gitFacts.ts';
import { analyseShell } from '../../../src/core/transcript/shell/analyse.ts';
import { hashNames } from '../../../src/core/transcript/shellFacts.ts';
import { lineHash } from '../../../src/ingest/lineHash.ts';

const hash = lineHash(new Uint8Array(32).fill(3));

/** `test 5 passed`: kind, minute, how it ended. */
function check(said: string, sessionId = 's'): CheckCall {
  const [kind, minute, ended] = said.split(' ');
  return { sessionId, atMs: Number(minute), kind: kind as CheckCall['kind'], succeeded: outcome(ended) };
}

function call(command: string, atMs: number, ended: string, sessionId = 's'): ShellCall {
  return { sessionId, atMs, succeeded: outcome(ended), hashKey: 1, ...hashNames(analyseShell(command, '/work').names, hash) };
}

function outcome(ended: string | undefined): boolean | null {
  return ended === 'passed' ? true : ended === 'failed' ? false : null;
}

/** Of a commit at 10 whose last edit was made at 2. */
function verified(
  checks: readonly CheckCall[],
  calls: readonly ShellCall[] = [],
  commands: readonly string[] = [],
  lastEditMs: number | null = 2,
): Verification {
  const runs = new Map([[1, verificationRuns(commands, hash)]]);
  return verificationOf({ checks, shellCalls: calls, runs, sessionId: 's', lastEditMs, committedMs: 10 });
}

describe('recorded verification', () => {
  it('is what tests and builds said between the last edit and the commit', () => {
    assert.equal(verified([check('test 5 passed')]), 'passed');
    assert.equal(verified([check('build 10 passed')]), 'passed');
    assert.equal(verified([check('test 2 passed')]), 'passed');
    assert.equal(verified([check('test 5 failed')]), 'failed');
    assert.equal(verified([check('test 1 passed'), check('test 11 passed')]), 'notRun');
    assert.equal(verified([check('test 5 passed', 'another')]), 'notRun');
    assert.equal(verified([check('lint 5 passed'), check('types 5 passed')]), 'notRun');
    assert.equal(verified([]), 'notRun');
  });

  it('is the last word of each kind, in whatever order they come', () => {
    assert.equal(verified([check('test 7 passed'), check('test 5 failed')]), 'passed');
    assert.equal(verified([check('test 5 passed'), check('test 7 failed')]), 'failed');
    assert.equal(verified([check('test 5 failed'), check('build 7 passed')]), 'failed');
    assert.equal(verified([check('test 5 failed'), check('test 6 passed'), check('build 7 passed')]), 'passed');
  });

  it('is unknown where no end is known, or the time of the work', () => {
    assert.equal(verified([check('test 5 unknown')]), 'unknown');
    assert.equal(verified([check('test 5 passed'), check('test 6 unknown')]), 'passed');
    assert.equal(verified([check('test 5 failed'), check('test 6 unknown')]), 'failed');
    assert.equal(verified([check('test 5 passed')], [], [], null), 'unknown');
  });

  it('is what the repository’s own commands said, by their first words', () => {
    const commands = ['npm run verify', './check.sh'];
    assert.equal(verified([], [call('cd /work && CI=1 npm run verify -- --all', 5, 'passed')], commands), 'passed');
    assert.equal(verified([], [call('bash -c "./check.sh fast"', 5, 'failed')], commands), 'failed');
    assert.equal(verified([], [call('npm run verify 2>&1 | tail -5', 5, 'passed')], commands), 'unknown');
    assert.equal(verified([], [call('npm run verify 2>&1 | tail -5', 5, 'failed')], commands), 'failed');
    assert.equal(verified([], [call('npm run verify', 5, 'unknown')], commands), 'unknown');
    assert.equal(verified([], [call('npm run other', 5, 'passed'), call('npm run verify', 1, 'passed')], commands), 'notRun');
    assert.equal(verified([], [call('npm run verify', 5, 'passed')], []), 'notRun');
    assert.equal(verified([], [call('npm run verify', 5, 'passed')], ['']), 'notRun');
    assert.equal(verified([check('test 5 failed')], [call('npm run verify', 6, 'passed')], commands), 'failed');
  });
});
