/** The thread that reads and parses transcripts, so that the thread that writes the ledger stays free to answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { lineHash } from './lineHash.ts';
import type { FromParser, ParserData, ToParser } from './parserMessages.ts';
import { readTranscript } from './readTranscript.ts';

/** Batches that may wait to be written before reading pauses: bounds the memory of a parser. */
const batchesAhead = 2;

if (parentPort === null) throw new Error('This file is started as a worker thread.');
const port = parentPort;
const hash = lineHash((workerData as ParserData).secret);

let unwritten = 0;
let resume: (() => void) | null = null;
let stopped = false;

const send = (message: FromParser): void => port.postMessage(message);

port.on('message', (message: ToParser) => {
  if (message.kind === 'read') void read(message);
  else {
    if (message.kind === 'stop') stopped = true;
    else unwritten -= 1;
    resume?.();
  }
});

/** A message may set it while a read waits, which the compiler cannot see. */
const isStopped = (): boolean => stopped;

async function read({ file, from }: Extract<ToParser, { kind: 'read' }>): Promise<void> {
  stopped = false;
  unwritten = 0;
  try {
    await readTranscript(file, from, hash, async (batch) => {
      if (stopped) throw new Error('stopped');
      send({ kind: 'batch', batch });
      unwritten += 1;
      while (unwritten >= batchesAhead && !isStopped()) await new Promise<void>((done) => (resume = done));
    });
    send({ kind: 'done' });
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
