/** Runs of `payoff` that several lines need. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Taken } from './measure.ts';
import { median, milliseconds } from './measure.ts';
import type { Bench } from './prepare.ts';

export function ingest(bench: Bench, ledger: string, folder: string): Promise<Taken> {
  return bench.payoff(ledger, ['ingest', '--json', '--claude-dir', folder]);
}

export function newLedger(bench: Bench): string {
  return path.join(bench.emptyFolder('ledger'), 'ledger.sqlite');
}

export interface Beyond {
  readonly figure: string;
  readonly note: string;
  readonly wallMs: number;
}

/** What runs take beyond one that finds no transcripts, in turn. */
export async function beyondStart(bench: Bench, run: () => Promise<Taken>): Promise<Beyond> {
  const none = bench.emptyFolder('none');
  mkdirSync(path.join(none, 'projects'));
  const empty = newLedger(bench);
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let pair = 0; pair < bench.pairs; pair += 1) {
    const start = await ingest(bench, empty, none);
    const whole = await run();
    wall.push(whole.wallMs - start.wallMs);
    cpu.push(whole.cpuMs - start.cpuMs);
  }
  return {
    figure: `${milliseconds(median(wall))} (processor ${milliseconds(median(cpu))})`,
    note: `beyond process start, median of ${String(bench.pairs)} pairs`,
    wallMs: median(wall),
  };
}

/** A number that `payoff … --json` printed, by its name. */
export function numberIn(json: string, name: string): number {
  return Number(new RegExp(`"${name}": (-?[\\d.]+)`).exec(json)?.[1] ?? NaN);
}
