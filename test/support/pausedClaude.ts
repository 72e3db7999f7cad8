/**
 * Sessions of the real Claude Code with pauses that nobody waits for. The client works without a pause; then its transcripts are copied, and from each mark
 * on every `timestamp` is later by the pause that was noted there, as if it had been waited for. Nothing else of a transcript is changed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { RealClaude } from './realClaude.ts';

export class Pauses {
  readonly #marks: { readonly atMs: number; readonly minutes: number }[] = [];

  /** What the client writes from now on was written so many minutes later. */
  pause(minutes: number): void {
    this.#marks.push({ atMs: Date.now(), minutes });
  }

  /** When something was said to have happened that happened at `atMs`. */
  shifted(atMs: number): number {
    return this.#marks.reduce((shifted, mark) => (mark.atMs <= atMs ? shifted + mark.minutes * 60_000 : shifted), atMs);
  }

  /** Copies the transcripts of a client into a configuration folder, with the pauses in their times. */
  async copy(claude: RealClaude, configuration: string): Promise<void> {
    for (const path of await claude.transcripts()) {
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
      const copy = join(configuration, relative(join(claude.home, '.claude'), path));
      await mkdir(dirname(copy), { recursive: true });
      await writeFile(copy, lines.map((line) => `${this.#later(line)}\n`).join(''));
    }
  }

  #later(line: string): string {
    return line.replace(/("timestamp":")(\d{4}-[^"]+Z)"/g, (_, key: string, time: string) => {
      return `${key}${new Date(this.shifted(Date.parse(time))).toISOString()}"`;
    });
  }
}
