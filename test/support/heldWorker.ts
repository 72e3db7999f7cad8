/**
 * The worker beside a window, whose first reading stops where it has first written something and then waits for whoever ends it: a test that
 * pauses or closes it finds it under way, however fast or slow the machine is.
 */
import '../../src/engine/sqliteWarning.ts'; // before everything that loads node:sqlite
import { once } from 'node:events';
import { homedir } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { openEngine, PayoffEngine } from '../../src/engine/engine.ts';
import { serveWindow } from '../../src/engine/serveWindow.ts';
import type { OpenEngine } from '../../src/engine/types.ts';

const openHeld: OpenEngine = async (options) => {
  const engine = await openEngine(options);
  if (engine instanceof PayoffEngine) holdFirstPass(engine);
  return engine;
};

function holdFirstPass(engine: PayoffEngine): void {
  const pass = engine.pass.bind(engine);
  engine.pass = async (signal, onProgress) => {
    engine.pass = pass;
    const begun = new AbortController();
    const result = await pass(AbortSignal.any([signal, begun.signal]), (progress) => {
      onProgress(progress);
      if (progress.bytesRead > 0) begun.abort();
    });
    if (!result.complete && !signal.aborted) await once(signal, 'abort');
    return result;
  };
}

if (parentPort === null) throw new Error('heldWorker.ts is a worker thread: a test starts it.');
serveWindow(parentPort, openHeld, homedir(), process.env);
