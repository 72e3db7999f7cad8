/**
 * The window's side of its worker: started after activation has returned, configured at every change of the settings, started once more
 * when it crashes, and closed with its ledger when the window goes. Knows nothing of VS Code, so that it is tested with a real thread.
 */
import { Worker } from 'node:worker_threads';
import { t } from '../core/l10n/message.ts';
import { display } from '../core/l10n/display.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import { protocolVersion, workerContract } from '../protocol/messages.ts';
import type { LedgerProblemMessage, WorkerContract, WorkerOptions } from '../protocol/messages.ts';
import { systemClock } from '../protocol/pace.ts';
import type { Clock } from '../protocol/pace.ts';
import { connectCaller } from '../protocol/rpc.ts';
import type { Caller, EventValue, Outcome, Params, Result } from '../protocol/rpc.ts';
import type { TeamTokenMessage } from '../protocol/teamSchemas.ts';
import type { Log } from './log.ts';

/** A worker that crashed is started again after this time, once; one that has run for `healthyMs` may crash once more. */
const restartAfterMs = 1000;
const healthyMs = 10 * 60_000;
/** VS Code gives a window five seconds to end. */
const closeWithinMs = 4000;

/** Why there are no figures, in a sentence for the bar's tooltip. */
export type Problem = LedgerProblemMessage | { readonly reason: 'stopped'; readonly sentence: string };

type Methods = WorkerContract['methods'];
/** What the faces may ask; opening and closing are the client's own. */
export type Question = Exclude<keyof Methods, 'open' | 'reconfigure' | 'close' | 'teamToken'>;

/** A commit that a session made, moments after it was made. */
export type RecordedCommit = EventValue<WorkerContract, 'commitRecorded'>;

export interface EngineClientOptions {
  /** `dist/worker.cjs`. */
  readonly workerFile: string;
  readonly log: Log;
  readonly onSnapshot: (snapshot: LiveSnapshot) => void;
  readonly onProblem: (problem: Problem | null) => void;
  /** What the views of cost and outcome are made from changed. */
  readonly onHistoryChanged: () => void;
  readonly onCommit: (commit: RecordedCommit) => void;
  /** The token of a team, kept for the worker, which has it in memory alone; absent: no team can be joined. */
  readonly tokens?: {
    read(): Promise<TeamTokenMessage | null>;
    keep(token: TeamTokenMessage): Promise<void>;
    forget(team: string): Promise<void>;
  };
  readonly clock?: Clock;
}

interface Running {
  readonly worker: Worker;
  readonly caller: Caller<WorkerContract>;
  readonly startedMs: number;
  readonly exited: Promise<void>;
}

export class EngineClient {
  readonly #given: EngineClientOptions;
  readonly #clock: Clock;
  #options: Omit<WorkerOptions, 'version'> | null = null;
  #running: Running | null = null;
  #restarted = false;
  /** Whether the bar says that there is no reader. */
  #stopped = false;
  #callOffRestart: () => void = () => undefined;
  #closing: Promise<void> | null = null;

  constructor(given: EngineClientOptions) {
    this.#given = given;
    this.#clock = given.clock ?? systemClock;
  }

  /** Starts the worker with these settings, or gives them to the one that runs. */
  configure(options: Omit<WorkerOptions, 'version'>): void {
    if (this.#closing !== null) return;
    const first = this.#options === null;
    this.#options = options;
    if (first) this.#start('open');
    else if (this.#running !== null) void this.#configureRunning(this.#running, 'reconfigure');
  }

  /** Lets the worker speak as this thread does; to be called whenever that has changed. */
  showAsHere(): void {
    const { locale, messages, currency } = display();
    void this.#running?.caller.call('show', { locale, messages: { ...messages }, currency });
  }

  /** Gives the worker the token that is kept; to be called whenever that has changed. */
  async handToken(): Promise<void> {
    const { tokens } = this.#given;
    if (tokens === undefined) return;
    const token = await tokens.read();
    await this.#running?.caller.call('teamToken', token);
  }

  /** Asks the worker; never rejects. */
  async ask<N extends Question>(
    question: N,
    params: Params<WorkerContract, N>,
    signal?: AbortSignal,
  ): Promise<Outcome<Result<WorkerContract, N>>> {
    if (this.#running === null && question === 'refresh' && this.#closing === null) this.#start('open');
    if (this.#running === null) return { ok: false, error: { reason: 'closed', sentence: t('Payoff’s reader is not running.') } };
    return this.#running.caller.call(question, params, signal);
  }

  /** Closes the ledger and ends the worker; resolves when the thread is gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #start(method: 'open'): void {
    const { workerFile, log, onSnapshot, onProblem } = this.#given;
    const startedMs = this.#clock.now();
    const worker = new Worker(workerFile, { name: 'payoff' });
    const caller = connectCaller(
      workerContract,
      { post: (message) => worker.postMessage(message), listen: (listener) => void worker.on('message', listener) },
      {
        // What a window shows is gone before its worker is.
        snapshot: (snapshot) => {
          if (this.#closing === null) onSnapshot(snapshot);
        },
        problem: (problem) => {
          if (this.#closing === null) onProblem(problem);
        },
        historyChanged: () => {
          if (this.#closing === null) this.#given.onHistoryChanged();
        },
        commitRecorded: (commit) => {
          if (this.#closing === null) this.#given.onCommit(commit);
        },
        keepToken: (token) => void this.#keepToken(token),
        forgetToken: ({ team }) => void this.#given.tokens?.forget(team).then(() => this.handToken()),
        log: ({ level, sentence }) => log[level](sentence),
      },
      (sentence) => log.error(sentence),
    );
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const running = { worker, caller, startedMs, exited };
    this.#running = running;
    let reason = 'ended';
    worker.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => this.#ended(running, reason));
    this.showAsHere();
    void this.handToken();
    void this.#configureRunning(running, method);
  }

  /** A token that cannot be stored is lost for the next window, so nothing is joined with it. */
  async #keepToken(token: TeamTokenMessage): Promise<void> {
    const { log, tokens } = this.#given;
    try {
      await tokens?.keep(token);
      await this.handToken();
    } catch (error) {
      log.error(`The token of a team could not be stored: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #configureRunning({ caller }: Running, method: 'open' | 'reconfigure'): Promise<void> {
    if (this.#options === null) return;
    const opened = await caller.call(method, { ...this.#options, version: protocolVersion });
    if (opened.ok) {
      // The problem of a ledger comes as an event; that there was no reader is over.
      if (this.#stopped && opened.value === null) this.#given.onProblem(null);
      this.#stopped = false;
    } else if (opened.error.reason !== 'closed') {
      this.#given.log.error(`The ledger could not be opened: ${opened.error.sentence}`);
      this.#stop(t('Payoff could not open its ledger: {0}', opened.error.sentence));
    }
  }

  #ended(running: Running, reason: string): void {
    running.caller.close();
    if (this.#running === running) this.#running = null;
    if (this.#closing !== null) return;
    const { log } = this.#given;
    if (this.#clock.now() - running.startedMs > healthyMs) this.#restarted = false;
    if (this.#restarted) {
      log.error(`The reader stopped again (${reason}) and is not started a third time.`);
      this.#stop(t('Payoff’s reader stopped twice. Nothing is lost; Refresh starts it again.'));
      return;
    }
    this.#restarted = true;
    log.warn(`The reader stopped (${reason}); it is started again in ${restartAfterMs} ms.`);
    this.#callOffRestart = this.#clock.after(restartAfterMs, () => {
      if (this.#running === null) this.#start('open');
    });
  }

  #stop(sentence: string): void {
    this.#stopped = true;
    this.#given.onProblem({ reason: 'stopped', sentence });
  }

  async #close(): Promise<void> {
    this.#callOffRestart();
    const running = this.#running;
    if (running === null) return;
    let callOff = (): void => undefined;
    const late = new Promise<'late'>((resolve) => (callOff = this.#clock.after(closeWithinMs, () => resolve('late'))));
    const closed = running.caller.call('close', null).then(() => running.exited);
    if ((await Promise.race([closed, late])) === 'late') {
      this.#given.log.warn('The reader did not end in time and was stopped.');
      await running.worker.terminate();
    }
    callOff();
    running.caller.close();
  }
}
