/** Lines of transcripts as Claude Code writes them, each field with a default that a test may replace. */

export interface LineOptions {
  readonly id?: string;
  readonly uuid?: string;
  readonly at?: string;
  readonly sessionId?: string;
  readonly model?: string;
  readonly usage?: Readonly<Record<string, unknown>>;
  readonly content?: readonly unknown[];
  readonly stopReason?: string | null;
  readonly more?: Readonly<Record<string, unknown>>;
}

export const noon = '2026-11-20T12:00:00.000Z';
export const sessionA = 'aaaaaaaa-0000-4000-8000-000000000001';
export const sessionB = 'bbbbbbbb-0000-4000-8000-000000000002';

let lines = 0;
const unique = (): string => String((lines += 1)).padStart(6, '0');

/** Usage of one request of Opus 5.5 that costs exactly $0.01: 500 output tokens at $20 a million. */
export const oneCent = { input_tokens: 0, output_tokens: 500, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

/** One content block of a response. */
export function assistant(options: LineOptions = {}): object {
  const { id = `msg_01${unique()}`, at = noon, sessionId = sessionA, model = 'claude-opus-5-5', stopReason = 'end_turn' } = options;
  return {
    parentUuid: null,
    isSidechain: false,
    message: {
      id,
      type: 'message',
      role: 'assistant',
      model,
      content: options.content ?? [{ type: 'text', text: 'Done.' }],
      stop_reason: stopReason,
      usage: { ...oneCent, ...options.usage },
    },
    requestId: `req_${unique()}`,
    type: 'assistant',
    uuid: options.uuid ?? `uuid-${unique()}`,
    timestamp: at,
    cwd: '/home/ada/loom',
    sessionId,
    version: '2.1.330',
    gitBranch: 'main',
    entrypoint: 'cli',
    ...options.more,
  };
}

/** A human prompt. */
export function prompt(text: string, options: LineOptions = {}): object {
  return user({ message: { role: 'user', content: text } }, options);
}

/** The result of a tool call. */
export function toolResult(
  toolUseId: string,
  toolUseResult: unknown,
  options: LineOptions & { readonly isError?: boolean; readonly says?: string } = {},
): object {
  const block = {
    type: 'tool_result',
    tool_use_id: toolUseId,
    content: options.says ?? 'ok',
    ...(options.isError === true ? { is_error: true } : {}),
  };
  return user({ message: { role: 'user', content: [block] }, toolUseResult }, options);
}

function user(fields: object, { at = noon, sessionId = sessionA, uuid, more }: LineOptions): object {
  return {
    parentUuid: null,
    isSidechain: false,
    type: 'user',
    ...fields,
    uuid: uuid ?? `uuid-${unique()}`,
    timestamp: at,
    cwd: '/home/ada/loom',
    sessionId,
    version: '2.1.330',
    gitBranch: 'main',
    entrypoint: 'cli',
    ...more,
  };
}

/** A `tool_use` block. */
export function toolUse(id: string, name: string, input: object): object {
  return { type: 'tool_use', id, name, input };
}

/** The record that a response's own file has before it. */
export function apiRequest(id: string, { at = noon, sessionId = sessionA }: LineOptions = {}): object {
  return { type: 'api-request', sessionId, id, timestamp: at, version: '2.1.330', params: { model: 'claude-opus-5-5' }, tail: [] };
}

export interface CostStateCounts {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly webSearches?: number;
}

/** The client's running total. */
export function costState(models: Readonly<Record<string, CostStateCounts>>, sessionId = sessionA): object {
  return {
    type: 'cost-state',
    sessionId,
    totalCostUSD: 1,
    modelUsage: Object.fromEntries(
      Object.entries(models).map(([model, counts]) => [
        model,
        {
          inputTokens: counts.input ?? 0,
          outputTokens: counts.output ?? 0,
          cacheReadInputTokens: counts.cacheRead ?? 0,
          cacheCreationInputTokens: counts.cacheWrite ?? 0,
          webSearchRequests: counts.webSearches ?? 0,
          costUSD: 1,
        },
      ]),
    ),
    hasUnknownModelCost: false,
  };
}

/** Lines as a file's text. Strings stand for themselves. */
export function jsonl(...records: readonly (object | string)[]): string {
  return records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join('');
}
