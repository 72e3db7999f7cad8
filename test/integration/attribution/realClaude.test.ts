/** The real Claude Code commits in real repositories; the command line says of every commit who made it, what it cost, and where that is now. */
import assert from 'node:assert/strict';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { StandingPart } from '../../../src/core/attribution/placement.ts';
import { playGitScenario, scenarioModel, scenarioNames } from '../../support/gitScenario.ts';
import type { GitScenario, ScenarioName, ScenarioSession } from '../../support/gitScenario.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import { runCommand, runOrFail } from '../../support/runCommand.ts';

const main = resolve(import.meta.dirname, '../../../src/cli/main.ts');
const microdollar = 1000;

interface LinkJson {
  readonly sessionId: string;
  readonly sha: string;
  readonly tier: number;
  readonly confidence: string;
}

interface CommitJson {
  readonly sha: string;
  readonly branch: string;
  readonly onDefaultBranch: boolean;
  readonly links: readonly (LinkJson & {
    readonly costNanodollars: number;
    readonly evidence: { readonly refound: boolean; readonly sameSubject: boolean | null; readonly authorTimeInCall: boolean };
  })[];
  readonly costNanodollars: number | null;
  readonly copies: readonly { readonly sha: string }[];
}

interface CommitsJson {
  readonly repository: string;
  readonly defaultBranch: string;
  readonly fetchedAt: string | null;
  readonly rows: readonly CommitJson[];
}

interface Cost {
  readonly costNanodollars: number;
}

interface ReportJson {
  readonly totals: Cost & { readonly requests: number; readonly sideCallsNanodollars: number };
  readonly rows: readonly (Cost & { readonly key: string; readonly sideCallsNanodollars: number })[];
  readonly standing?: {
    readonly totalNanodollars: number;
    readonly attributedNanodollars: number;
    readonly unattributedNanodollars: number;
    readonly parts: Readonly<Record<StandingPart, Cost & { readonly commits: number }>>;
    readonly unattributed: Readonly<Record<string, Cost>>;
    readonly commitsOnDefaultBranch: number;
  };
}

/** Which tier each session's commits are known by; a session that made none is in no link. */
const tiers: Readonly<Record<ScenarioName, readonly number[]>> = {
  loud: [1],
  quiet: [3],
  otherFolder: [3],
  changedFolder: [3],
  // The client records the first commit of a call, git prints the line of each.
  several: [1, 2],
  amended: [1],
  subagent: [3],
  failed: [],
  rewritten: [1],
  quoting: [],
};

describe('commits of the real Claude Code', function () {
  this.timeout(300_000);
  let scenario: GitScenario;
  let environment: NodeJS.ProcessEnv;

  before(async () => {
    scenario = await playGitScenario();
    const { home } = scenario.claude;
    environment = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, GIT_CONFIG_NOSYSTEM: '1', TZ: 'UTC' };
  });
  after(() => scenario.close());

  const payoff = async (...given: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCommand(process.execPath, [main, ...given], { env: environment, limitMs: 60_000 });
    assert.deepEqual([code, stderr], [0, ''], given.join(' '));
    return stdout;
  };
  const links = async (...given: readonly string[]): Promise<readonly LinkJson[]> =>
    JSON.parse(await payoff('links', '--json', ...given)) as readonly LinkJson[];
  const commits = async (...given: readonly string[]): Promise<CommitsJson> =>
    JSON.parse(await payoff('commits', '--json', ...given)) as CommitsJson;
  const report = async (...given: readonly string[]): Promise<ReportJson> =>
    JSON.parse(await payoff('report', '--json', ...given)) as ReportJson;
  const git = (folder: string, ...args: readonly string[]): Promise<string> =>
    runOrFail('git', ['-C', folder, ...args], { env: environment }).then((text) => text.trim());
  const sessionsIn = (repository: string): readonly ScenarioSession[] =>
    scenarioNames.map((name) => scenario.sessions[name]).filter((session) => session.repository === repository);

  /** What every report of one repository has to hold, whatever happened to it; resolves to the parts that hold something. */
  const standing = async (...given: readonly string[]): Promise<Readonly<Partial<Record<StandingPart, number>>>> => {
    const { totals, standing: found } = await report(...given);
    assert.ok(found);
    const sum = (of: Readonly<Record<string, Cost>>): number =>
      Object.values(of).reduce((all, { costNanodollars }) => all + costNanodollars, 0);
    assert.equal(found.totalNanodollars, totals.costNanodollars + totals.sideCallsNanodollars);
    assert.equal(found.attributedNanodollars + found.unattributedNanodollars, found.totalNanodollars);
    assert.equal(sum(found.parts), found.totalNanodollars);
    assert.equal(sum(found.unattributed), found.unattributedNanodollars);
    const parts = Object.entries(found.parts) as readonly (readonly [StandingPart, Cost])[];
    return Object.fromEntries(parts.map(([part, { costNanodollars }]) => [part, costNanodollars] as const).filter(([, cost]) => cost > 0));
  };

  /** Each link as session, subject and tier: what stays the same when commits get other SHAs. */
  const namedLinks = async (folder: string, ...given: readonly string[]): Promise<readonly string[]> => {
    const nameOf = new Map(Object.values(scenario.sessions).map(({ sessionId, name }) => [sessionId, name]));
    const found = await links('--repo', folder, ...given);
    const named = found.map(
      async ({ sessionId, sha, tier }) =>
        `${nameOf.get(sessionId) ?? sessionId}: ${await git(folder, 'log', '-1', '--format=%s', sha)}, tier ${String(tier)}`,
    );
    return (await Promise.all(named)).sort();
  };
  const workLinks = [
    'amended: Add amended, tier 1',
    'loud: Add loud, tier 1',
    'quiet: Add quiet, tier 3',
    'rewritten: [checked] Add rewritten, tier 1',
    'several: Add first, tier 1',
    'several: Add second, tier 2',
    'subagent: Add subagent, tier 3',
  ];

  it('are linked with the sessions that made them: every one, none else, at the tier of their evidence', async () => {
    for (const repository of [scenario.claude.work, scenario.other]) {
      const found = await links('--repo', repository);
      const expected = sessionsIn(repository).flatMap(({ name, sessionId, shas }) =>
        shas.map((sha, index) => ({ sessionId, sha, tier: tiers[name][index], confidence: 'recorded' })),
      );
      const bySha = (left: { sha: string }, right: { sha: string }): number => (left.sha < right.sha ? -1 : 1);
      assert.deepEqual([...found].sort(bySha), [...expected].sort(bySha));
    }
    assert.deepEqual(await namedLinks(scenario.claude.work), workLinks);
  });

  it('have rows with their place, lines and cost, and evidence that names the right call', async () => {
    const { repository, defaultBranch, fetchedAt, rows } = await commits('--repo', scenario.claude.work);
    assert.deepEqual([repository, defaultBranch, fetchedAt], [scenario.claude.work, 'main', null]);
    assert.equal(rows.length, 8, 'seven of the sessions, and the first one by hand');
    const { amended } = scenario.sessions;
    for (const row of rows) {
      assert.deepEqual([row.branch, row.onDefaultBranch], ['main', true], row.sha);
      // What an amend left behind is a copy without cost.
      assert.deepEqual(
        row.copies.map(({ sha }) => sha),
        amended.shas.includes(row.sha) ? amended.replaced : [],
      );
      assert.equal(
        row.costNanodollars ?? 0,
        row.links.reduce((sum, { costNanodollars }) => sum + costNanodollars, 0),
      );
      const subject = await git(scenario.claude.work, 'log', '-1', '--format=%s', row.sha);
      for (const { evidence } of row.links) {
        assert.equal(evidence.refound, false, subject);
        // An amend keeps the author time of the call before it.
        assert.ok(evidence.authorTimeInCall || amended.shas.includes(row.sha), subject);
        // What a hook writes into the message is what git printed, and an amend that keeps its message shows none but that.
        assert.equal(evidence.sameSubject, true, subject);
      }
    }
    const costs = new Map(rows.flatMap((row) => row.links.map(({ sessionId }) => [sessionId, row.costNanodollars] as const)));
    assert.ok((costs.get(scenario.sessions.subagent.sessionId) ?? 0) > 0, 'the subagent that committed carries its cost');
    const byHand = rows.filter((row) => row.links.length === 0);
    assert.deepEqual(
      byHand.map(({ costNanodollars }) => costNanodollars),
      [null],
    );
  });

  it('leave each session what the client says it cost, and every nanodollar in one place', async () => {
    const { rows, totals } = await report('--by', 'session');
    const cents = new Map(rows.map((row) => [row.key, row.costNanodollars + row.sideCallsNanodollars]));
    for (const { name, sessionId, costUsd } of Object.values(scenario.sessions)) {
      const cost = cents.get(sessionId) ?? NaN;
      assert.ok(Math.abs(cost - costUsd * 1e9) <= microdollar, `${name}: ${String(cost)} is ${String(costUsd)}`);
    }
    assert.equal(rows.length, scenarioNames.length);

    const parts = await standing('--repo', scenario.claude.work);
    assert.deepEqual(Object.keys(parts).sort(), ['noEdits', 'onDefaultBranch', 'openWork']);
    const others = await standing('--repo', scenario.other);
    const sum = [...Object.values(parts), ...Object.values(others)].reduce((all, cost) => all + cost, 0);
    assert.equal(sum, totals.costNanodollars + totals.sideCallsNanodollars, 'two repositories are all there is');
  });

  it('cost in the report by commit what their rows say, and what explanation and receipt say', async () => {
    const { rows } = await commits('--repo', scenario.claude.work);
    const byCommit = await report('--repo', scenario.claude.work, '--by', 'commit');
    const linked = rows.filter((each) => each.links.length > 0);
    for (const row of linked) assert.equal(byCommit.rows.find(({ key }) => key === row.sha)?.costNanodollars, row.costNanodollars);
    for (const row of linked.slice(0, 3)) {
      const explained = JSON.parse(await payoff('explain', row.sha, '--repo', scenario.claude.work, '--json')) as ExplainedJson;
      assert.deepEqual([explained.subject, explained.id, explained.costNanodollars], ['commit', row.sha, row.costNanodollars]);
      assert.equal(accountedFor(explained), row.costNanodollars);
    }
    const { several, subagent, failed } = scenario.sessions;
    for (const { sessionId, costUsd } of [several, subagent, failed]) {
      const explained = JSON.parse(await payoff('explain', sessionId, '--repo', scenario.claude.work, '--json')) as ExplainedJson;
      assert.deepEqual([explained.subject, explained.id], ['session', sessionId]);
      assert.ok(Math.abs((explained.costNanodollars ?? NaN) - costUsd * 1e9) <= microdollar);
      assert.equal(accountedFor(explained), explained.costNanodollars);
    }
    const receipt = await payoff('receipt', 'main', '--repo', scenario.claude.work);
    assert.equal(receipt.trimEnd().split('\n').length, 5);
    assert.doesNotMatch(receipt, /Tester|example|\.ts|\/|main|Add|Play/);
    assert.match(receipt, /7 commits of a branch|8 commits of a branch/);
  });

  describe('after the sessions', () => {
    let costs: Readonly<Partial<Record<StandingPart, number>>>;
    let work = '';
    /** Where each commit's cost is, by its subject. */
    const costBySubject = async (...given: readonly string[]): Promise<ReadonlyMap<string, number | null>> => {
      const { rows } = await commits(...given);
      const of = rows.map(async (row) => [await git(work, 'log', '-1', '--format=%s', row.sha), row.costNanodollars] as const);
      return new Map(await Promise.all(of));
    };
    const linkedCosts = async (...given: readonly string[]): Promise<ReadonlyMap<string, number | null>> =>
      new Map([...(await costBySubject(...given))].filter(([, cost]) => cost !== null).sort());
    let costsBefore: ReadonlyMap<string, number | null>;

    before(async () => {
      ({ work } = scenario.claude);
      costs = await standing('--repo', work);
      costsBefore = await linkedCosts('--repo', work);
      await git(work, 'checkout', '-q', '-b', 'topic');
      await git(work, 'branch', '-f', 'main', await git(work, 'rev-list', '--max-parents=0', 'HEAD'));
    });

    it('are on another branch once the default one no longer holds them', async () => {
      const { onDefaultBranch, ...rest } = costs;
      assert.deepEqual(await standing('--repo', work), { ...rest, onAnotherBranch: onDefaultBranch });
      assert.deepEqual(await namedLinks(work), workLinks);
    });

    it('are found again after a rebase onto a new base, each with its cost', async () => {
      const old = new Set((await git(work, 'rev-list', 'topic')).split('\n'));
      await git(work, 'checkout', '-q', 'main');
      await writeFile(join(work, 'base.ts'), 'export const base = 1;\n');
      await git(work, 'add', 'base.ts');
      await git(work, 'commit', '-q', '-m', 'Add base');
      await git(work, 'rebase', '-q', 'main', 'topic');
      assert.deepEqual(await namedLinks(work), workLinks);
      const { rows } = await commits('--repo', work);
      for (const { sha, links: made } of rows)
        for (const { tier, evidence } of made) {
          assert.ok(!old.has(sha));
          assert.equal(evidence.refound, tier < 3, 'a quiet commit has no SHA that could be lost');
        }
      assert.deepEqual(await linkedCosts('--repo', work), costsBefore);
      const { onDefaultBranch, ...rest } = costs;
      assert.deepEqual(await standing('--repo', work), { ...rest, onAnotherBranch: onDefaultBranch });
    });

    it('carry no cost as a cherry-pick, which is their copy', async () => {
      const quiet = await git(work, 'log', '--format=%H', '--grep=^Add quiet$', 'topic');
      await git(work, 'checkout', '-q', '-b', 'picked', 'main');
      // A second or more after the rebase: of copies the first is the one that carries the cost.
      const later = `${String(Math.ceil(Date.now() / 1000) + 1)} +0000`;
      await runOrFail('git', ['-C', work, 'cherry-pick', quiet], { env: { ...environment, GIT_COMMITTER_DATE: later } });
      const copy = await git(work, 'rev-parse', 'HEAD');
      await git(work, 'checkout', '-q', 'topic');
      const { rows } = await commits('--repo', work);
      assert.deepEqual(
        rows
          .find(({ sha }) => sha === quiet)
          ?.copies.map(({ sha }) => sha)
          .includes(copy),
        true,
      );
      assert.equal(
        rows.find(({ sha }) => sha === copy),
        undefined,
      );
      assert.deepEqual(await linkedCosts('--repo', work), costsBefore);
      assert.deepEqual(await namedLinks(work), workLinks);
    });

    it('are on the default branch once merged, also when their branch is deleted', async () => {
      await git(work, 'checkout', '-q', 'main');
      await git(work, 'merge', '-q', '--no-ff', '-m', 'Merge topic', 'topic');
      assert.deepEqual(await standing('--repo', work), costs);
      await git(work, 'branch', '-q', '-D', 'topic', 'picked');
      assert.deepEqual(await standing('--repo', work), costs);
      assert.deepEqual(await namedLinks(work), workLinks);
      assert.deepEqual(await linkedCosts('--repo', work), costsBefore);
    });

    it('are found by a ledger that never saw their first SHAs, in a repository that no longer has them', async () => {
      await git(work, 'reflog', 'expire', '--expire=now', '--all');
      await git(work, 'gc', '-q', '--prune=now');
      const ledger = ['--ledger', join(scenario.claude.home, 'fresh', 'ledger.sqlite')];
      assert.deepEqual(await namedLinks(work, ...ledger), workLinks);
      assert.deepEqual(await standing('--repo', work, ...ledger), costs);
      assert.deepEqual(await linkedCosts('--repo', work, ...ledger), costsBefore);
    });
  });

  describe('in a working tree and a clone that move', () => {
    let sessionId = '';
    let sha = '';

    before(async () => {
      const { claude } = scenario;
      const side = join(dirname(claude.work), 'side');
      await git(claude.work, 'worktree', 'add', '-q', '-b', 'side', side);
      const steps = [
        { tools: [{ name: 'Write', input: { file_path: join(side, 'side.ts'), content: 'export const side = 1;\n' } }] },
        { tools: [{ name: 'Bash', input: { command: 'git add -A && git commit -q -m "Add side"', description: 'Commit' } }] },
      ];
      const there = await startRealClaude({ reply: ({ turn }) => steps[turn] ?? { text: 'Done.' } }, { home: claude.home, work: side });
      try {
        ({ session_id: sessionId } = await there.run({ prompt: 'Play side', model: scenarioModel }));
      } finally {
        await there.close();
      }
      sha = await git(side, 'rev-parse', 'HEAD');
      await payoff('report');
      await git(claude.work, 'worktree', 'remove', side);
    });

    it('are linked in the repository that the removed working tree belonged to', async () => {
      const found = await links('--repo', scenario.claude.work);
      assert.deepEqual(
        found.filter((link) => link.sessionId === sessionId),
        [{ sessionId, sha, tier: 3, confidence: 'recorded' }],
      );
      assert.ok((await standing('--repo', scenario.claude.work)).onAnotherBranch);
    });

    it('are the same in a repository that was moved, under its mapped path', async () => {
      const { work } = scenario.claude;
      const [before, parts] = [await links('--repo', work), await standing('--repo', work)];
      const moved = join(dirname(work), 'elsewhere', 'loom');
      await mkdir(dirname(moved));
      await rename(work, moved);
      try {
        for (const ledger of [[], ['--ledger', join(scenario.claude.home, 'moved', 'ledger.sqlite')]]) {
          const given = ['--repo', moved, '--map', `${work}=${moved}`, ...ledger];
          const found = await links(...given);
          // Where the folder of a removed working tree was is known only to a ledger that read it in time.
          const expected = ledger.length === 0 ? before : before.filter((link) => link.sessionId !== sessionId);
          assert.deepEqual(found, expected);
          if (ledger.length === 0) assert.deepEqual(await standing(...given), parts);
        }
      } finally {
        await rename(moved, work);
      }
    });
  });

  it('are on the default branch only once the remote was fetched', async () => {
    const { other } = scenario;
    const [root, origin] = [dirname(other), join(dirname(other), 'origin.git')];
    const onMain = await standing('--repo', other);
    const first = await git(other, 'rev-list', '--max-parents=0', 'main');
    await git(root, 'init', '-q', '--bare', '-b', 'main', origin);
    await git(other, 'push', '-q', origin, `${first}:refs/heads/main`);
    await git(other, 'remote', 'add', 'origin', origin);
    await git(other, 'fetch', '-q');
    // From elsewhere: nothing here learns of it.
    await git(origin, 'fetch', '-q', other, 'main:pushed');
    await git(origin, 'update-ref', 'refs/heads/main', 'refs/heads/pushed');
    await git(origin, 'update-ref', '-d', 'refs/heads/pushed');

    const { onDefaultBranch, ...rest } = onMain;
    assert.deepEqual(await standing('--repo', other), { ...rest, onAnotherBranch: onDefaultBranch });
    const stale = await commits('--repo', other);
    assert.ok(stale.fetchedAt !== null);
    await git(other, 'fetch', '-q');
    assert.deepEqual(await standing('--repo', other), onMain);
    assert.equal((await commits('--repo', other)).rows.filter((row) => row.onDefaultBranch).length, 3);

    const clone = join(root, 'clone');
    await git(root, 'clone', '-q', origin, clone);
    // The sessions worked in the first clone: the second has their commits, and none of their cost.
    assert.deepEqual(await links('--repo', clone), []);
    await rm(clone, { recursive: true });
  });
});

interface ExplainedJson {
  readonly subject: string;
  readonly id: string;
  readonly costNanodollars: number | null;
  readonly paragraphs: readonly { readonly costNanodollars: number | null }[];
}

const accountedFor = ({ paragraphs }: ExplainedJson): number =>
  paragraphs.reduce((sum, { costNanodollars }) => sum + (costNanodollars ?? 0), 0);
