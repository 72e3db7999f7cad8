/** A developer of a made-up team: a home, a clone, weeks of sessions in it, and `payoff` as it ships. */
import path from 'node:path';
import { mondayMs, weekOfMs } from '../../../src/core/team/published/closing.ts';
import { EngineRig } from '../engineRig.ts';
import type { CliBundle } from '../faults/cliBundle.ts';
import { GitWork, SessionLines } from '../gitWork.ts';
import { runOrFail } from '../runCommand.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** All but the first are told: that in which a record begins is not. */
const weeksOfWork = 10;

export class TeamDeveloper {
  private readonly rig: EngineRig;
  private readonly cli: CliBundle;
  private readonly clone: string;

  private constructor(rig: EngineRig, cli: CliBundle, clone: string) {
    this.rig = rig;
    this.cli = cli;
    this.clone = clone;
  }

  /**
   * Makes one who, in each of ten weeks that are over (UTC), shipped a change that stayed (the first of them two) and one that was reverted, and wrote
   * something that no commit took. No two developers spend alike, and none more than half of what three do.
   */
  static async make(number: number, cli: CliBundle, nowMs: number): Promise<TeamDeveloper> {
    const rig = await EngineRig.make();
    const running = mondayMs(weekOfMs(nowMs));
    const work = new GitWork(rig, 'loom', running - 7 * weeksOfWork * day);
    for (let back = weeksOfWork; back >= 1; back -= 1) {
      const monday = running - 7 * back * day;
      const write = async (session: number, model: string, lines: SessionLines): Promise<void> => {
        const name = sessionId(number, back, session);
        await rig.write(`-work/${name}.jsonl`, spending(lines, model, number + 3 * back + 7 * session));
      };
      const begin = (session: number, startMs: number): SessionLines =>
        new SessionLines(work.clone, { sessionId: sessionId(number, back, session), startMs });

      const stayed = begin(1, monday + day + 10 * hour);
      stayed.says();
      ship(work, stayed, `kept${String(back)}.ts`);
      if (number === 1) ship(work, stayed, `more${String(back)}.ts`);
      await write(1, 'claude-opus-5-5', stayed.says());

      const undone = begin(2, monday + 3 * day + 10 * hour);
      const sha = ship(work, undone, `undone${String(back)}.ts`);
      await write(2, 'claude-haiku-4-5', undone);
      const date = `${String((monday + 4 * day) / 1000)} +0000`;
      work.gitAt(work.clone, { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }, 'revert', '--no-edit', sha);

      const unused = begin(3, monday + 4 * day + 10 * hour);
      await write(3, 'claude-opus-5-5', unused.edits(path.join(work.clone, `unused${String(back)}.ts`), 'unused\n').says());
    }
    return new TeamDeveloper(rig, cli, work.clone);
  }

  /** What `payoff` prints with these arguments in the clone; rejects where it fails. */
  payoff(given: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<string> {
    const { home } = this.rig;
    const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, TZ: 'UTC', GIT_CONFIG_NOSYSTEM: '1', ...environment };
    return runOrFail(process.execPath, [this.cli.path, ...given], { cwd: this.clone, env, limitMs: 60_000 });
  }

  close(): Promise<void> {
    return this.rig.close();
  }
}

function sessionId(developer: number, week: number, session: number): string {
  return `${String(developer).padStart(8, '0')}-0000-4000-8000-${String(week).padStart(6, '0')}${String(session).padStart(6, '0')}`;
}

function ship(work: GitWork, lines: SessionLines, file: string): string {
  const content = Array.from(
    { length: 12 },
    (_, index) => `export const ${path.parse(file).name}${String(index)} = ${String(index)};\n`,
  ).join('');
  lines.edits(path.join(work.clone, file), content);
  return lines.commits(`Add ${file}`, (atMs) => {
    work.write(file, content);
    return work.commit(`Add ${file}`, atMs);
  });
}

/** The transcript, each of its requests with a model and with tokens of every class. */
function spending(lines: SessionLines, model: string, seed: number): string {
  let request = 0;
  return lines
    .text()
    .replaceAll('"model":"claude-opus-5-5"', `"model":"${model}"`)
    .replace(/"usage":\{[^{}]*\}/g, () => {
      const odd = 1 + ((seed * 37 + (request += 1) * 11) % 29);
      return `"usage":${JSON.stringify({
        input_tokens: 311 + 13 * odd,
        output_tokens: 9_007 + 1_009 * odd,
        cache_creation_input_tokens: 4_003 + 211 * odd,
        cache_read_input_tokens: 120_011 + 2_017 * odd,
      })}`;
    });
}
