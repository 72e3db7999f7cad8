// What reading a repository and linking its commits takes, in a process of its own: node readRepository.ts HOME REPOSITORY LEDGER TIMES
// Prints JSON: every reading with the time that passed, the processor's own, and what is resident after it.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openEngine } from '../../src/engine/engine.ts';
import { assistant, jsonl, toolResult, toolUse } from '../support/transcriptLines.ts';
import { environmentOf } from './generatedRepository.ts';

const [home = '', repository = '', ledger = '', times = '5'] = process.argv.slice(2);
const environment = environmentOf({ home });
const opened = await openEngine({
  ...{ claudeDirectories: [path.join(home, '.claude')], ledger, exclude: [], timezone: 'UTC', mappings: [], identities: [] },
  ...{ environment, home, holder: 'bench' },
});
if ('sentence' in opened) throw new Error(opened.sentence);
const engine = opened;
await engine.ingest({});

const taken: { what: string; wallMs: number; cpuMs: number; rssBytes: number; commits: number; newCommits: number }[] = [];

async function read(what: string): Promise<void> {
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  const [reading] = await engine.readGit({ folders: [repository] });
  const { user, system } = process.cpuUsage(before);
  if (reading?.problem !== null) throw new Error(reading?.problem ?? 'Nothing was read.');
  const { commits, newCommits } = reading;
  const { rss } = process.memoryUsage();
  taken.push({ what, wallMs: performance.now() - startMs, cpuMs: (user + system) / 1000, rssBytes: rss, commits, newCommits });
}

const sessionId = 'f0000000-0000-4000-8000-000000000000';
const transcript = path.join(home, '.claude/projects/-loom', `${sessionId}.jsonl`);
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', repository, ...args], { env: environment, encoding: 'utf8' });

let edits = 0;

/** An edit at a moment: the file's lines are written too. */
async function edit(atMs: number, lines: readonly string[]): Promise<void> {
  const id = `toolu_new_${String((edits += 1))}`;
  const file = path.join(repository, `src/new${String(edits % 3)}.ts`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, lines.join('\n'), { flag: 'a' });
  const of = { sessionId, more: { cwd: repository } };
  const content = [toolUse(id, 'Edit', { file_path: file, old_string: '', new_string: lines.join('\n') })];
  const structuredPatch = [{ oldStart: 1, oldLines: 0, newStart: 1, newLines: lines.length, lines: lines.map((line) => `+${line}`) }];
  const result = { filePath: file, oldString: '', newString: lines.join('\n'), originalFile: '', structuredPatch, userModified: false };
  appendFileSync(
    transcript,
    jsonl(
      assistant({ ...of, at: new Date(atMs).toISOString(), id: `msg_new_${String(edits)}`, content, stopReason: 'tool_use' }),
      toolResult(id, result, { ...of, at: new Date(atMs + 500).toISOString() }),
    ),
  );
  await engine.ingest({});
}

await read('cold');
await read('nothing changed');
const lastMs = Number(git('log', '-1', '--format=%ct')) * 1000;
for (let time = 1; time <= Number(times); time += 1) {
  const atMs = lastMs + time * 60_000;
  const linesOf = (kind: string): readonly string[] =>
    Array.from({ length: 12 }, (_, line) => `const ${kind}${String(time)} = ${String(line)};`);
  await edit(atMs, linesOf('fresh'));
  await read('a new edit');
  git('add', '-A');
  const date = `${String(Math.floor((atMs + 30_000) / 1000))} +0000`;
  execFileSync('git', ['-C', repository, 'commit', '-q', '-m', `New ${String(time)}`], {
    env: { ...environment, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
  await read('a new commit');
  await read('nothing changed');
  await edit(lastMs - 86_400_000, linesOf('late'));
  await read('an edit of yesterday');
}
await engine.close();
const { maxRSS } = process.resourceUsage();
process.stdout.write(`${JSON.stringify({ taken, peakRssBytes: maxRSS * 1024 })}\n`);
