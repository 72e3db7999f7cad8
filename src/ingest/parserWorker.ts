/** The thread that reads and parses transcripts, so that the thread that writes the ledger stays free to answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { folderMatcher } from '../core/report/folderGlobs.ts';
import { lineHash } from './lineHash.ts';
import type { Batch } from '../ledger/batch.ts';
import { packBatches } from './packedBatch.ts';
import type { Answer, FromParser, ParserData, ReadTask, ToParser } from './parserMessages.ts';
import { readTranscript } from './readTranscript.ts';

/** Batches that may wait to be written before reading pauses: bounds the memory of a parser. Twice as many as are written together, so that it seldom does. */
const batchesAhead = 192;

/** So many answers go together: waking the other thread costs more than what a small file has to say. */
const answersTogether = 12;

if (parentPort === null) throw new Error('This file is started as a worker thread.');
const port = parentPort;
const { secret, excluded, home } = workerData as ParserData;
const options = { hash: lineHash(secret), isExcluded: folderMatcher(excluded, home) };

let unwritten = 0;
let resume: () => void = () => undefined;
const tasks: ReadTask[] = [];
let answers: Answer[] = [];
let batches: Batch[] = [];
let reading = false;

port.on('message', (message: ToParser) => {
  unwritten -= message.written;
  tasks.push(...message.tasks);
  resume();
  if (!reading) void readTasks();
});

/** Reads the files one after the other, in the order in which they were asked for. */
async function readTasks(): Promise<void> {
  reading = true;
  for (let next = tasks.shift(); next !== undefined; next = tasks.shift()) {
    await read(next);
    if (answers.length >= answersTogether) sendAnswers();
  }
  reading = false;
  answers.push({ kind: 'idle' });
  sendAnswers();
}

async function read({ task, file, from }: ReadTask): Promise<void> {
  try {
    await readTranscript(file, from, options, async (batch) => {
      answers.push({ kind: 'batch', task });
      batches.push(batch);
      unwritten += 1;
      if (unwritten < batchesAhead) return;
      sendAnswers();
      while (unwritten >= batchesAhead) await new Promise<void>((done) => (resume = done));
    });
    answers.push({ kind: 'done', task });
  } catch (error) {
    answers.push({ kind: 'failed', task, message: error instanceof Error ? error.message : String(error) });
  }
}

function sendAnswers(): void {
  if (answers.length === 0) return;
  const packed = packBatches(batches);
  const message: FromParser = { batches: packed, answers };
  // Numbers and hashes are handed over, not copied.
  port.postMessage(message, [packed.numbers.buffer, packed.hashes.buffer]);
  answers = [];
  batches = [];
}
