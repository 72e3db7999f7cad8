/**
 * The sessions that a corpus is grown from: written by the real Claude Code, offline, in a repository of its own. It reads and edits real
 * files, runs real commands, starts real subagents and makes real commits; only the model's answers are scripted.
 */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ScriptedReply, ScriptedRequest } from '../support/messagesApi.ts';
import { startRealClaude } from '../support/realClaude.ts';
import type { RealClaude } from '../support/realClaude.ts';
import { randomFrom } from './random.ts';
import type { Random } from './random.ts';

/** So many model requests long are the seeds' prompts: short questions, a usual task, a long one. */
const sessionPlans: readonly (readonly number[])[] = [[3], [5], [12, 4], [8], [30, 10], [20], [60, 25, 15], [15, 6], [40], [6]];
const models = ['claude-opus-5-5', 'claude-sonnet-5', 'claude-opus-5-5', 'claude-haiku-5-5'];
const sourceFiles = 40;

/** Writes the seed sessions into `folder/projects`, shaped like a configuration folder's. Installs the client when it is missing. */
export async function writeSeedSessions(folder: string): Promise<void> {
  const random = randomFrom(20261122);
  let plan: Plan = { random, files: [], steps: 0 };
  const claude = await startRealClaude({ reply: (request) => nextReply(request, plan) });
  try {
    const files = await writeSources(claude, random);
    const tools = await writeTools(claude.home);
    for (const [index, prompts] of sessionPlans.entries()) {
      let session: string | null = null;
      for (const steps of prompts) {
        plan = { random, files, steps };
        const { session_id } = await claude.run({
          prompt: `${paragraph(random, 60)} (${String(steps)} steps)`,
          model: models[index % models.length] ?? 'claude-opus-5-5',
          env: { PATH: `${tools}${path.delimiter}${process.env.PATH ?? ''}` },
          limitMs: 300_000,
          ...(session === null ? {} : { resume: session }),
        });
        session = session_id;
      }
    }
    await cp(path.join(claude.home, '.claude/projects'), path.join(folder, 'projects'), { recursive: true });
  } finally {
    await claude.close();
  }
}

interface Plan {
  readonly random: Random;
  readonly files: readonly string[];
  /** Requests until the answer. */
  readonly steps: number;
}

interface Progress {
  readonly read: string[];
  done: number;
}

const progressOf = new WeakMap<Plan, Progress>();

function nextReply(request: ScriptedRequest, plan: Plan): ScriptedReply {
  const { random } = plan;
  const usage = usageOf(random, request);
  if (request.isSubagent)
    return request.turn < 4 ? { text: paragraph(random, 40), tools: [readOf(plan)], usage } : { text: paragraph(random, 250), usage };
  const progress = progressOf.get(plan) ?? { read: [], done: 0 };
  progressOf.set(plan, progress);
  if (progress.done >= plan.steps) return { text: paragraph(random, 300), usage };
  progress.done += 1;
  return { ...(random.below(3) === 0 ? {} : { text: paragraph(random, 60) }), tools: [toolOf(plan, progress)], usage };
}

type Tool = NonNullable<ScriptedReply['tools']>[number];

/** Roughly the tools of a working session: half of them look, a third edit, the rest run something. */
function toolOf(plan: Plan, progress: Progress): Tool {
  const { random, files } = plan;
  const kind = random.below(100);
  const known = progress.read.at(-1);
  if (kind < 30 || known === undefined) {
    const tool = readOf(plan);
    progress.read.push(tool.input.file_path);
    return tool;
  }
  if (kind < 45) return bash(`grep -rn "step${String(random.below(30))}" src | head -${String(40 + random.below(200))}`);
  if (kind < 68) return editOf(random, known);
  if (kind < 76) {
    const file = path.join(path.dirname(files[0] ?? ''), `made${String(random.below(1_000_000))}.ts`);
    return { name: 'Write', input: { file_path: file, content: sourceText(random, 20 + random.below(180)) } };
  }
  if (kind < 84)
    return bash(`npm test 2>&1; for i in $(seq 1 ${String(20 + random.below(150))}); do echo "  ok $i reads what it wrote ($i ms)"; done`);
  if (kind < 89) return bash(`git add -A && git commit -m "Change step ${String(random.below(10_000))}"`);
  if (kind < 92)
    return bash(`git add -A && git commit -q -F - <<'END'\nKeep step ${String(random.below(10_000))}\n\n${paragraph(random, 30)}\nEND`);
  if (kind < 94) return bash('gh pr create --title "Change the steps" --body "What it does"');
  if (kind < 97) return bash(`git log --stat -${String(3 + random.below(10))}`);
  return {
    name: 'Agent',
    input: { description: 'look around', prompt: `SUBAGENT ${paragraph(random, 80)}`, subagent_type: 'general-purpose' },
  };
}

function readOf({ random, files }: Plan): { readonly name: string; readonly input: { readonly file_path: string } } {
  return { name: 'Read', input: { file_path: random.of(files) } };
}

function bash(command: string): Tool {
  return { name: 'Bash', input: { command, description: 'Run it' } };
}

/** Replaces one line of a file that was read; it can have been replaced before, and then the edit fails, as some do. */
function editOf(random: Random, file: string): Tool {
  const step = String(random.below(25));
  const before = `export function step${step}(`;
  const after = `${sourceText(random, 2 + random.below(20))}\nexport function step${step}(`;
  return { name: 'Edit', input: { file_path: file, old_string: before, new_string: after } };
}

function usageOf(random: Random, { turn }: ScriptedRequest): Record<string, unknown> {
  const written = 400 + random.below(6000);
  return {
    input_tokens: 2 + random.below(20),
    output_tokens: 80 + random.below(2500),
    cache_read_input_tokens: 15_000 + turn * 2500,
    cache_creation_input_tokens: written,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: written },
  };
}

async function writeSources(claude: RealClaude, random: Random): Promise<readonly string[]> {
  const folder = path.join(claude.work, 'src');
  await mkdir(folder);
  const files: string[] = [];
  for (let index = 0; index < sourceFiles; index += 1) {
    const file = path.join(folder, `loom${String(index)}.ts`);
    await writeFile(file, sourceText(random, 60 + random.below(500)));
    files.push(file);
  }
  await writeFile(path.join(claude.work, 'package.json'), '{ "scripts": { "test": "echo tested" } }\n');
  await claude.git('add', '-A');
  await claude.git('commit', '-q', '-m', 'Add the loom');
  return files;
}

/** A `gh` that prints what the real one prints, for there is no network. */
async function writeTools(home: string): Promise<string> {
  const folder = path.join(home, 'bin');
  await mkdir(folder);
  await writeFile(path.join(folder, 'gh'), '#!/bin/sh\necho "https://github.com/ada/loom/pull/$(date +%N)"\n', { mode: 0o755 });
  return folder;
}

const words =
  'the loom keeps each thread in its own row and a row never moves once it was woven so that a reader can follow it from edge to edge without a map'.split(
    ' ',
  );

function paragraph(random: Random, length: number): string {
  const picked = Array.from({ length: 1 + random.below(length * 2) }, () => random.of(words));
  return `${picked.join(' ')}.`;
}

function sourceText(random: Random, lines: number): string {
  const text: string[] = [];
  for (let line = 0; line < lines; line += 6) {
    const name = `step${String(line / 6)}`;
    text.push(
      `/** ${paragraph(random, 12)} */`,
      `export function ${name}(row: Row, at: number): number {`,
      `  const ${random.of(words)}${String(random.below(1000))} = row.threads["${random.of(words)}"] ?? ${String(random.below(100))};`,
      `  if (at > ${String(random.below(50))}) return weave(row, at - 1); // ${paragraph(random, 5)}`,
      '  return at;',
      '}',
    );
  }
  return `${text.join('\n')}\n`;
}
