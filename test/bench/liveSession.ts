/** A session that goes on now: the records that the real client wrote, line by line, with the times of this moment. */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { seedFiles, workFolder } from './corpus.ts';
import { exchangesOf } from './exchanges.ts';
import type { Exchange } from './exchanges.ts';

export interface LiveSession {
  readonly file: string;
  readonly exchanges: readonly Exchange[];
  /** Appends lines in one write; resolves to the moment when it returned, in milliseconds since 1970 with fractions. */
  append(lines: readonly string[]): number;
}

/** The longest seed session, in a folder of its own below `claudeDirectory`; nothing is written yet. Its working folder is `workFolder(1)`. */
export async function liveSession(claudeDirectory: string): Promise<LiveSession> {
  const exchanges = (await seedFiles())
    .filter((file) => !file.includes(`${path.sep}subagents${path.sep}`))
    .map((file) => exchangesOf(readFileSync(file, 'utf8')))
    .reduce((longest, each) => (each.length > longest.length ? each : longest), []);
  const file = path.join(claudeDirectory, 'projects/-live', `${sessionOf(exchanges)}.jsonl`);
  mkdirSync(path.dirname(file), { recursive: true });
  return {
    file,
    exchanges,
    append(lines) {
      const text = lines.map((line) => `${atThisMoment(line)}\n`).join('');
      appendFileSync(file, text);
      return performance.timeOrigin + performance.now();
    },
  };
}

function sessionOf(exchanges: readonly Exchange[]): string {
  const id = /"sessionId":"([0-9a-f-]{36})"/.exec(exchanges[0]?.asked.join('') ?? '')?.[1];
  if (id === undefined) throw new Error('The seed sessions hold no session id.');
  return id;
}

function atThisMoment(line: string): string {
  return line
    .replaceAll(/"timestamp":"[^"]{24}"/g, `"timestamp":"${new Date().toISOString()}"`)
    .replaceAll(/[^"\s]*payoff-claude-\w{6}\/work/g, workFolder(1));
}
