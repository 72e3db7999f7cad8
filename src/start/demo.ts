/** Generated sessions of five weeks, so that the product can be seen on a machine that has none. Every face says that they are made up. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DemoThread } from './demoTranscript.ts';
import type { DemoPlace } from './demoTranscript.ts';
import { Chance } from './random.ts';

export interface Demo {
  /** Where a window is opened: one of the made-up repositories. */
  readonly folder: string;
  /** What makes every face show the demo and say so. */
  readonly environment: Readonly<Record<string, string>>;
}

const dayMs = 86_400_000;
const days = 35;

interface DemoRepository {
  readonly name: string;
  readonly branches: readonly [string, ...string[]];
  readonly files: readonly [string, ...string[]];
  readonly tasks: readonly [string, ...string[]];
}

const repositories: readonly [DemoRepository, ...DemoRepository[]] = [
  {
    name: 'loom',
    branches: ['main', 'weave-patterns', 'fix-tension', 'faster-shuttle'],
    files: ['src/warp.ts', 'src/weft.ts', 'src/pattern.ts', 'test/pattern.test.ts'],
    tasks: ['Let a pattern repeat', 'Keep the tension when the spool changes', 'Make the shuttle faster'],
  },
  {
    name: 'abacus',
    branches: ['main', 'carry', 'decimal-beads'],
    files: ['abacus/beads.py', 'abacus/carry.py', 'tests/test_carry.py'],
    tasks: ['Carry over more than one rod', 'Add decimal beads'],
  },
  {
    name: 'quill',
    branches: ['main', 'ink-levels'],
    files: ['quill.go', 'ink/level.go'],
    tasks: ['Warn before the ink runs out', 'Describe the nib in the README'],
  },
];

const models: readonly [string, ...string[]] = [
  'claude-opus-5-5',
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-sonnet-5-5',
  'claude-fable-5-2',
  'claude-haiku-5-5',
];

/** Writes the demo below `folder`, which exists and is empty: sessions up to `nowMs`, one of them still live. */
export function writeDemo(folder: string, nowMs: number, seed = 7): Demo {
  const chance = new Chance(seed);
  const configuration = path.join(folder, '.claude');
  for (const { name, branches } of repositories) makeRepository(path.join(folder, name), branches);

  for (let day = days; day >= 0; day--) {
    const weekday = new Date(nowMs - day * dayMs).getUTCDay();
    const sessions = weekday === 0 || weekday === 6 ? chance.between(0, 1) : chance.between(1, 4);
    for (let session = 0; session < sessions; session++) {
      const startMs = nowMs - day * dayMs - chance.between(1, 9) * 3_600_000 - chance.between(0, 3_599_000);
      writeSession({ folder, configuration, chance, startMs, turns: chance.between(1, 6) });
    }
  }
  writeSession({ folder, configuration, chance, startMs: nowMs - 3 * 3_600_000, turns: 3 }); // today is never only the live one
  writeLiveSession(folder, configuration, chance, nowMs);
  return {
    folder: path.join(folder, 'loom'),
    environment: { PAYOFF_DEMO: '1', PAYOFF_LEDGER: path.join(folder, 'ledger.sqlite'), CLAUDE_CONFIG_DIR: configuration },
  };
}

interface SessionOptions {
  readonly folder: string;
  readonly configuration: string;
  readonly chance: Chance;
  readonly startMs: number;
  readonly turns: number;
}

function writeSession({ folder, configuration, chance, startMs, turns }: SessionOptions): void {
  const repository = chance.of(repositories);
  const place = { cwd: path.join(folder, repository.name), branch: chance.of(repository.branches) };
  const sessionId = chance.uuid();
  const main = new DemoThread({
    chance,
    sessionId,
    agentId: '',
    model: chance.of(models),
    startMs,
    cache: chance.of(['5m', '1h']),
    ...place,
  });
  for (let turn = 0; turn < turns; turn++) {
    const task = chance.of(repository.tasks);
    main.prompt(task);
    if (chance.next() < 0.3) delegate(configuration, main, place, sessionId, chance);
    work(main, repository, place, chance);
    if (chance.next() < 0.5) commit(main, place, task, chance);
    main.answer('Done.');
    main.pause(chance.between(40, 900));
  }
  write(configuration, place.cwd, `${sessionId}.jsonl`, main.lines);
}

/** The session that the status bar shows: its last response is seconds old. */
function writeLiveSession(folder: string, configuration: string, chance: Chance, nowMs: number): void {
  const [repository] = repositories;
  const place = { cwd: path.join(folder, repository.name), branch: 'weave-patterns' };
  const sessionId = chance.uuid();
  const build = (startMs: number, seed: number): DemoThread => {
    const same = new Chance(seed);
    const thread = new DemoThread({ chance: same, sessionId, agentId: '', model: 'claude-opus-5-5', startMs, cache: '1h', ...place });
    thread.prompt('Let a pattern repeat');
    for (let step = 0; step < 4; step++) work(thread, repository, place, same);
    thread.answer('The pattern repeats now.');
    return thread;
  };
  const seed = chance.between(1, 1e9);
  // How long it takes does not depend on when it begins: so it can be made to end now.
  const lastedMs = build(0, seed).nowMs;
  write(configuration, place.cwd, `${sessionId}.jsonl`, build(nowMs - lastedMs - 2000, seed).lines);
}

function work(thread: DemoThread, { files }: DemoRepository, { cwd }: DemoPlace, chance: Chance): void {
  const file = path.join(cwd, chance.of(files));
  thread.call('Read', { file_path: file }, { type: 'text', file: { filePath: file, numLines: 80, startLine: 1, totalLines: 80 } });
  for (let edit = chance.between(1, 4); edit > 0; edit--) {
    const added = Array.from({ length: chance.between(1, 18) }, () => `+made up line ${chance.hex(6)}`);
    const removed = Array.from({ length: chance.between(0, 6) }, () => `-made up line ${chance.hex(6)}`);
    const hunk = { oldStart: 10, oldLines: removed.length, newStart: 10, newLines: added.length, lines: [...removed, ...added] };
    thread.call('Edit', { file_path: file }, { filePath: file, structuredPatch: [hunk], userModified: false, replaceAll: false });
  }
  thread.call(
    'Bash',
    { command: 'npm test', description: 'Run the tests' },
    { stdout: 'ok', stderr: '', interrupted: false, isImage: false },
  );
}

function commit(thread: DemoThread, { branch }: DemoPlace, subject: string, chance: Chance): void {
  const sha = chance.hex(7);
  thread.call(
    'Bash',
    { command: `git commit -am "${subject}"`, description: 'Commit' },
    {
      stdout: `[${branch} ${sha}] ${subject}`,
      stderr: '',
      interrupted: false,
      isImage: false,
      gitOperation: { commit: { sha, kind: 'committed' } },
    },
  );
}

/** A subagent that reads around, in its own file. */
function delegate(configuration: string, main: DemoThread, place: DemoPlace, sessionId: string, chance: Chance): void {
  const agentId = `a${chance.hex(16)}`;
  main.call(
    'Agent',
    { description: 'look around', subagent_type: 'general-purpose' },
    { isAsync: true, status: 'async_launched', agentId },
  );
  const agent = new DemoThread({
    chance,
    sessionId,
    agentId,
    model: 'claude-haiku-4-5-20251001',
    startMs: main.nowMs,
    cache: '5m',
    ...place,
  });
  agent.prompt('Look around.');
  for (let step = chance.between(2, 8); step > 0; step--)
    agent.call('Grep', { pattern: 'made up' }, { mode: 'content', numFiles: 1, filenames: [] });
  agent.answer('Found it.');
  write(configuration, place.cwd, path.join(sessionId, 'subagents', `agent-${agentId}.jsonl`), agent.lines);
  main.pause((agent.nowMs - main.nowMs) / 1000);
}

function write(configuration: string, cwd: string, name: string, lines: readonly string[]): void {
  const file = path.join(configuration, 'projects', cwd.replace(/[^A-Za-z0-9]/g, '-'), name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
}

/** A repository with one commit and its branches; without git only a folder, which the reports then show as no repository. */
function makeRepository(folder: string, branches: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'README.md'), '# A made-up project\n\nPart of the demo of Payoff.\n');
  const git = (...given: readonly string[]): void =>
    void execFileSync(
      'git',
      ['-C', folder, '-c', 'user.name=Demo', '-c', 'user.email=demo@example.invalid', '-c', 'commit.gpgSign=false', ...given],
      {
        stdio: 'ignore',
      },
    );
  try {
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--no-verify', '--message=Begin');
    for (const branch of branches.slice(1)) git('branch', branch);
  } catch {
    // No git on this machine: the demo goes on without repositories.
  }
}
