import assert from 'node:assert/strict';
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import * as v from 'valibot';
import { connectAnswerer, connectCaller } from '../../../src/protocol/rpc.ts';
import type { Answerer, Caller, Contract, Handlers, Port } from '../../../src/protocol/rpc.ts';

const contract = {
  methods: {
    double: { params: v.number(), result: v.number() },
    wait: { params: v.null(), result: v.null() },
  },
  events: { ticked: v.object({ count: v.number() }) },
} satisfies Contract;

describe('requests over a real channel', () => {
  let near: MessagePort;
  let far: MessagePort;
  let caller: Caller<typeof contract>;
  let answerer: Answerer<typeof contract>;
  let ticks: number[];
  let invalid: string[];
  let aborted: Promise<unknown>;
  const port = (end: MessagePort): Port => ({
    post: (message) => end.postMessage(message),
    listen: (listener) => void end.on('message', listener),
  });

  const connect = (handlers: Partial<Handlers<typeof contract>> = {}): void => {
    ({ port1: near, port2: far } = new MessageChannel());
    ticks = [];
    invalid = [];
    caller = connectCaller(
      contract,
      port(near),
      { ticked: ({ count }) => void ticks.push(count) },
      (sentence) => void invalid.push(sentence),
    );
    answerer = connectAnswerer(contract, port(far), {
      double: (number) => Promise.resolve(number * 2),
      wait: (_, signal) => {
        aborted = once(signal, 'abort');
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      },
      ...handlers,
    });
  };
  beforeEach(() => connect());
  afterEach(() => near.close());

  it('are answered, each with its own answer', async () => {
    const answers = await Promise.all([1, 2, 3].map((number) => caller.call('double', number)));
    assert.deepEqual(
      answers,
      [2, 4, 6].map((value) => ({ ok: true, value })),
    );
  });

  it('carry an error back as a value', async () => {
    near.close();
    connect({ double: () => Promise.reject(new Error('The ledger is locked.')) });
    assert.deepEqual(await caller.call('double', 1), { ok: false, error: { reason: 'failed', sentence: 'The ledger is locked.' } });
  });

  it('are checked where they arrive', async () => {
    near.postMessage({ kind: 'request', id: 99, method: 'double', params: 'two' });
    near.postMessage({ kind: 'request', id: 98, method: 'constructor', params: null });
    near.postMessage('noise');
    const replies: unknown[] = [];
    near.on('message', (message) => void replies.push(message));
    while (replies.length < 2) await once(near, 'message');
    assert.deepEqual(replies, [
      { kind: 'reply', id: 99, outcome: { ok: false, error: { reason: 'invalid', sentence: 'The question to double is not as agreed.' } } },
      { kind: 'reply', id: 98, outcome: { ok: false, error: { reason: 'invalid', sentence: 'There is no method constructor.' } } },
    ]);
  });

  it('refuse a result and an event that are not as agreed', async () => {
    near.close();
    connect({ double: () => Promise.resolve(Number.NaN) });
    const answer = await caller.call('double', 1);
    assert.deepEqual(answer, { ok: false, error: { reason: 'invalid', sentence: 'The result of double is not as agreed.' } });
    far.postMessage({ kind: 'event', name: 'ticked', value: { count: 'many' } });
    far.postMessage({ kind: 'event', name: 'toString', value: null });
    answerer.emit('ticked', { count: 7 });
    while (ticks.length === 0) await once(near, 'message');
    assert.deepEqual(
      { ticks, invalid },
      { ticks: [7], invalid: ['The event ticked is not as agreed at count.', 'There is no event toString.'] },
    );
  });

  it('can be cancelled, which the other end hears', async () => {
    const controller = new AbortController();
    const waiting = caller.call('wait', null, controller.signal);
    await caller.call('double', 1); // the first request has arrived
    controller.abort();
    assert.deepEqual(await waiting, { ok: false, error: { reason: 'cancelled', sentence: 'wait was cancelled.' } });
    await aborted;
    const never = await caller.call('wait', null, controller.signal);
    assert.equal(!never.ok && never.error.reason, 'cancelled');
  });

  it('end as closed when their end is closed, and so does every later one', async () => {
    const waiting = caller.call('wait', null);
    caller.close();
    for (const answer of [await waiting, await caller.call('double', 1)]) assert.equal(!answer.ok && answer.error.reason, 'closed');
  });

  it('are called off by the answering end when it closes', async () => {
    const waiting = caller.call('wait', null);
    await caller.call('double', 1);
    answerer.close();
    const answer = await waiting;
    assert.equal(!answer.ok && answer.error.reason, 'cancelled');
  });
});
