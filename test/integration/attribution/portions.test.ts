/** A history that comes in portions, as it does while a window is open, is linked like one that is read at once. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEngine } from '../../../src/engine/engine.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { environmentOf, generateRepository } from '../../bench/generatedRepository.ts';

const portions = 5;

describe('a history in portions', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'payoff-portions-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

  it('is linked as it is at once', async () => {
    const { repository, home } = await generateRepository(root, { commits: 200, sessions: 12 });
    const environment = environmentOf({ home });
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', env: environment });
    const open = async (ledger: string): Promise<Engine> => {
      const engine = await openEngine({
        ...{ claudeDirectories: [join(home, '.claude')], ledger: join(root, ledger), exclude: [], timezone: 'UTC', mappings: [] },
        ...{ identities: [], environment, home, holder: 'test' },
      });
      if ('sentence' in engine) throw new Error(engine.sentence);
      return engine;
    };
    const read = async (engine: Engine): Promise<void> => {
      await engine.ingest({});
      for (const { problem } of await engine.readGit({ folders: [repository] })) assert.equal(problem, null);
    };
    const linked = (ledger: string): readonly unknown[][] => {
      const database = new DatabaseSync(join(root, ledger), { readOnly: true });
      const tables = { link: 'sha, session_id', taken_edit: 'tool_use_id, sha', undoing: 'change_sha, later_sha' };
      try {
        return Object.entries(tables).map(([table, order]) => database.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).all());
      } finally {
        database.close();
      }
    };

    const commits = git('rev-list', '--reverse', '--first-parent', 'main').trim().split('\n');
    const branches = git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads/topic-*').trim().split('\n');
    for (const branch of branches) git('update-ref', '-d', branch.split(' ')[0] ?? '');
    const [projects, waiting] = [join(home, '.claude/projects/-loom'), join(root, 'waiting')];
    renameSync(projects, waiting);
    await mkdir(projects);
    const transcripts = readdirSync(waiting).sort();
    const engine = await open('portions.sqlite');
    for (let portion = 1; portion <= portions; portion += 1) {
      git('update-ref', 'refs/heads/main', commits[Math.ceil((portion * commits.length) / portions) - 1] ?? '');
      if (portion === portions - 1) for (const branch of branches) git('update-ref', ...branch.split(' '));
      await read(engine);
      // Transcripts come after their commits, and grow: what is linked with whom, and how, changes once they are there.
      for (const [index, name] of transcripts.entries()) {
        const lines = readFileSync(join(waiting, name), 'utf8').split('\n');
        const share = Math.min(1, Math.max(0, (portion - (index % (portions - 1))) / 2));
        if (share > 0) writeFileSync(join(projects, name), `${lines.slice(0, Math.ceil(share * (lines.length - 1))).join('\n')}\n`);
      }
    }
    await read(engine);
    await engine.close();
    const whole = await open('whole.sqlite');
    await read(whole);
    await whole.close();
    const [links = [], taken = []] = linked('whole.sqlite');
    assert.ok(links.length > 40 && taken.length > 80, `${String(links.length)} links, ${String(taken.length)} taken edits`);
    assert.deepEqual(linked('portions.sqlite'), linked('whole.sqlite'));
  });
});
