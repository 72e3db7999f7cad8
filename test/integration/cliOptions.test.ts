import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands } from '../../src/cli/commandLine.ts';
import { helpText } from '../../src/cli/help.ts';
import type { Engine } from '../../src/engine/types.ts';
import { payoff } from '../support/cliEngine.ts';
import { aLiveSession, aSnapshot, now } from '../support/snapshots.ts';

describe('the options of payoff', () => {
  it('reach the engine', async () => {
    const given = [
      'report',
      '--claude-dir',
      '/a',
      '--claude-dir=~/b',
      '--claude-dir',
      'c',
      '--ledger',
      'l.sqlite',
      '--timezone',
      'Asia/Kathmandu',
    ];
    const { opened } = await payoff([...given, '--map', '/workspaces/loom=/home/ada/loom', '--map', 'C:\\x=/y=z']);
    assert.deepEqual(opened?.claudeDirectories, ['/a', '/home/ada/b', '/home/ada/loom/c']);
    assert.deepEqual([opened.ledger, opened.timezone, opened.holder], ['/home/ada/loom/l.sqlite', 'Asia/Kathmandu', 'cli']);
    assert.deepEqual(opened.mappings, [
      { from: '/workspaces/loom', to: '/home/ada/loom' },
      { from: 'C:\\x', to: '/y=z' },
    ]);
  });

  it('--identity names addresses that are the user’s, or everybody', async () => {
    assert.deepEqual((await payoff(['commits', '--identity', 'ada@loom.example', '--identity=any'])).opened?.identities, [
      'ada@loom.example',
      'any',
    ]);
    assert.deepEqual((await payoff(['commits'])).opened?.identities, []);
  });

  it('have the defaults that the engine knows', async () => {
    const { opened } = await payoff(['report']);
    assert.deepEqual([opened?.claudeDirectories, opened?.ledger, opened?.timezone, opened?.mappings], [[], null, 'Europe/Berlin', []]);
  });

  it('limit the period by days of the zone, both included', async () => {
    const asked: unknown[] = [];
    const sessions: Engine['sessions'] = (period) => {
      asked.push(period);
      return Promise.resolve([]);
    };
    await payoff(['sessions', '--since', '2026-11-21', '--until=2026-11-22'], { engine: { sessions } });
    assert.deepEqual(asked, [{ sinceMs: Date.parse('2026-11-20T23:00Z'), untilMs: Date.parse('2026-11-22T23:00Z') }]);
  });

  it('--no-ingest reports without reading', async () => {
    const ingest = () => Promise.reject(new Error('read'));
    assert.equal((await payoff(['report', '--no-ingest'], { engine: { ingest } })).code, 0);
    assert.equal((await payoff(['report'], { engine: { ingest } })).code, 1);
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^payoff: No command is given\.\n/],
    [['repot'], /^payoff: "repot" is not a command of payoff\.\n/],
    [['report', 'day'], /^payoff: payoff report takes no "day"\.\n/],
    [['report', '--sinse', 'x'], /^payoff: Unknown option "--sinse"\.\n/],
    [['report', '--by'], /^payoff: Option "--by <value>" argument missing\.\n/],
    [['report', '--by', 'hour'], /--by "hour" is not understood: give one of day, week/],
    [['report', '--since', 'monday'], /--since "monday" is not understood/],
    [['report', '--since', '2026-11-22', '--until', '2026-11-20'], /The period is empty/],
    [['report', '--timezone', 'Mars'], /--timezone "Mars" is not a time zone/],
    [['report', '--map', '/a'], /--map "\/a" is not understood/],
    [['report', '--ledger', ''], /--ledger needs a path/],
    [['explain'], /^payoff: payoff explain needs a commit or a branch, a session, a pull request \(#7 or its address\), or a file\.\n/],
    [['receipt', ' '], /^payoff: payoff receipt needs a commit, a branch, or a pull request \(#7 or its address\)\.\n/],
    [['explain', 'a1b2', 'c3d4'], /payoff explain takes no "c3d4"/],
    [['commits', 'a1b2'], /payoff commits takes no "a1b2"/],
    [['commits', '--by', 'day'], /payoff commits does not understand --by/],
    [['commits', '--repo', ''], /--repo needs a path/],
    [['commits', '--identity', 'ada'], /--identity "ada" is not understood: give an e-mail address as in git's commits, or any\./],
    [['doctor', '--identity', 'any'], /payoff doctor does not understand --identity/],
    [['sessions', '--by', 'day'], /payoff sessions does not understand --by/],
    [['doctor', '--report', '--json'], /--report is text to paste, --json everything: give one of them\./],
    [['report', '--report'], /payoff report does not understand --report/],
    [['ingest', '--no-ingest'], /payoff ingest does not understand --no-ingest/],
  ];
  for (const [given, sentence] of wrong)
    it(`${['payoff', ...given].join(' ')} is a usage error, told in a sentence`, async () => {
      const { code, stdout, stderr, opened } = await payoff(given);
      assert.deepEqual([code, stdout, opened], [2, '', null]);
      assert.match(stderr, sentence);
      assert.match(stderr, /payoff help shows the commands and options\.\n$/);
    });

  it('--version and help answer without a ledger', async () => {
    assert.deepEqual(await payoff(['--version']), { code: 0, stdout: '1.2.3\n', stderr: '', opened: null });
    for (const given of [['help'], ['--help'], ['report', '-h']]) assert.equal((await payoff(given)).stdout, helpText);
    for (const command of commands) assert.ok(helpText.includes(`\n  ${command} `));
    for (const line of helpText.split('\n')) assert.ok(line.length <= 100, line);
  });
});

describe('payoff ends', () => {
  it('with 3 and the sentence when the ledger cannot be used', async () => {
    const problem = { reason: 'newer' as const, sentence: 'The ledger is of a newer Payoff. Nothing was changed. Update Payoff.' };
    const { code, stdout, stderr } = await payoff(['report', '--json'], { surroundings: { openEngine: () => Promise.resolve(problem) } });
    assert.deepEqual([code, stdout, stderr], [3, '', `payoff: ${problem.sentence}\n`]);
  });

  it('with 3, and doctor still says where it looked', async () => {
    const problem = { reason: 'unreadable' as const, sentence: 'The ledger may not be read. Give yourself the permission.' };
    const surroundings = { openEngine: () => Promise.resolve(problem) };
    const text = await payoff(['doctor'], { surroundings });
    assert.deepEqual([text.code, text.stderr], [3, '']);
    assert.match(
      text.stdout,
      /~\/\.claude\/projects {2}4 files, 290 kB\n[^]*Ledger\n {2}cannot be used[^]*Findings\n {2}! The ledger may not be read\./,
    );
    const json = await payoff(['doctor', '--json'], { surroundings });
    const { ledger, roots, files, findings } = JSON.parse(json.stdout) as Record<string, unknown>;
    assert.deepEqual([json.code, ledger, files, findings], [3, null, 4, [problem.sentence]]);
    assert.equal((roots as unknown[]).length, 2);
  });

  it('with 3 when SQLite fails on the way, and doctor still says how everything is', async () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    const { code, stdout, stderr } = await payoff(['doctor'], { engine: { ingest: () => Promise.reject(full) } });
    assert.equal(code, 3);
    assert.match(stderr, /^payoff: The disk that holds the ledger is full/);
    assert.match(stdout, /Findings\n {2}! A price is missing/);
  });

  it('well with what a bug report may hold, and no path, name or id in it', async () => {
    const { code, stdout } = await payoff(['doctor', '--report']);
    assert.equal(code, 0);
    assert.match(stdout, /^### Payoff bug report\n[^]*- Payoff 1\.2\.3, in a terminal, Node 24\.1\.0, SQLite 3\.50\.4, git 2\.39\.5\n/);
    assert.match(stdout, /- Models: claude-opus-5-5 \(3\), 1 unknown \(1\)\n/);
    assert.doesNotMatch(stdout, /ada|claude-next|new-kind|jsonl|\/home/);
  });

  it('with 3 when SQLite fails on the way', async () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    const { code, stderr } = await payoff(['report'], { engine: { ingest: () => Promise.reject(full) } });
    assert.equal(code, 3);
    assert.match(
      stderr,
      /The disk that holds the ledger is full, so nothing new was written\. What the ledger held is kept\. Free some space/,
    );
  });

  it('with 1 when anything else fails, and closes the ledger', async () => {
    let closed = 0;
    const close = () => Promise.resolve(void (closed += 1));
    const { code, stdout, stderr } = await payoff(['report'], { engine: { close, report: () => Promise.reject(new Error('no luck')) } });
    assert.deepEqual([code, stdout, closed], [1, '', 1]);
    assert.match(stderr, /^payoff: Something failed that should not: no luck\./);
  });

  it('with 130 when interrupted, and says what is kept', async () => {
    const { code, stdout, stderr } = await payoff(['report'], { surroundings: { signal: AbortSignal.abort() } });
    assert.deepEqual([code, stdout], [130, '']);
    assert.match(stderr, /What was read so far is kept/);
  });
});

describe('payoff statusline', () => {
  const handed = {
    session_id: 'session-1',
    cwd: '/home/ada/loom',
    rate_limits: { five_hour: { used_percentage: 61, resets_at: now / 1000 + 60 } },
  };
  const readInput = () => Promise.resolve(JSON.stringify(handed));

  it('prints one line for the session that Claude Code names', async () => {
    const { code, stdout, stderr } = await payoff(['statusline'], { surroundings: { readInput } });
    assert.deepEqual([code, stdout, stderr], [0, '$1.84 · 5h 61%\n', '']);
  });

  it('prints the live sessions when nothing is handed over', async () => {
    const live = [aLiveSession(), aLiveSession({ sessionId: 'b' })];
    const { stdout } = await payoff(['statusline'], { engine: { snapshot: () => Promise.resolve(aSnapshot({ live })) } });
    assert.equal(stdout, '$3.68 · 2 live\n');
  });

  it('says that demo data is demo data', async () => {
    const { stdout } = await payoff(['statusline'], { surroundings: { readInput, environment: { PAYOFF_DEMO: '1' } } });
    assert.equal(stdout, 'demo $1.84 · 5h 61%\n');
  });
});
