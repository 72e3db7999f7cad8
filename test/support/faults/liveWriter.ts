/** Transcripts that grow while they are read, as those of running sessions do: whole lines, halves of lines, repeated responses. */
import { appendFileSync, mkdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assistant, costState, jsonl, prompt, toolResult, toolUse } from '../transcriptLines.ts';
import type { Chance } from './chance.ts';

const startMs = Date.parse('2026-11-20T08:00:00.000Z');

interface Growing {
  readonly path: string;
  readonly sessionId: string;
  readonly folder: string;
  /** How large it was at first. */
  firstBytes: number;
  /** The end of a line whose beginning is written. */
  rest: string;
}

export class LiveWriter {
  private readonly chance: Chance;
  private readonly files: Growing[] = [];
  private count = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(projects: string, chance: Chance, { files, lines }: { readonly files: number; readonly lines: number }) {
    this.chance = chance;
    for (let file = 0; file < files; file += 1) {
      const session = `${String(file).padStart(8, '0')}-0000-4000-8000-000000000000`;
      const isAgent = file % 5 === 4;
      const sessionId = isAgent ? (this.files[file - 1]?.sessionId ?? session) : session;
      const name = isAgent ? join(sessionId, 'subagents', `agent-a${file}.jsonl`) : `${sessionId}.jsonl`;
      const path = join(projects, `-home-ada-p${file % 3}`, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
      this.files.push({ path, sessionId, folder: `/home/ada/p${file % 3}`, firstBytes: 0, rest: '' });
    }
    for (const file of this.files) {
      for (let line = 0; line < lines; line += 1) appendFileSync(file.path, this.line(file));
      file.firstBytes = statSync(file.path).size;
    }
  }

  /** Takes back all that was appended: the files are those of the first day, and what is appended to them next is new. */
  restart(): void {
    for (const file of this.files) {
      truncateSync(file.path, file.firstBytes);
      file.rest = '';
    }
  }

  /** Appends every few milliseconds until `stop`. */
  start(): void {
    this.timer ??= setInterval(() => this.append(), 4);
  }

  /** Stops, and ends every line that was begun. */
  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    for (const file of this.files) this.endLine(file);
  }

  append(): void {
    const file = this.chance.of(this.files);
    if (file.rest !== '') {
      this.endLine(file);
      return;
    }
    const line = this.line(file);
    const written = this.chance.below(3) === 0 ? this.chance.below(line.length) : line.length;
    appendFileSync(file.path, line.slice(0, written));
    file.rest = line.slice(written);
  }

  private endLine(file: Growing): void {
    appendFileSync(file.path, file.rest);
    file.rest = '';
  }

  private line({ sessionId, folder }: Growing): string {
    this.count += 1;
    const number = this.count;
    const at = new Date(startMs + number * 1000).toISOString();
    const common = { at, sessionId, more: { cwd: folder, gitBranch: `branch-${number % 4}` } };
    const id = `msg_${sessionId.slice(0, 8)}${number}`;
    switch (this.chance.below(8)) {
      case 0:
        return jsonl(prompt(`Prompt ${number}`, common));
      case 1:
        return jsonl(
          assistant({
            ...common,
            id,
            content: [toolUse(`toolu_${number}`, 'Write', { file_path: `${folder}/a${number}.ts`, content: 'x' })],
          }),
          toolResult(
            `toolu_${number}`,
            { type: 'create', filePath: `${folder}/a${number}.ts`, content: `const line${number} = ${number};\n`, structuredPatch: [] },
            common,
          ),
        );
      case 2:
        // One response in two lines, the second with more output: the ledger keeps it once.
        return jsonl(assistant({ ...common, id, usage: { output_tokens: 3 }, stopReason: null }), assistant({ ...common, id }));
      case 3:
        return jsonl(costState({ 'claude-haiku-4-5': { input: number, output: number } }, sessionId));
      case 4:
        // A fork repeats what another session made.
        return jsonl(assistant({ ...common, id: `msg_shared${this.chance.below(20)}`, at: new Date(startMs).toISOString() }));
      default:
        return jsonl(assistant({ ...common, id, usage: { input_tokens: number, cache_read_input_tokens: number * 10 } }));
    }
  }
}
