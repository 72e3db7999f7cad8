/**
 * Requests, answers and events between two ends that can post messages to each other: a worker and its owner, a webview and its host.
 *
 * Both ends hold one contract and check what arrives against it: the caller checks results and events, the answerer checks params. Errors
 * are values. A request can be cancelled; when an end is closed, what it still waits for ends as `closed`, so nothing hangs.
 */
import { t } from '../core/l10n/message.ts';
import * as v from 'valibot';

/** Either end of the line; `listen` is called once. */
export interface Port {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
}

type Schema = v.GenericSchema<unknown, unknown>;
export type Methods = Readonly<Record<string, { readonly params: Schema; readonly result: Schema }>>;
export interface Contract {
  readonly methods: Methods;
  readonly events: Readonly<Record<string, Schema>>;
}

export interface RpcError {
  readonly reason: 'failed' | 'cancelled' | 'closed' | 'invalid';
  readonly sentence: string;
}
export type Outcome<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: RpcError };

type Names<Table> = keyof Table & string;
export type Params<C extends Contract, N extends Names<C['methods']>> = v.InferOutput<C['methods'][N]['params']>;
export type Result<C extends Contract, N extends Names<C['methods']>> = v.InferOutput<C['methods'][N]['result']>;
export type EventValue<C extends Contract, N extends Names<C['events']>> = v.InferOutput<C['events'][N]>;
export type Handlers<C extends Contract> = {
  readonly [N in Names<C['methods']>]: (params: Params<C, N>, signal: AbortSignal) => Promise<Result<C, N>>;
};
export type Listeners<C extends Contract> = { readonly [N in Names<C['events']>]: (value: EventValue<C, N>) => void };

const id = v.pipe(v.number(), v.safeInteger());
const outcome = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({
    ok: v.literal(false),
    error: v.object({ reason: v.picklist(['failed', 'cancelled', 'closed', 'invalid']), sentence: v.string() }),
  }),
]);
const message = v.variant('kind', [
  v.object({ kind: v.literal('request'), id, method: v.pipe(v.string(), v.maxLength(100)), params: v.unknown() }),
  v.object({ kind: v.literal('cancel'), id }),
  v.object({ kind: v.literal('reply'), id, outcome }),
  v.object({ kind: v.literal('event'), name: v.string(), value: v.unknown() }),
]);
type Message = v.InferOutput<typeof message>;

export interface Caller<C extends Contract> {
  /** Never rejects: what went wrong is in the outcome. */
  call<N extends Names<C['methods']>>(method: N, params: Params<C, N>, signal?: AbortSignal): Promise<Outcome<Result<C, N>>>;
  /** Ends every request that still waits, and every later one, as `closed`. */
  close(): void;
}

export function connectCaller<C extends Contract>(
  contract: C,
  port: Port,
  listeners: Listeners<C>,
  onInvalid: (sentence: string) => void,
): Caller<C> {
  const pending = new Map<number, (outcome: Outcome<unknown>) => void>();
  let lastId = 0;
  let closed = false;
  const settle = (request: number, result: Outcome<unknown>): void => {
    pending.get(request)?.(result);
    pending.delete(request);
  };
  port.listen((raw) => {
    const received = parse(raw);
    if (received?.kind === 'reply') settle(received.id, received.outcome);
    else if (received?.kind === 'event' && !closed) deliver(contract, listeners, received, onInvalid);
  });
  return {
    async call(method, params, signal) {
      if (closed) return failure('closed', closedSentence());
      if (signal?.aborted === true) return failure('cancelled', `${method} was cancelled.`);
      const request = ++lastId;
      const cancel = (): void => {
        port.post({ kind: 'cancel', id: request } satisfies Message);
        settle(request, failure('cancelled', `${method} was cancelled.`));
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const answer = await new Promise<Outcome<unknown>>((resolve) => {
        pending.set(request, resolve);
        port.post({ kind: 'request', id: request, method, params } satisfies Message);
      });
      signal?.removeEventListener('abort', cancel);
      return answer.ok
        ? checked<Result<C, typeof method>>(contract.methods[method]?.result, answer.value, `The result of ${method}`)
        : answer;
    },
    close() {
      closed = true;
      for (const request of [...pending.keys()]) settle(request, failure('closed', closedSentence()));
    },
  };
}

export interface Answerer<C extends Contract> {
  emit<N extends Names<C['events']>>(name: N, value: EventValue<C, N>): void;
  /** Cancels what still runs. */
  close(): void;
}

/** More questions than this are never open at a time; whoever asks more is told so. */
const mostRunning = 64;

/** `onRefused` hears of every message that is none, or not as agreed; `onFailed` of what a handler threw, before it is answered. */
export function connectAnswerer<C extends Contract>(
  contract: C,
  port: Port,
  handlers: Handlers<C>,
  onRefused: (sentence: string) => void = () => undefined,
  onFailed: (error: unknown) => void = () => undefined,
): Answerer<C> {
  const running = new Map<number, AbortController>();
  const answer = async (request: Extract<Message, { kind: 'request' }>): Promise<void> => {
    const controller = new AbortController();
    if (running.size >= mostRunning || running.has(request.id)) {
      onRefused('A question came before those before it were answered.');
      port.post({
        kind: 'reply',
        id: request.id,
        outcome: failure('failed', t('Too many questions at once: ask again in a moment.')),
      } satisfies Message);
      return;
    }
    running.set(request.id, controller);
    const result = await handle(contract, handlers, request, controller.signal, onFailed);
    running.delete(request.id);
    if (!result.ok && result.error.reason === 'invalid') onRefused(result.error.sentence);
    port.post({ kind: 'reply', id: request.id, outcome: result } satisfies Message);
  };
  port.listen((raw) => {
    const received = parse(raw);
    if (received?.kind === 'request') void answer(received);
    else if (received?.kind === 'cancel') running.get(received.id)?.abort();
    else onRefused('A message was no question.');
  });
  return {
    emit: (name, value) => port.post({ kind: 'event', name, value } satisfies Message),
    close: () => {
      for (const controller of running.values()) controller.abort();
    },
  };
}

async function handle<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  { method, params }: { readonly method: string; readonly params: unknown },
  signal: AbortSignal,
  onFailed: (error: unknown) => void,
): Promise<Outcome<unknown>> {
  if (!Object.hasOwn(contract.methods, method)) return failure('invalid', `There is no method ${method}.`);
  const given = checked<never>(contract.methods[method]?.params, params, `The question to ${method}`);
  if (!given.ok) return given;
  try {
    return { ok: true, value: await handlers[method as Names<C['methods']>](given.value, signal) };
  } catch (error) {
    if (signal.aborted) return failure('cancelled', `${method} was cancelled.`);
    onFailed(error);
    return failure('failed', error instanceof Error ? error.message : String(error));
  }
}

function deliver<C extends Contract>(
  contract: C,
  listeners: Listeners<C>,
  { name, value }: { readonly name: string; readonly value: unknown },
  onInvalid: (sentence: string) => void,
): void {
  if (!Object.hasOwn(contract.events, name)) {
    onInvalid(`There is no event ${name}.`);
    return;
  }
  const event = checked<never>(contract.events[name], value, `The event ${name}`);
  if (event.ok) listeners[name as Names<C['events']>](event.value);
  else onInvalid(event.error.sentence);
}

/** The value as its schema's output, which is what `Value` stands for at every call. Sentences name places, never values. */
function checked<Value>(schema: Schema | undefined, value: unknown, what: string): Outcome<Value> {
  const result = v.safeParse(schema ?? v.never(), value);
  if (result.success) return { ok: true, value: result.output as Value };
  const place = v.getDotPath(result.issues[0]);
  return failure('invalid', `${what} is not as agreed${place === null ? '' : ` at ${place}`}.`);
}

function parse(raw: unknown): Message | undefined {
  const result = v.safeParse(message, raw);
  return result.success ? result.output : undefined;
}

function failure(reason: RpcError['reason'], sentence: string): { readonly ok: false; readonly error: RpcError } {
  return { ok: false, error: { reason, sentence } };
}

/** Of a window, a page or a worker that is gone. */
function closedSentence(): string {
  return t('Payoff was closed before it answered: ask again.');
}
