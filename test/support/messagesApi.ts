import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Token counts as the Messages API names them; whatever else a script adds is sent along. */
export type ApiUsage = Readonly<Record<string, unknown>>;

/** Usage that a reply reports, field by field, unless its script says otherwise. */
export const defaultUsage = {
  input_tokens: 100,
  cache_creation_input_tokens: 1000,
  cache_read_input_tokens: 5000,
  cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 600 },
  output_tokens: 200,
  service_tier: 'standard',
} satisfies ApiUsage;

/** What the client asks, as far as a script can want to know it. */
export interface ScriptedRequest {
  /** Tool results already in the conversation: 0 for the first request of a session and of each subagent. */
  readonly turn: number;
  /** All requests answered so far, side calls included. */
  readonly index: number;
  readonly model: string;
  /** Text of the conversation's first user message: a subagent's is the prompt that its caller gave to it. */
  readonly firstPrompt: string;
  /** Text of the last user message: what a resumed session was asked now. */
  readonly lastPrompt: string;
  /** The first prompt holds the word SUBAGENT. */
  readonly isSubagent: boolean;
  readonly body: MessagesRequest;
}

export interface ScriptedReply {
  readonly text?: string;
  readonly tools?: readonly { readonly name: string; readonly input: object }[];
  /** Replaces fields of `defaultUsage`. */
  readonly usage?: ApiUsage;
  /** Wait before the first byte of the reply. */
  readonly delayMs?: number;
  /** Id of the response, for replays; unique when left out. */
  readonly id?: string;
}

export interface MessagesScript {
  /** The reply to each request of the main agent and of subagents; a promise holds the client back until it is kept. */
  readonly reply: (request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply>;
  /** The reply to the client's side calls (titles, summaries), which come without tools. */
  readonly sideReply?: (request: ScriptedRequest) => ScriptedReply;
}

/** One request that was answered, with the usage that was reported for it. */
export interface AnsweredRequest {
  readonly id: string;
  readonly model: string;
  readonly isSubagent: boolean;
  readonly isSideCall: boolean;
  readonly usage: ApiUsage;
}

export interface MessagesApi {
  readonly url: string;
  /** In the order of the replies; grows while the client runs. */
  readonly requests: readonly AnsweredRequest[];
  close(): Promise<void>;
}

export interface MessagesRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly tools?: readonly unknown[];
  readonly messages: readonly { readonly role: string; readonly content: string | readonly ContentBlock[] }[];
}

interface ContentBlock {
  readonly type: string;
  readonly text?: string;
}

/** A scripted Messages API on a free port of loopback, so that the real Claude Code runs without a network. */
export async function startMessagesApi(script: MessagesScript): Promise<MessagesApi> {
  const run = randomBytes(8).toString('hex'); // ids are unique across runs, as the API's are: readers know a response by its id
  const requests: AnsweredRequest[] = [];
  let index = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readBody(request);
    const url = request.url ?? '';
    if (!url.startsWith('/v1/messages') || url.includes('count_tokens')) {
      sendJson(response, url.includes('count_tokens') ? { input_tokens: 10 } : {});
      return;
    }
    const body = JSON.parse(text) as MessagesRequest;
    const isSideCall = (body.tools ?? []).length === 0;
    const scripted = describeRequest(body, index++);
    const reply = isSideCall ? (script.sideReply?.(scripted) ?? { text: 'A title' }) : await script.reply(scripted);
    if (reply.delayMs !== undefined) await delay(reply.delayMs);
    const number = String(index).padStart(6, '0');
    const id = reply.id ?? `msg_01${run}${number}`;
    const usage: ApiUsage = { ...defaultUsage, ...reply.usage };
    requests.push({ id, model: body.model, isSubagent: scripted.isSubagent, isSideCall, usage });
    response.setHeader('request-id', `req_01${run}${number}`);
    send(response, body, { id, reply, usage });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // The client gives up on a bad request at once, so that a broken script ends its test with this sentence.
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: `script: ${String(error)}` } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The scripted API has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function describeRequest(body: MessagesRequest, index: number): ScriptedRequest {
  const blocks = body.messages.map(({ content }) => (typeof content === 'string' ? [{ type: 'text', text: content }] : content));
  const prompts = body.messages
    .flatMap(({ role }, at) => (role === 'user' ? [textOf(blocks[at] ?? [])] : []))
    .filter((text) => text !== '');
  const firstPrompt = prompts[0] ?? '';
  return {
    turn: blocks.flat().filter(({ type }) => type === 'tool_result').length,
    index,
    model: body.model,
    firstPrompt,
    lastPrompt: prompts.at(-1) ?? '',
    isSubagent: firstPrompt.includes('SUBAGENT'),
    body,
  };
}

function textOf(blocks: readonly ContentBlock[]): string {
  return blocks
    .filter(({ type }) => type === 'text')
    .map(({ text }) => text ?? '')
    .join('\n');
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += String(chunk);
  return text;
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

function send(
  response: ServerResponse,
  body: MessagesRequest,
  { id, reply, usage }: { id: string; reply: ScriptedReply; usage: ApiUsage },
): void {
  const tools = reply.tools ?? [];
  const text = reply.text ?? (tools.length === 0 ? 'Working on it.' : undefined);
  const stopReason = tools.length > 0 ? 'tool_use' : 'end_turn';
  const message = { id, type: 'message', role: 'assistant', model: body.model };
  const texts = text === undefined ? [] : [{ type: 'text', text }];
  const calls = tools.map(({ name, input }, at) => ({ type: 'tool_use', id: `toolu_${id.slice(4)}_${at}`, name, input }));
  if (body.stream !== true) {
    sendJson(response, { ...message, content: [...texts, ...calls], stop_reason: stopReason, stop_sequence: null, usage });
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const event = (type: string, data: object): void => void response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  const block = (index: number, start: object, delta: object): void => {
    event('content_block_start', { index, content_block: start });
    event('content_block_delta', { index, delta });
    event('content_block_stop', { index });
  };
  // As the API does: the count of output tokens is a placeholder until the response is complete.
  event('message_start', {
    message: { ...message, content: [], stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } },
  });
  texts.forEach((part, at) => block(at, { type: 'text', text: '' }, { type: 'text_delta', text: part.text }));
  calls.forEach((call, at) =>
    block(texts.length + at, { ...call, input: {} }, { type: 'input_json_delta', partial_json: JSON.stringify(call.input) }),
  );
  event('message_delta', { delta: { stop_reason: stopReason, stop_sequence: null }, usage: { output_tokens: usage.output_tokens } });
  event('message_stop', {});
  response.end();
}
