import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { everything } from '../../src/core/report/filterRequests.ts';
import { openEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/types.ts';
import { writeDemo } from '../../src/start/demo.ts';
import type { Demo } from '../../src/start/demo.ts';

const now = Date.parse('2026-11-22T13:00:00Z');
const day = 86_400_000;
const names = ['loom', 'abacus', 'quill'];

function transcriptLines({ environment }: Demo): string[] {
  const projects = path.join(environment.CLAUDE_CONFIG_DIR ?? '', 'projects');
  const files = readdirSync(projects, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
  assert.ok(files.some((name) => name.includes('subagents')));
  return files.sort().flatMap((name) => readFileSync(path.join(projects, name), 'utf8').trimEnd().split('\n'));
}

function git(folder: string, ...given: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...given], { encoding: 'utf8' }).trim();
}

describe('the demo', function () {
  this.timeout(60_000);
  let root: string;
  let demo: Demo;
  let engine: Engine;

  before(async () => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'payoff-demo-test-')));
    demo = writeDemo(root, now);
    const opened = await openEngine({
      ...{ claudeDirectories: [], exclude: [], mappings: [], identities: [], ledger: '', timezone: 'Europe/Berlin', holder: 'test' },
      environment: { ...demo.environment, PATH: process.env.PATH },
      home: root,
    });
    if ('sentence' in opened) throw new Error(opened.sentence);
    engine = opened;
    await engine.ingest({});
    const readings = await engine.readGit({ folders: null });
    assert.deepEqual(
      readings.map(({ problem }) => problem),
      [null, null, null],
    );
  });
  after(async () => {
    await engine.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('spans two months, three repositories and a folder in none, several models and subagents, and ends now', () => {
    const records = transcriptLines(demo).map(
      (line) => JSON.parse(line) as { timestamp?: string; cwd?: string; message?: { model?: string } },
    );
    const times = records.flatMap(({ timestamp }) => (timestamp === undefined ? [] : [Date.parse(timestamp)]));
    const [first, last] = [Math.min(...times), Math.max(...times)];
    assert.ok(now - first > 60 * day && last <= now && now - last < 60_000);
    const folders = new Set(records.flatMap(({ cwd }) => (cwd === undefined ? [] : [path.basename(cwd)])));
    assert.deepEqual([...folders].sort(), [...names, 'talks'].sort());
    assert.ok(new Set(records.map(({ message }) => message?.model)).size > 4);
    assert.equal(demo.environment.PAYOFF_DEMO, '1');
  });

  it('is the same for the same place, time and seed', () => {
    const folder = path.join(root, 'again');
    const made = [0, 1].map(() => {
      mkdirSync(folder);
      const lines = transcriptLines(writeDemo(folder, now));
      const heads = names.map((name) => git(path.join(folder, name), 'for-each-ref', '--format=%(objectname) %(refname)'));
      rmSync(folder, { recursive: true });
      return { lines, heads };
    });
    assert.deepEqual(made[0], made[1]);
  });

  it('has repositories that git finds nothing wrong with, each with a remote, none with anything of this machine', () => {
    for (const name of names) {
      const folder = path.join(root, name);
      assert.equal(git(folder, 'fsck', '--strict'), '');
      assert.equal(git(folder, 'rev-parse', '--abbrev-ref', 'origin/HEAD'), 'origin/main');
      assert.equal(
        git(folder, 'log', '--all', '--format=%ae %ce')
          .replaceAll(/ada@example\.invalid/g, '')
          .trim(),
        '',
      );
      assert.equal(existsSync(path.join(folder, '.git', 'hooks')), false);
    }
    assert.deepEqual(git(demo.folder, 'status', '--porcelain').split('\n'), ['M src/selvedge.ts', ' M src/weft.ts']);
  });

  it('has totals of the client that agree with its requests, of every session that has ended', async () => {
    const compared = await engine.compare({ figure: 'claude', sinceMs: null, untilMs: null }, {});
    assert.ok('causes' in compared);
    assert.ok(Math.abs(compared.unexplainedNanodollars) < 1000);
    assert.ok(compared.theirsNanodollars > 0.9 * compared.ours.nanodollars);
    const causes = new Map(compared.causes.map(({ cause, count }) => [cause, count]));
    causes.delete('rounding');
    assert.deepEqual([...causes], [['noTotal', 1]]);
  });

  it('has every commit that its sessions recorded', async () => {
    const recorded = transcriptLines(demo).flatMap((line) => /"commit":\{"sha":"([0-9a-f]+)"/.exec(line)?.[1] ?? []);
    const { rows } = await engine.commits({ filter: everything, offset: 0, limit: null, subjects: true });
    const linked = rows.filter(({ links }) => links.length > 0);
    for (const sha of recorded)
      assert.ok(
        linked.some((row) => row.sha.startsWith(sha)),
        `No commit is ${sha}.`,
      );
    assert.ok(linked.length > recorded.length, 'Quiet commits are linked, too.');
    const tiers = new Set(linked.flatMap(({ links }) => links.map(({ tier }) => tier)));
    assert.deepEqual([...tiers].sort(), [1, 3, 5]);
    assert.ok(
      rows.some(({ links, merge }) => links.length === 0 && !merge),
      'Some are made by hand.',
    );
  });

  it('has something true in every view', async () => {
    const overview = await engine.overview({ filter: everything, nowMs: now });
    const { standing } = overview;
    const parts = standing.parts.filter(({ money }) => money.nanodollars > 0).map(({ part }) => part);
    assert.deepEqual(parts.sort(), [
      'cameBack',
      'noCommit',
      'noEdits',
      'onAnotherBranch',
      'onDefaultBranch',
      'openWork',
      'outsideRepositories',
      'setAside',
      'stayed',
    ]);
    assert.equal(overview.sentenceKind, 'onDefaultBranch');
    assert.ok(overview.figures.every(({ tooFew }) => tooFew === null));
    assert.ok(overview.worthALook.length > 0);
    const reasons = standing.unattributed.map(({ reason }) => reason);
    for (const reason of ['review', 'sideCalls'] as const) assert.ok(reasons.includes(reason), reason);
    const { pullRequests, rows } = await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false });
    assert.ok(pullRequests.filter(({ money, onDefaultBranch }) => money !== null && onDefaultBranch === true).length >= 5);
    const styles = new Set(rows.map(({ change }) => change?.style));
    for (const style of ['trunk', 'merge', 'squash'] as const) assert.ok(styles.has(style), style);
    const today = await engine.today({ folders: null, nowMs: now });
    assert.ok(today.commits.length > 0);
  });

  it('has what became of changes in the last thirty days: enough that stayed, one of each kind that came back, and a spike', async () => {
    const { stayed, before, weeks } = await engine.overview({ filter: { ...everything, sinceMs: now - 30 * day }, nowMs: now });
    assert.ok(stayed?.distribution && before !== null);
    const { verified, reverted, hotfixed, pending } = stayed.counts;
    assert.ok(verified >= 10 && pending >= 10, JSON.stringify(stayed.counts));
    assert.deepEqual([reverted, hotfixed], [1, 1]);
    assert.ok(stayed.setAside !== null && !stayed.setAside.isLarge);
    assert.equal(weeks.filter(({ windowChange }) => windowChange !== null).length, 1);
  });

  it('starts without git, with cost alone', () => {
    const { PATH } = process.env;
    const folder = path.join(root, 'without');
    mkdirSync(folder);
    process.env.PATH = folder;
    try {
      const made = writeDemo(folder, now);
      assert.ok(transcriptLines(made).length > 1000);
      assert.ok(existsSync(made.folder) && !existsSync(path.join(made.folder, '.git')));
    } finally {
      process.env.PATH = PATH;
      rmSync(folder, { recursive: true });
    }
  });
});
