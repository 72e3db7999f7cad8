/**
 * A process with the worker of a window over the real engine. It prints a line for whatever it notices, and does what standard input says:
 * `stop before|inside|after` stops it at its next transaction, `clock <ms>` moves its clock.
 */
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { examineWithoutLedger } from '../../../src/engine/doctor.ts';
import { PayoffEngine, openEngine } from '../../../src/engine/engine.ts';
import { WindowSession } from '../../../src/engine/windowSession.ts';
import { repositoryOf } from '../../../src/git/identity.ts';
import { protocolVersion } from '../../../src/protocol/messages.ts';
import { systemClock } from '../../../src/protocol/pace.ts';

const [ledger = '', home = ''] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

let engine: PayoffEngine | null = null;
const signal = new AbortController().signal;

async function sayRequests(): Promise<void> {
  if (engine === null) return;
  try {
    say(`requests ${(await engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.requests}`);
  } catch (error) {
    session.questionFailed(error);
  }
}

const session = new WindowSession({
  openEngine: async (options) => {
    const opened = await openEngine(options);
    engine = opened instanceof PayoffEngine ? opened : null;
    return opened;
  },
  examineWithoutLedger,
  repositoryOf,
  environment: {},
  home,
  clock: systemClock,
  onSnapshot: () => void sayRequests(),
  onHistoryChanged: () => void sayRequests(),
  onCommit: () => undefined,
  gitStamp: () => Promise.resolve(null),
  onProblem: (problem) => {
    if (problem === null) say('usable');
    else {
      engine = null;
      say(`unusable ${problem.sentence}`);
    }
  },
  onLog: (level, sentence) => say(`${level} ${sentence}`),
});

/** Stops this process at its next transaction that writes facts. */
function stopAt(moment: string): void {
  const exec = Reflect.get<DatabaseSync, 'exec'>(DatabaseSync.prototype, 'exec');
  const [statement, isAfter] = moment === 'before' ? ['BEGIN IMMEDIATE', false] : ['COMMIT', moment === 'after'];
  DatabaseSync.prototype.exec = function (sql: string): void {
    const isIt = sql === statement;
    if (isIt) DatabaseSync.prototype.exec = exec;
    if (isIt && !isAfter) process.kill(process.pid, 'SIGSTOP');
    exec.call(this, sql);
    if (isIt && isAfter) process.kill(process.pid, 'SIGSTOP');
  };
}

function moveClock(byMs: number): void {
  const RealDate = globalThis.Date;
  const now = RealDate.now.bind(RealDate);
  globalThis.Date = class extends RealDate {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [now() + byMs] : given) as [number]));
    }
    static override now(): number {
      return now() + byMs;
    }
  } as DateConstructor;
}

createInterface(process.stdin).on('line', (line) => {
  const [what, value = ''] = line.split(' ');
  if (what === 'stop') stopAt(value);
  else if (what === 'clock') moveClock(Number(value));
  say(`did ${line}`);
});

async function begin(): Promise<void> {
  await session.handlers.open(
    {
      version: protocolVersion,
      ...{ claudeDirectories: [], ledger, exclude: [], timezone: 'UTC', mappings: [], identities: [] },
      ...{ plan: 'api', folders: null, git: false },
    },
    signal,
  );
  say('opened');
  setInterval(() => {
    try {
      if (engine !== null) say(engine.lease.held ? 'holds' : 'waits');
    } catch {
      // It is being closed.
    }
  }, 100);
}

void begin();
