import type { MessagePort } from 'node:worker_threads';
import { repositoryOf } from '../git/identity.ts';
import { workerContract } from '../protocol/messages.ts';
import type { WorkerContract } from '../protocol/messages.ts';
import { systemClock } from '../protocol/pace.ts';
import { connectAnswerer } from '../protocol/rpc.ts';
import type { Answerer } from '../protocol/rpc.ts';
import { examineWithoutLedger } from './doctor.ts';
import { gitStamp } from './gitStamp.ts';
import type { OpenEngine } from './types.ts';
import { WindowSession } from './windowSession.ts';

/** Answers a window on `port` until it says close; then nothing holds the thread, and it ends by itself. */
export function serveWindow(port: MessagePort, openEngine: OpenEngine, home: string, environment: NodeJS.ProcessEnv): void {
  const session = new WindowSession({
    openEngine,
    examineWithoutLedger,
    repositoryOf,
    environment,
    home,
    clock: systemClock,
    onSnapshot: (snapshot) => answerer.emit('snapshot', snapshot),
    gitStamp,
    onHistoryChanged: () => answerer.emit('historyChanged', null),
    onCommit: (commit) => answerer.emit('commitRecorded', commit),
    onProblem: (problem) => answerer.emit('problem', problem),
    onLog: (level, sentence) => answerer.emit('log', { level, sentence }),
    tokenKeeper: {
      onToken: (token) => answerer.emit('keepToken', token),
      onForget: (team) => answerer.emit('forgetToken', team),
    },
  });
  const answerer: Answerer<WorkerContract> = connectAnswerer(
    workerContract,
    { post: (message) => port.postMessage(message), listen: (listener) => void port.on('message', listener) },
    {
      ...session.handlers,
      close: async (params, signal) => {
        const closed = await session.handlers.close(params, signal);
        setImmediate(() => port.close()); // the answer leaves first
        return closed;
      },
    },
    undefined,
    (error) => session.questionFailed(error),
  );
}
