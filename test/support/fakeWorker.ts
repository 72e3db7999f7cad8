/** A worker thread with an engine that has no ledger. The ledger's name in the settings says what shall go wrong. */
import { parentPort } from 'node:worker_threads';
import { serveWindow } from '../../src/engine/serveWindow.ts';
import { FakeEngine } from './fakeEngine.ts';

class CrashingEngine extends FakeEngine {
  override sessions(): Promise<readonly []> {
    setImmediate(() => {
      throw new Error('crashed on demand');
    });
    return super.sessions();
  }

  override close(): Promise<void> {
    return this.options.ledger === 'stuck' ? new Promise(() => undefined) : super.close();
  }
}

if (parentPort !== null)
  serveWindow(
    parentPort,
    (options) =>
      Promise.resolve(
        options.ledger === 'newer'
          ? { reason: 'newer', sentence: 'The ledger was written by a newer version.' }
          : new CrashingEngine(options),
      ),
    '/home/ada',
    {},
  );
