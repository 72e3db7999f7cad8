/** A run's section of RESULTS.md: the commit, the machine, and the rows. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { failedRow, tableOf } from './table.ts';
import type { Row } from './table.ts';

const results = path.join(import.meta.dirname, 'RESULTS.md');

/** A run that has begun. */
export interface Section {
  /** Measures one line after the other; one that fails says why in its place. */
  measure<Bench>(lines: readonly (readonly [string, (bench: Bench) => Promise<readonly Row[]>])[], bench: Bench): Promise<void>;
  /** Prints it, and adds it to RESULTS.md where it is to be kept; `what` says what was measured on. */
  end(what: string, choice: { readonly keep: boolean }): void;
}

/** Begins one; the commit is asked for now, as another may come in between. */
export function beginSection(): Section {
  const startedMs = Date.now();
  const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
  const commit = `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', ':/src') === '' ? '' : ' with changes'}`;
  const rows: Row[] = [];
  return {
    measure: async (lines, bench) => {
      for (const [name, line] of lines) {
        process.stderr.write(`${name} …\n`);
        try {
          const measured = await line(bench);
          // Seen at once: what takes an hour may be ended before its end.
          for (const { what, figure } of measured) process.stderr.write(`  ${what}: ${figure}\n`);
          rows.push(...measured);
        } catch (error) {
          process.stderr.write(`${String(error)}\n`);
          rows.push(failedRow(name, error));
          process.exitCode = 1;
        }
      }
    },
    end: (what, { keep }) => {
      const machine = `${String(cpus().length)} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.version}`;
      const load = loadavg()
        .map((each) => each.toFixed(1))
        .join(' ');
      const minutes = ((Date.now() - startedMs) / 60_000).toFixed(0);
      const section = `## ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit}

${machine}, load ${load} at the end, ${minutes} minutes; ${what}.

${tableOf(rows)}
`;
      process.stdout.write(`${section}\n`);
      if (!keep) return;
      const before = existsSync(results) ? readFileSync(results, 'utf8') : '# Results\n\nAdded by `npm run bench`, the newest last.\n';
      writeFileSync(results, `${before}\n${section}`);
    },
  };
}
