/** The thread that reads and parses transcripts, so that the thread that writes the ledger stays free to answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { folderMatcher } from '../core/report/folderGlobs.ts';
import { lineHash } from './lineHash.ts';
import { packBatch } from './packedBatch.ts';
import type { FromParser, ParserData, ToParser } from './parserMessages.ts';
import { readTranscript } from './readTranscript.ts';

/** Batches that may wait to be written before reading pauses: bounds the memory of a parser. */
const batchesAhead = 48;

if (parentPort === null) throw new Error('This file is started as a worker thread.');
const port = parentPort;
const { secret, excluded, home } = workerData as ParserData;
const options = { hash: lineHash(secret), isExcluded: folderMatcher(excluded, home) };

let unwritten = 0;
let resume: () => void = () => undefined;
/** Files are read one after the other, in the order in which they were asked for. */
let reading = Promise.resolve();

const send = (message: FromParser): void => {
  // The numbers are handed over, not copied.
  port.postMessage(message, message.kind === 'batch' ? [message.batch.numbers.buffer] : []);
};

port.on('message', (message: ToParser) => {
  if (message.kind === 'read') reading = reading.then(() => read(message));
  else {
    unwritten -= 1;
    resume();
  }
});

async function read({ task, file, from }: Extract<ToParser, { kind: 'read' }>): Promise<void> {
  try {
    await readTranscript(file, from, options, async (batch) => {
      send({ kind: 'batch', task, batch: packBatch(batch) });
      unwritten += 1;
      while (unwritten >= batchesAhead) await new Promise<void>((done) => (resume = done));
    });
    send({ kind: 'done', task });
  } catch (error) {
    send({ kind: 'failed', task, message: error instanceof Error ? error.message : String(error) });
  }
}
