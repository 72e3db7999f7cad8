/** Reading git of a long history and linking its commits, beside git's own log of it. */
import path from 'node:path';
import { generateRepository } from './generatedRepository.ts';
import type { GeneratedRepository } from './generatedRepository.ts';
import { median, megabytes, milliseconds, take } from './measure.ts';
import type { Taken } from './measure.ts';
import type { Bench } from './prepare.ts';
import { newLedger } from './runs.ts';
import type { Row } from './table.ts';

/** What `readRepository.ts` prints. */
interface Readings {
  readonly taken: readonly (Pick<Taken, 'wallMs' | 'cpuMs'> & { readonly what: string; readonly rssBytes: number })[];
  readonly peakRssBytes: number;
}

/** Ten thousand commits and five hundred sessions. */
export async function repositoryLine(bench: Bench): Promise<readonly Row[]> {
  const size = bench.quick ? { commits: 1000, sessions: 50 } : { commits: 10_000, sessions: 500 };
  const made = await generateRepository(bench.emptyFolder('repository'), size);
  const readings: Readings[] = [];
  const logs: Readonly<Record<'numstat' | 'lines', Taken[]>> = { numstat: [], lines: [] };
  await log(made, '--numstat'); // whoever comes first would pay for the disk
  for (let pair = 0; pair < bench.pairs; pair += 1) {
    // Of one process the first reading alone is cold; what comes after it is measured once, in the last.
    const times = pair === bench.pairs - 1 ? 9 : 0;
    const args = [made.home, made.repository, newLedger(bench), String(times)];
    readings.push(JSON.parse((await bench.script('readRepository.ts', args)).stdout) as Readings);
    logs.numstat.push(await log(made, '--numstat'));
    logs.lines.push(await log(made, '-p', '-U0'));
  }
  const [cold, numstat, lines] = [readings.map((each) => each.taken[0] ?? none), logs.numstat, logs.lines];
  const said = `${String(size.commits)} commits, ${String(made.edits)} edits in ${String(size.sessions)} sessions`;
  const later = (what: string, note: string): Row => {
    const taken = readings.at(-1)?.taken.filter((each) => each.what === what) ?? [];
    return { what: `${what}, then`, figure: both(taken), note: `${note}, median of ${String(taken.length)} in one process` };
  };
  return [
    { what: 'a repository, cold', figure: both(cold), note: `${said}: read, its lines, links; bound 10 s` },
    { what: 'git log --numstat', figure: both(numstat), note: 'in turn with it' },
    { what: 'git log -p -U0', figure: both(lines), note: 'in turn with it: the lines of every commit' },
    { what: 'a repository, cold / both logs', figure: ratio(cold, numstat, lines), note: 'wall time, median of the pairs' },
    { what: 'its peak memory', figure: megabytes(median(readings.map(({ peakRssBytes }) => peakRssBytes))), note: 'the whole process' },
    later('a new commit', 'of lines that a session wrote; bound 300 ms'),
    later('an edit of yesterday', 'found with all commits known'),
    later('a new edit', 'in no commit yet: nothing to link'),
    later('nothing changed', 'what git is asked to know that'),
  ];
}

const none = { wallMs: NaN, cpuMs: NaN };

function log({ repository, home }: GeneratedRepository, ...args: readonly string[]): Promise<Taken> {
  const command = ['git', '-C', repository, 'log', '--branches', ...args];
  return take(['sh', '-c', '"$@" > /dev/null', 'sh', ...command], { HOME: path.resolve(home), GIT_CONFIG_NOSYSTEM: '1' });
}

function both(taken: readonly Pick<Taken, 'wallMs' | 'cpuMs'>[]): string {
  return `${milliseconds(median(taken.map(({ wallMs }) => wallMs)))} (processor ${milliseconds(median(taken.map(({ cpuMs }) => cpuMs)))})`;
}

function ratio(own: readonly Pick<Taken, 'wallMs'>[], ...peers: readonly (readonly Taken[])[]): string {
  const all = own.map(({ wallMs }, pair) => wallMs / peers.reduce((sum, taken) => sum + (taken[pair]?.wallMs ?? NaN), 0));
  return median(all).toFixed(2);
}
