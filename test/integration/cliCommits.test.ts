import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { withoutCall } from '../../src/core/attribution/link.ts';
import type { Engine, GitQuery } from '../../src/engine/types.ts';
import { displayWidth } from '../../src/cli/displayWidth.ts';
import { wrapped } from '../../src/cli/wrap.ts';
import { anEngine, payoff } from '../support/cliEngine.ts';
import { matchesGolden } from '../support/golden.ts';
import { aCommitLink } from '../support/views.ts';

const plain = { environment: { NO_COLOR: '1' } };

describe('payoff about commits', () => {
  for (const [name, given] of [
    ['commits', ['commits']],
    ['links', ['links']],
    ['explain', ['explain', 'a1b2c3d']],
    ['receipt', ['receipt', 'a1b2c3d']],
    ['report-repo', ['report', '--repo', '.', '--by', 'commit']],
  ] as const)
    it(`${given.join(' ')} is a text that is read at a glance`, async () => {
      const { code, stdout, stderr } = await payoff(given);
      assert.deepEqual([code, stderr], [0, '']);
      matchesGolden(`${name}.txt`, stdout);
    });

  it('commits breaks what it says beneath at the edge', async () => {
    const { stdout } = await payoff(['commits'], { columns: 60, surroundings: plain });
    for (const line of stdout.split('\n')) assert.ok(displayWidth(line) <= 60, line);
  });

  for (const columns of [120, 80, 50])
    it(`commits, links and explain fit into ${String(columns)} columns`, async () => {
      for (const given of [['commits'], ['links'], ['explain', 'a1b2c3d']]) {
        const { stdout } = await payoff(given, { columns, surroundings: plain });
        const table = given[0] === 'commits' ? (stdout.split('\n\n')[1] ?? '') : stdout;
        for (const line of table.split('\n')) assert.ok(displayWidth(line) <= columns, line);
        if (given[0] === 'commits') assert.match(table, /^a1b2c3d .*\$0\.82$/m);
      }
    });

  it('adds up in JSON: commits and what is in none are the total of the report', async () => {
    const rows = JSON.parse((await payoff(['commits', '--json'])).stdout) as { rows: { costNanodollars: number | null }[] };
    const report = JSON.parse((await payoff(['report', '--repo', '.', '--json'])).stdout) as {
      standing: Record<'totalNanodollars' | 'attributedNanodollars' | 'unattributedNanodollars', number> & {
        parts: Record<string, { costNanodollars: number }>;
        unattributed: Record<string, { costNanodollars: number }>;
      };
    };
    const { standing } = report;
    const sum = (amounts: readonly (number | null)[]): number => amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);
    const of = (some: Record<string, { costNanodollars: number }>): number => sum(Object.values(some).map((one) => one.costNanodollars));
    assert.equal(sum(rows.rows.map(({ costNanodollars }) => costNanodollars)), standing.attributedNanodollars);
    assert.equal(of(standing.parts), standing.totalNanodollars);
    assert.equal(of(standing.unattributed), standing.unattributedNanodollars);
    assert.equal(standing.attributedNanodollars + standing.unattributedNanodollars, standing.totalNanodollars);
  });

  it('with a period has each commit whole, and no rest that would not add up', async () => {
    const { stdout } = await payoff(['commits', '--since', '2026-11-22']);
    assert.doesNotMatch(stdout, /In no commit/);
    assert.match(stdout, /Each commit has its whole cost/);
  });

  it('keeps a bare array of links bare, in a demo too', async () => {
    const { stdout } = await payoff(['links', '--json'], { surroundings: { environment: { PAYOFF_DEMO: '1' } } });
    assert.ok(Array.isArray(JSON.parse(stdout)));
  });

  it('asks for subjects only to show them', async () => {
    const asked: boolean[] = [];
    const commits: Engine['commits'] = ({ subjects }) => {
      asked.push(subjects);
      return Promise.resolve({ total: 0, withCost: 0, rows: [], pullRequests: [] });
    };
    for (const given of [['commits'], ['commits', '--json'], ['links']]) await payoff(given, { engine: { commits } });
    assert.deepEqual(asked, [true, false, false]);
  });

  it('says what is not there yet', async () => {
    const commits: Engine['commits'] = () => Promise.resolve({ total: 0, withCost: 0, rows: [], pullRequests: [] });
    for (const command of ['commits', 'links']) {
      const { code, stdout } = await payoff([command, '--since', '2026-11-01'], { engine: { commits } });
      assert.equal(code, 0);
      assert.match(
        stdout,
        /^No commit of yours, and none that a session made, is known in ~\/loom since 2026-11-01\. .*--identity EMAIL\.\n$/,
      );
    }
    const { rows } = JSON.parse((await payoff(['commits', '--json'], { engine: { commits } })).stdout) as { rows: unknown[] };
    assert.deepEqual(rows, []);
  });

  it('says that git was not read, instead of that there is no commit', async () => {
    const commits: Engine['commits'] = () => Promise.resolve({ total: 0, withCost: 0, rows: [], pullRequests: [] });
    const unread = anEngine({ timezone: 'Europe/Berlin' });
    const report: Engine['report'] = async (query) => ({ ...(await unread.report(query)), record: null });
    for (const command of ['commits', 'links']) {
      const { code, stdout } = await payoff([command, '--no-ingest'], { engine: { commits, report } });
      assert.deepEqual([code, stdout], [0, 'Git was not read here yet: run it again without --no-ingest.\n'], command);
    }
  });

  it('gives the lines that a link rests on, with an instant as all others', async () => {
    const commits: Engine['commits'] = async (query) => {
      const { anEngine } = await import('../support/cliEngine.ts');
      const list = await anEngine({ timezone: 'UTC' }).commits(query);
      const matched = { lines: 12, changedLines: 14, files: ['src/a.ts'], fileCount: 1, lastEditAtMs: Date.parse('2026-11-22T09:00:00Z') };
      const link = aCommitLink({ tier: 5, confidence: 'matched', evidence: { ...withoutCall('lines'), matched } });
      return { ...list, rows: list.rows.slice(0, 1).map((row) => ({ ...row, links: [link] })) };
    };
    const { rows } = JSON.parse((await payoff(['commits', '--json'], { engine: { commits } })).stdout) as {
      rows: { links: { evidence: { matched: unknown } }[] }[];
    };
    assert.deepEqual(rows[0]?.links[0]?.evidence.matched, {
      ...{ lines: 12, changedLines: 14, files: ['src/a.ts'], fileCount: 1 },
      lastEditAt: '2026-11-22T09:00:00.000Z',
    });
  });

  it('says that no session is linked yet', async () => {
    const later = ['--since', '2026-11-22T00:00:00Z'];
    assert.match((await payoff(['commits', ...later])).stdout, /not recorded\n/);
    const byHand: Engine['commits'] = async (query) => {
      const { anEngine } = await import('../support/cliEngine.ts');
      const list = await anEngine({ timezone: 'UTC' }).commits(query);
      return { ...list, rows: list.rows.filter(({ links }) => links.length === 0) };
    };
    assert.match((await payoff(['commits'], { engine: { commits: byHand } })).stdout, /No session is linked with any of these commits yet/);
    assert.match(
      (await payoff(['links'], { engine: { commits: byHand } })).stdout,
      /^No session is linked with a commit in ~\/loom yet: links come from Claude Code’s own git commit calls and from the lines and files that it wrote\.\n$/,
    );
  });
});

describe('payoff reads git', () => {
  async function readings(given: readonly string[]): Promise<readonly GitQuery['folders'][]> {
    const asked: GitQuery['folders'][] = [];
    const readGit: Engine['readGit'] = ({ folders }) => {
      asked.push(folders);
      return Promise.resolve([]);
    };
    assert.equal((await payoff(given, { engine: { readGit } })).code, 0);
    return asked;
  }

  it('of the repository that is meant, or of all where commits of all are', async () => {
    assert.deepEqual(await readings(['commits']), [['/home/ada/loom']]);
    assert.deepEqual(await readings(['links', '--repo', 'src']), [['/home/ada/loom/src']]);
    assert.deepEqual(await readings(['explain', 'a1b2c3d', '--repo=~/loom']), [['/home/ada/loom']]);
    assert.deepEqual(await readings(['report', '--by', 'commit']), [null]);
    assert.deepEqual(await readings(['report', '--by', 'pull-request', '--repo', '.']), [['/home/ada/loom']]);
  });

  it('only where commits matter, and not when told not to read', async () => {
    for (const given of [['report'], ['report', '--by', 'branch'], ['sessions'], ['commits', '--no-ingest'], ['doctor']])
      assert.deepEqual(await readings(given), [], given.join(' '));
  });

  it('and says what it could not read, once, and shows what was read before', async () => {
    const problem = 'Git is not installed, or not on the PATH. What was read before is shown.';
    const readGit: Engine['readGit'] = () =>
      Promise.resolve(['/a', '/b'].map((repository) => ({ repository, commits: 3, newCommits: 0, problem })));
    const { code, stdout, stderr } = await payoff(['commits'], { engine: { readGit } });
    assert.deepEqual([code, stderr], [0, `payoff: ${problem}\n`]);
    assert.match(stdout, /a1b2c3d/);
  });

  it('and ends with 4 where it never could, except for what is known without git', async () => {
    const problem = 'Git is not installed, or not on the PATH.';
    const readGit: Engine['readGit'] = () => Promise.resolve([{ repository: '/home/ada/loom', commits: 0, newCommits: 0, problem }]);
    for (const given of [['commits', '--json'], ['links']])
      assert.deepEqual(await payoff(given, { engine: { readGit } }).then(({ code, stdout, stderr }) => [code, stdout, stderr]), [
        4,
        '',
        `payoff: ${problem}\n`,
      ]);
    const { code, stdout, stderr } = await payoff(['report', '--repo', '.', '--json'], { engine: { readGit } });
    assert.deepEqual([code, stderr], [0, `payoff: ${problem}\n`]);
    assert.ok(stdout.includes('"standing"'));
  });

  it('ends with 4 and a sentence in a folder that is in no repository', async () => {
    for (const given of [['commits', '--json'], ['links'], ['report', '--repo', '/tmp/x'], ['sessions', '--repo', '/tmp/x']]) {
      const { code, stdout, stderr } = await payoff(given, { surroundings: { folder: '/tmp/x' } });
      assert.deepEqual([code, stdout], [4, ''], given.join(' '));
      assert.equal(stderr, 'payoff: /tmp/x is in no git repository: name a folder of one with --repo DIR.\n');
    }
  });

  it('explains a session from anywhere, and ends with 1 where nothing is known by a name', async () => {
    const outside = { surroundings: { folder: '/tmp/x' } };
    assert.equal((await payoff(['explain', 'a1b2c3d'], outside)).code, 0);
    for (const command of ['explain', 'receipt']) {
      const { code, stdout, stderr } = await payoff([command, 'zzz'], outside);
      assert.deepEqual([code, stdout, stderr], [1, '', 'payoff: Nothing is known by "zzz".\n']);
    }
  });

  it('ends with 130 when interrupted while git is read', async () => {
    const controller = new AbortController();
    const readGit: Engine['readGit'] = () => {
      controller.abort();
      return Promise.resolve([]);
    };
    const { code, stdout, stderr } = await payoff(['commits'], { engine: { readGit }, surroundings: { signal: controller.signal } });
    assert.deepEqual([code, stdout], [130, '']);
    assert.match(stderr, /What was read so far is kept/);
  });

  it('looks which lines are still there for a while, and ends with 130 when interrupted meanwhile', async () => {
    const controller = new AbortController();
    const asked: unknown[] = [];
    const read: Engine['survival']['read'] = ({ folders, withinMs, onProgress }) => {
      asked.push(folders, withinMs);
      onProgress?.({ repository: '/home/ada/loom', changes: 3, changesDone: 1 });
      return Promise.resolve([]);
    };
    const survival = { read, linesOfFile: () => Promise.resolve(null) };
    assert.equal((await payoff(['commits'], { engine: { survival } })).code, 0);
    assert.deepEqual(asked, [['/home/ada/loom'], 20_000]);
    assert.equal((await payoff(['commits', '--no-ingest'], { engine: { survival } })).code, 0);
    assert.equal(asked.length, 2);
    const ending = { ...survival, read: (query: Parameters<typeof read>[0]) => (controller.abort(), read(query)) };
    assert.equal((await payoff(['commits'], { engine: { survival: ending }, surroundings: { signal: controller.signal } })).code, 130);
  });
});

describe('a text in lines', () => {
  it('breaks between words and keeps a longer word whole', () => {
    assert.equal(wrapped('one two three fourteen', 8), 'one two\nthree\nfourteen');
    assert.equal(wrapped('https://forge.example/pull/7 is long', 10), 'https://forge.example/pull/7\nis long');
    assert.equal(wrapped('one line', Infinity), 'one line');
  });
});
