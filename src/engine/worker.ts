/** The worker thread beside a window (`dist/worker.cjs`): the only place of the extension that opens the ledger. */
import './sqliteWarning.ts'; // before everything that loads node:sqlite
import { homedir } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { openEngine } from './engine.ts';
import { serveWindow } from './serveWindow.ts';

if (parentPort === null) throw new Error('worker.cjs is a worker thread: the extension starts it.');
serveWindow(parentPort, openEngine, homedir(), process.env);
