/** The real Claude Code commits in real repositories, in every way that matters to attribution: transcripts, repositories, and what is true of them. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ScriptedReply, ScriptedRequest } from './messagesApi.ts';
import { startRealClaude } from './realClaude.ts';
import type { RealClaude } from './realClaude.ts';
import { runOrFail } from './runCommand.ts';

export const scenarioModel = 'claude-opus-5-5';

export const scenarioNames = [
  'loud',
  'quiet',
  'otherFolder',
  'changedFolder',
  'several',
  'amended',
  'subagent',
  'failed',
  'rewritten',
  'quoting',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export interface ScenarioSession {
  readonly name: ScenarioName;
  readonly sessionId: string;
  /** The client's own total. */
  readonly costUsd: number;
  /** Where the commits were made. */
  readonly repository: string;
  /** Commits that the session made and that are on the branch, oldest first. */
  readonly shas: readonly string[];
  /** Commits that it made and that an amend replaced. */
  readonly replaced: readonly string[];
}

export interface GitScenario {
  readonly claude: RealClaude;
  /** A second repository, beside the one that the sessions were started in. */
  readonly other: string;
  readonly sessions: Readonly<Record<ScenarioName, ScenarioSession>>;
  close(): Promise<void>;
}

interface Plan {
  readonly repository: string;
  readonly steps: readonly ScriptedReply[];
  readonly subagentSteps?: readonly ScriptedReply[];
}

const bash = (command: string): ScriptedReply => ({ tools: [{ name: 'Bash', input: { command, description: 'Commit' } }] });
const done: ScriptedReply = { text: 'Done.' };

/** Plays every session once, one after the other. Takes about a minute. */
export async function playGitScenario(names: readonly ScenarioName[] = scenarioNames): Promise<GitScenario> {
  let plan: Plan = { repository: '', steps: [] };
  const claude = await startRealClaude({
    reply: ({ turn, isSubagent }: ScriptedRequest): ScriptedReply => (isSubagent ? (plan.subagentSteps ?? []) : plan.steps)[turn] ?? done,
  });
  try {
    const other = await makeOther(claude);
    const sessions: Partial<Record<ScenarioName, ScenarioSession>> = {};
    for (const name of names) {
      plan = planOf(name, claude.work, other);
      sessions[name] = await play(name, plan, claude);
    }
    return { claude, other, sessions: sessions as Record<ScenarioName, ScenarioSession>, close: () => claude.close() };
  } catch (error) {
    await claude.close();
    throw error;
  }
}

async function play(name: ScenarioName, { repository }: Plan, claude: RealClaude): Promise<ScenarioSession> {
  const git = gitIn(claude, repository);
  const before = (await git('rev-parse', 'HEAD')).trim();
  await setHooks(repository, name === 'rewritten');
  const result = await claude.run({ prompt: `Play ${name}`, model: scenarioModel });
  if (result.is_error) throw new Error(`The session ${name} ended with an error: ${result.result}`);
  const shas = await list(git('rev-list', '--reverse', `${before}..HEAD`));
  const moves = await list(git('log', '--walk-reflogs', '--format=%H', 'HEAD'));
  const since = moves.slice(0, moves.indexOf(before));
  return {
    name,
    repository,
    shas,
    sessionId: result.session_id,
    costUsd: result.total_cost_usd,
    replaced: since.filter((sha) => !shas.includes(sha)).reverse(),
  };
}

function planOf(name: ScenarioName, work: string, other: string): Plan {
  const repository = name === 'otherFolder' || name === 'changedFolder' ? other : work;
  const write = (file = `${name}.ts`): ScriptedReply => ({
    tools: [{ name: 'Write', input: { file_path: join(repository, file), content: `export const ${file.replace('.ts', '')} = 1;\n` } }],
  });
  const plan = (...steps: readonly ScriptedReply[]): Plan => ({ repository, steps });
  switch (name) {
    case 'loud':
      return plan(write(), bash('git add -A && git commit -m "Add loud"'), done);
    case 'quiet':
      return plan(write(), bash("git add -A && git commit -q -F - <<'EOF'\nAdd quiet\n\nWith a body.\nEOF"), done);
    case 'otherFolder':
      return plan(write(), bash(`git -C ${other} add -A && git -C ${other} commit -q -m "Add otherFolder"`), done);
    case 'changedFolder':
      return plan(write(), bash(`cd ${other} && git add -A && git commit -q -m "Add changedFolder"`), done);
    case 'several':
      return plan(
        write('first.ts'),
        write('second.ts'),
        bash('git add first.ts && git commit -m "Add first" && git add second.ts && git commit -m "Add second"'),
        done,
      );
    case 'amended':
      return plan(
        write(),
        bash('git add -A && git commit -m "Add amended"'),
        write('forgotten.ts'),
        bash('git add -A && git commit --amend --no-edit'),
        done,
      );
    case 'subagent':
      return {
        repository,
        steps: [
          { tools: [{ name: 'Agent', input: { description: 'work', prompt: 'SUBAGENT work', subagent_type: 'general-purpose' } }] },
          done,
        ],
        subagentSteps: [write(), bash('git add -A && git commit -q -m "Add subagent"'), done],
      };
    case 'failed':
      return plan(write(), bash('git commit -m "Add failed"'), bash(`rm ${join(repository, 'failed.ts')}`), done);
    case 'rewritten':
      return plan(write(), bash('git add -A && git commit -m "Add rewritten"'), done);
    case 'quoting':
      return plan(bash('git log --format="[main %h] %s" -3'), done);
  }
}

async function makeOther(claude: RealClaude): Promise<string> {
  const other = join(dirname(claude.work), 'other');
  await mkdir(other);
  const git = gitIn(claude, other);
  await git('init', '-q', '-b', 'main');
  await git('config', 'user.name', 'Tester');
  await git('config', 'user.email', 'tester@example.invalid');
  await git('commit', '-q', '--allow-empty', '-m', 'Begin');
  return other;
}

/** Hooks that add a file to each commit and write its message anew; or none. */
async function setHooks(repository: string, rewriting: boolean): Promise<void> {
  const hooks: Readonly<Record<string, string>> = {
    'pre-commit': 'echo "// formatted" > formatted.ts\ngit add formatted.ts\n',
    'commit-msg': 'sed -i.bak "1s/^/[checked] /" "$1"\n',
  };
  for (const [name, script] of Object.entries(hooks)) {
    const path = join(repository, '.git', 'hooks', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `#!/bin/sh\n${rewriting ? script : 'exit 0\n'}`);
    await chmod(path, 0o755);
  }
}

function gitIn(claude: RealClaude, folder: string): (...args: readonly string[]) => Promise<string> {
  const env = { PATH: process.env.PATH, HOME: claude.home, USERPROFILE: claude.home, GIT_CONFIG_NOSYSTEM: '1' };
  return (...args) => runOrFail('git', ['-C', folder, ...args], { env });
}

async function list(output: Promise<string>): Promise<readonly string[]> {
  return (await output).split('\n').filter((line) => line !== '');
}
