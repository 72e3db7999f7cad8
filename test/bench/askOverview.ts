/** `node askOverview.ts WORKER LEDGER`: opens the ledger in the extension's worker, asks for the panel's overview, prints what it took. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { protocolVersion, workerContract } from '../../src/protocol/messages.ts';
import { connectCaller } from '../../src/protocol/rpc.ts';
import { median } from './measure.ts';

const [, , workerFile, ledger] = process.argv;
if (workerFile === undefined || ledger === undefined) throw new Error('usage: node askOverview.ts WORKER LEDGER');
const nothing = mkdtempSync(path.join(tmpdir(), 'payoff-bench-nothing-'));
const worker = new Worker(workerFile);
const ignore = (): void => undefined;
const caller = connectCaller(
  workerContract,
  { post: (message) => worker.postMessage(message), listen: (listener) => void worker.on('message', listener) },
  {
    snapshot: ignore,
    problem: ignore,
    historyChanged: ignore,
    commitRecorded: ignore,
    keepToken: ignore,
    forgetToken: ignore,
    log: ignore,
  },
  (sentence) => {
    throw new Error(sentence);
  },
);
const opened = await caller.call('open', {
  ...{ version: protocolVersion, claudeDirectories: [nothing], ledger, exclude: [], timezone: 'UTC', mappings: [] },
  ...{ plan: 'auto', folders: [], git: false, identities: [] },
});
if (!opened.ok || opened.value !== null) throw new Error(JSON.stringify(opened));
const ask = async (): Promise<number> => {
  const startedMs = performance.now();
  const filter = { period: 'all', repository: null, branch: null, model: null, part: null } as const;
  const answer = await caller.call('overview', { filter });
  if (!answer.ok) throw new Error(answer.error.sentence);
  return performance.now() - startedMs;
};
const firstMs = await ask();
const again: number[] = [];
for (let run = 0; run < 5; run += 1) again.push(await ask());
const rssBytes = process.memoryUsage.rss();
await caller.call('close', null);
rmSync(nothing, { recursive: true });
process.stdout.write(`${JSON.stringify({ firstMs, againMs: median(again), rssBytes }, null, 1)}\n`);
