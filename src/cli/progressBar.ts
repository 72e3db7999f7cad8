import { formatCount } from '../core/report/money.ts';
import type { GitProgress, IngestProgress } from '../engine/types.ts';
import type { Surroundings } from './surroundings.ts';

/** A run that is over sooner shows no bar. */
const quietForMs = 400;
const betweenMs = 80;
const cells = 24;

/** A bar on the terminal's error output, once reading takes longer than a moment; nothing where there is no terminal. */
export class ProgressBar {
  readonly #output: Surroundings['stderr'];
  readonly #nowMs: () => number;
  readonly #startedMs: number;
  #drawnMs = -Infinity;
  #shown = false;

  constructor({ stderr, nowMs }: Pick<Surroundings, 'stderr' | 'nowMs'>) {
    this.#output = stderr;
    this.#nowMs = nowMs;
    this.#startedMs = nowMs();
  }

  show(progress: IngestProgress): void {
    this.#draw(() => barText(progress));
  }

  /** Of git only what was read so far is known, not how much there is. */
  showGit({ commits, linesRead, linesMissing }: Omit<GitProgress, 'repository'>): void {
    this.#draw(() =>
      linesRead === undefined || linesMissing === undefined
        ? `Reading git: ${formatCount(commits)} commits so far`
        : `Reading what commits changed: ${formatCount(linesRead)} of ${formatCount(linesMissing)}`,
    );
  }

  /** What takes its time and has no end that is known. */
  showText(text: string): void {
    this.#draw(() => text);
  }

  #draw(text: () => string): void {
    const now = this.#nowMs();
    if (!this.#output.isTerminal || now - this.#startedMs < quietForMs || now - this.#drawnMs < betweenMs) return;
    this.#drawnMs = now;
    this.#shown = true;
    this.#output.write(`\r\u001b[K${text().slice(0, Math.max(0, this.#output.columns - 1))}`);
  }

  /** Removes the bar, so that what follows begins on a clean line. */
  clear(): void {
    if (this.#shown) this.#output.write('\r\u001b[K');
    this.#shown = false;
  }
}

function barText({ bytes, bytesRead, files, filesDone }: IngestProgress): string {
  const share = bytes === 0 ? 1 : Math.min(1, bytesRead / bytes);
  const full = Math.round(share * cells);
  const bar = '█'.repeat(full) + '░'.repeat(cells - full);
  return `Reading transcripts ${bar} ${Math.floor(100 * share)}% · ${formatCount(filesDone)} of ${formatCount(files)} files`;
}
