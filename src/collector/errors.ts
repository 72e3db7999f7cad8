import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseAway } from './store/database.ts';

/** What a request is answered with instead of what it asked for: `{ "error": { "code", "message" } }`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  /** Seconds after which to come again; null where that would not help. */
  readonly retryAfter: number | null;

  constructor(status: number, code: string, message: string, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

const awaySeconds = 15;

/** What fastify itself refuses, by its code; every other error of a request is a malformed one. */
const ownRefusals: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new Refusal(413, 'too-large', 'The body is larger than this collector takes.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Refusal(415, 'media-type', 'The body has to be application/json.'),
};

/** Answers every error in one form, and logs those that are this collector's own without anything of the request's content. */
export function answerErrors(server: FastifyInstance): void {
  server.setNotFoundHandler((_request, reply) => answer(reply, new Refusal(404, 'not-found', 'There is nothing at this address.')));
  server.setErrorHandler<FastifyError | Refusal>((error, request, reply) => answer(reply, refusalOf(error, request)));
}

/** What is no HTTP, or so slow or long that it was given up, in the same form: there is no request yet that could be answered. */
export function answerBrokenConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  const refusal = brokenConnections[error.code ?? ''] ?? new Refusal(400, 'malformed', 'The request is not understood.');
  const body = JSON.stringify({ error: { code: refusal.code, message: refusal.message } });
  const head = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8`;
  if (socket.writable) socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  socket.destroySoon();
}

const brokenConnections: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new Refusal(408, 'too-slow', 'The request did not come whole in time.'),
  HPE_HEADER_OVERFLOW: new Refusal(431, 'too-large', 'The headers are larger than this collector takes.'),
};

/** Sends a refusal; the only way errors of requests leave. */
export function answer(reply: FastifyReply, { status, code, message, retryAfter }: Refusal): FastifyReply {
  if (retryAfter !== null) void reply.header('retry-after', String(retryAfter));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.status(status).type('application/json; charset=utf-8').send({ error: { code, message } });
}

/** What an error of a request is answered with; the collector's own are logged. */
export function refusalOf(error: Error, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof DatabaseAway)
    return new Refusal(503, 'database-away', 'The store cannot be asked now; try again later.', awaySeconds);
  const own = 'code' in error && typeof error.code === 'string' ? ownRefusals[error.code] : undefined;
  if (own !== undefined) return own;
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status >= 400 && status < 500) return new Refusal(status, 'malformed', 'The request is not understood.');
  request.log.error(describeError(error), 'request failed');
  return new Refusal(500, 'failed', 'The collector failed at this request.');
}

/** What may be logged of an error: its name, code and places in the code. A message or a detail could hold what was sent. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: 'unknown' };
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, code: 'code' in error ? String(error.code) : '', at: places.slice(0, 8).map((line) => line.trim()) };
}
