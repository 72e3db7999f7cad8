/** Histories that were rewritten between two readings, and clocks that are wrong: links follow their commits, and what is lost is shown as lost. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { FaultRig, timeless } from '../../../support/faultRig.ts';

const hour = 60 * 60_000;

describe('a history that does not stay as it was', function () {
  this.timeout(60_000);
  let rig: FaultRig;
  beforeEach(async () => {
    rig = await FaultRig.make();
  });
  afterEach(() => rig.close());

  const head = (): string => rig.work.git('rev-parse', 'HEAD').trim();
  /** Throws everything away that no branch holds. */
  const clean = (folder = rig.clone): void => {
    rig.work.gitAt(folder, {}, 'reflog', 'expire', '--expire=now', '--all');
    rig.work.gitAt(folder, {}, 'gc', '-q', '--prune=now');
  };
  /** Commits of sessions with how they were found, and the row of the rest. */
  const told = async (): Promise<readonly unknown[]> =>
    (await rig.rows())
      .filter(({ links }) => links.length > 0)
      .map(({ sha, part, links }) => [sha, timeless(part), links[0]?.evidence.refound])
      .sort();

  for (const cleaned of [false, true])
    it(`is pushed by force with commits amended, reworded and dropped${cleaned ? ', and cleaned up' : ''}: the same is said anew and after what was`, async () => {
      const kept = rig.adds('a.ts');
      const amended = rig.adds('b.ts');
      const dropped = rig.adds('c.ts');
      rig.work.git('clone', '-q', '--bare', rig.clone, join(rig.rig.root, 'origin.git'));
      rig.work.git('remote', 'add', 'origin', `file://${join(rig.rig.root, 'origin.git')}`);
      rig.work.git('fetch', '-q', 'origin');
      rig.work.git('remote', 'set-head', 'origin', 'main');
      await rig.read();
      assert.deepEqual(await rig.linked(), { [kept]: 'onDefaultBranch', [amended]: 'onDefaultBranch', [dropped]: 'onDefaultBranch' });
      rig.work.git('reset', '-q', '--hard', amended);
      rig.work.write('more.ts', 'by hand\n');
      rig.work.git('add', '-A');
      rig.work.git('commit', '-q', '--amend', '--no-edit');
      const successor = head();
      rig.work.git('push', '-q', '--force', 'origin', 'main');
      if (cleaned) clean();
      assert.equal((await rig.read()).problem, null);
      const wanted = [
        [kept, 'onDefaultBranch', false],
        [successor, 'onDefaultBranch', true],
        [dropped, 'noCommit', false],
      ].sort();
      assert.deepEqual(await told(), wanted);
      const standing = { onDefaultBranch: 3, noCommit: 3 };
      assert.deepEqual(await rig.standing(), standing);
      const lost = (await rig.rows()).find(({ sha }) => sha === dropped);
      assert.deepEqual([lost?.reachable, lost?.links.length], [false, 1]);
      await rig.reopen();
      assert.deepEqual(await told(), wanted);
      assert.deepEqual(await rig.standing(), standing);
      // And where it comes back, it is there again.
      if (cleaned) return;
      rig.work.git('merge', '-q', '--no-ff', '-m', 'Take it back', dropped);
      rig.work.git('push', '-q', 'origin', 'main');
      assert.equal((await rig.read()).problem, null);
      assert.equal((await rig.linked())[dropped], 'onDefaultBranch');
      assert.deepEqual(await rig.standing(), { onDefaultBranch: 6 });
    });

  it('is rebased by somebody else, and what was fetched before is gone: each commit is found as what it became', async () => {
    rig.work.git('checkout', '-q', '-b', 'topic');
    rig.adds('a.ts');
    rig.adds('b.ts');
    await rig.read();
    rig.work.git('checkout', '-q', 'main');
    rig.work.write('other.ts', 'other\n');
    rig.work.commit('Meanwhile', rig.lines.atMs + hour);
    rig.work.git('rebase', '-q', 'main', 'topic');
    const rebased = [head(), rig.work.git('rev-parse', 'HEAD~').trim()];
    clean();
    assert.equal((await rig.read()).problem, null);
    assert.deepEqual(await rig.linked(), Object.fromEntries(rebased.map((sha) => [sha, 'onAnotherBranch'])));
    assert.deepEqual(await rig.standing(), { onAnotherBranch: 4 });
  });

  it('is replaced by another of no common commit: nothing of what was is said to be in it', async () => {
    const sha = rig.adds('a.ts');
    await rig.read();
    rig.work.git('checkout', '-q', '--orphan', 'fresh');
    rig.work.git('rm', '-rfq', '.');
    rig.work.write('new.ts', 'new\n');
    const fresh = rig.work.commit('Begin anew', rig.lines.atMs + hour);
    rig.work.git('branch', '-q', '-M', 'fresh', 'main');
    clean();
    assert.equal((await rig.read()).problem, null);
    assert.deepEqual(await rig.linked(), { [sha]: 'noCommit' });
    assert.deepEqual(await rig.standing(), { noCommit: 2 });
    assert.equal((await rig.rows()).find((row) => row.sha === fresh)?.links.length ?? 0, 0);
  });

  describe('with clocks that are wrong', () => {
    /** Commits what is there, at these times; the SHA. */
    const commitAt = (subject: string, authorMs: number, committerMs: number): string => {
      const dates = (ms: number): string => `${String(Math.floor(ms / 1000))} +0000`;
      rig.work.git('add', '-A');
      const env = { GIT_AUTHOR_DATE: dates(authorMs), GIT_COMMITTER_DATE: dates(committerMs) };
      rig.work.gitAt(rig.clone, env, 'commit', '-q', '-m', subject);
      return head();
    };

    it('in the committer’s, in the future or long past: reading goes on behind such a commit', async () => {
      const future = rig.adds('a.ts');
      rig.work.write('b.ts', 'b\n');
      commitAt('From the future', rig.lines.atMs, Date.parse('2099-01-01T00:00:00Z'));
      rig.work.write('c.ts', 'c\n');
      commitAt('From the past', rig.lines.atMs, Date.parse('1974-01-01T00:00:00Z'));
      await rig.read();
      const later = rig.adds('d.ts');
      rig.work.write('e.ts', 'e\n');
      commitAt('Before the session', rig.lines.atMs, Date.parse('2026-01-01T00:00:00Z'));
      const reading = await rig.read();
      assert.deepEqual([reading.problem, reading.commits, reading.newCommits], [null, 6, 2]);
      assert.deepEqual(await rig.linked(), { [future]: 'onDefaultBranch', [later]: 'onDefaultBranch' });
      assert.deepEqual(await rig.standing(), { onDefaultBranch: 4 });
    });

    it('so that parents are later than their children: lines go to the commit that adds them, once', async () => {
      const content = 'a line that tells it apart\nand another one of it\n';
      rig.lines.edits(join(rig.clone, 'a.ts'), content);
      rig.work.write('a.ts', content);
      const { atMs } = rig.lines;
      const parent = commitAt('By hand', atMs + 20_000, atMs + 48 * hour);
      rig.work.write('b.ts', 'b\n');
      const child = commitAt('Child', atMs + 30_000, atMs - 48 * hour);
      assert.equal((await rig.read()).problem, null);
      assert.deepEqual(await rig.linked(), { [parent]: 'onDefaultBranch' });
      assert.deepEqual(await rig.standing(), { onDefaultBranch: 1 });
      assert.deepEqual((await rig.rows()).find(({ sha }) => sha === child)?.links ?? [], []);
    });

    it('in every commit of the session’s machine: what git recorded is linked all the same', async () => {
      rig.lines.edits(join(rig.clone, 'a.ts'), 'a\n');
      rig.work.write('a.ts', 'a\n');
      const sha = rig.lines.commits('Add a.ts', (atMs) => commitAt('Add a.ts', atMs + 300 * 24 * hour, atMs - 300 * 24 * hour));
      assert.equal((await rig.read()).problem, null);
      assert.deepEqual(await rig.linked(), { [sha]: 'onDefaultBranch' });
      assert.deepEqual(await rig.standing(), { onDefaultBranch: 2 });
    });
  });
});
