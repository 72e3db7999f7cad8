/** Transcripts as Claude Code 2.1 writes them, with made-up content: the records that cost, edit and commit, and no more. */
import { rateWith } from '../core/pricing/rate.ts';
import { dollars } from '../core/report/money.ts';
import type { Tokens } from '../core/transcript/facts.ts';
import type { Chance } from './random.ts';

export interface DemoPlace {
  readonly cwd: string;
  readonly branch: string;
}

interface AgentOptions extends DemoPlace {
  readonly chance: Chance;
  readonly sessionId: string;
  /** `''` for the main thread. */
  readonly agentId: string;
  readonly model: string;
  readonly startMs: number;
  /** Lifetime of what it writes to the prompt cache. */
  readonly cache: '5m' | '1h';
  /** Adds up what the session uses, its subagents included. */
  readonly meter: Meter;
}

/** Tokens and dollars by model, as Claude Code notes them at a session's end. */
export type Meter = Map<string, ModelUsage>;

interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadInputTokens: number;
  readonly cacheCreationInputTokens: number;
  readonly webSearchRequests: number;
  readonly costUSD: number;
}

type Json = Readonly<Record<string, unknown>>;

const version = '2.1.330';
/** What makes up a session's title, and is in no transcript. */
const titleModel = 'claude-haiku-4-5-20251001';

const rate = rateWith([]);

/** How long what was written to the prompt cache is found there. */
const lifetimeMs = { '5m': 5 * 60_000, '1h': 60 * 60_000 } as const;

/** One thread of a session while it is written: each call adds lines and lets time pass. */
export class DemoThread {
  readonly lines: string[] = [];
  readonly #options: AgentOptions;
  #nowMs: number;
  #parent: string | null = null;
  #context: number;
  /** What of the context the cache has, and until when. */
  #cached: number;
  #cachedUntilMs = Infinity;
  #model: string;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#nowMs = options.startMs;
    this.#model = options.model;
    this.#context = options.chance.between(14_000, 22_000);
    this.#cached = this.#context; // other sessions keep the first prompt warm
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Tokens of the context that the next request reads. */
  get context(): number {
    return this.#context;
  }

  prompt(text: string): void {
    this.#record({ type: 'user', message: { role: 'user', content: text }, promptId: this.#options.chance.uuid(), promptSource: 'typed' });
  }

  /** One response that calls a tool, and the tool's result, which may depend on when it came. */
  call(name: string, input: Json, resultAt: (atMs: number) => unknown): void {
    const { chance } = this.#options;
    const toolUseId = `toolu_01${chance.hex(22)}`;
    this.#respond([{ type: 'tool_use', id: toolUseId, name, input }], 'tool_use');
    this.#pass(2, 25);
    const result = resultAt(this.#nowMs);
    const text = typeof result === 'object' && result !== null && 'stdout' in result ? String(result.stdout) : 'Done.';
    const content = [{ tool_use_id: toolUseId, type: 'tool_result', content: text }];
    this.#record({ type: 'user', message: { role: 'user', content }, toolUseResult: result });
  }

  answer(text: string): void {
    this.#respond([{ type: 'text', text }], 'end_turn');
  }

  /** The person chooses another model. */
  switchTo(model: string): void {
    if (model !== this.#model) this.#cached = 0; // each has a cache of its own
    this.#model = model;
  }

  /** Lets the person think. */
  pause(seconds: number): void {
    this.#nowMs += seconds * 1000;
  }

  /** The context is summed up, and goes on smaller. */
  compact(): void {
    const compactMetadata = { trigger: 'auto', preTokens: this.#context };
    this.#record({ type: 'system', subtype: 'compact_boundary', content: 'Conversation compacted', compactMetadata });
    this.#context = this.#options.chance.between(16_000, 24_000);
    this.#cached = 0;
  }

  /** The session has a pull request, made by whomever. */
  linkPullRequest(number: number, url: string): void {
    const { sessionId } = this.#options;
    this.lines.push(JSON.stringify({ type: 'pr-link', sessionId, prNumber: number, prUrl: url, timestamp: this.#timestamp() }));
  }

  name(title: string): void {
    this.lines.push(JSON.stringify({ type: 'ai-title', sessionId: this.#options.sessionId, aiTitle: title }));
  }

  /** What Claude Code adds when a session ends: its title, and all that it used, with the requests that are in no transcript. */
  end(title: string): void {
    const { sessionId, meter, chance } = this.#options;
    this.name(title);
    const tokens = { ...noTokens, input: chance.between(700, 2600), output: chance.between(12, 30) };
    addUsage(meter, titleModel, tokens, this.#nowMs);
    const modelUsage = Object.fromEntries(meter);
    const totalCostUSD = [...meter.values()].reduce((sum, { costUSD }) => sum + costUSD, 0);
    this.lines.push(JSON.stringify({ type: 'cost-state', sessionId, totalCostUSD, modelUsage, hasUnknownModelCost: false }));
  }

  #respond(content: readonly Json[], stopReason: string): void {
    const { chance, sessionId, cache } = this.#options;
    const model = this.#model;
    const requestRef = chance.uuid();
    this.#pass(1, 3);
    this.lines.push(
      JSON.stringify({ type: 'api-request', sessionId, id: requestRef, timestamp: this.#timestamp(), version, params: { model } }),
    );
    this.#pass(3, 30);
    const fresh = chance.between(600, 9000);
    const read = this.#nowMs < this.#cachedUntilMs ? this.#cached : 0;
    const written = this.#context - read + fresh;
    const usage = {
      input_tokens: chance.between(3, 40),
      cache_creation_input_tokens: written,
      cache_read_input_tokens: read,
      cache_creation: { ephemeral_5m_input_tokens: cache === '5m' ? written : 0, ephemeral_1h_input_tokens: cache === '1h' ? written : 0 },
      output_tokens: chance.between(120, 1900),
      server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
      service_tier: 'standard',
      inference_geo: '',
      iterations: [],
      speed: 'standard',
    };
    this.#context += fresh;
    this.#cached = this.#context;
    this.#cachedUntilMs = this.#nowMs + lifetimeMs[cache];
    const tokens = {
      input: usage.input_tokens,
      output: usage.output_tokens,
      cacheRead: usage.cache_read_input_tokens,
      cacheWrite5m: usage.cache_creation.ephemeral_5m_input_tokens,
      cacheWrite1h: usage.cache_creation.ephemeral_1h_input_tokens,
      webSearches: 0,
    };
    addUsage(this.#options.meter, model, tokens, this.#nowMs);
    const id = `msg_01${chance.hex(22)}`;
    const message = { id, type: 'message', role: 'assistant', model, content, stop_reason: stopReason, stop_sequence: null, usage };
    this.#record({ type: 'assistant', message, requestId: `req_01${chance.hex(22)}`, requestRef });
  }

  #record(fields: Json): void {
    const { chance, sessionId, agentId, cwd, branch } = this.#options;
    const uuid = chance.uuid();
    const envelope = {
      parentUuid: this.#parent,
      isSidechain: agentId !== '',
      ...(agentId === '' ? {} : { agentId }),
      uuid,
      timestamp: this.#timestamp(),
      userType: 'external',
      entrypoint: 'cli',
      cwd,
      sessionId,
      version,
      gitBranch: branch,
    };
    this.lines.push(JSON.stringify({ ...fields, ...envelope }));
    this.#parent = uuid;
  }

  #pass(least: number, most: number): void {
    this.#nowMs += this.#options.chance.between(least * 1000, most * 1000);
  }

  #timestamp(): string {
    return new Date(this.#nowMs).toISOString();
  }
}

const noTokens: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 };

function addUsage(meter: Meter, model: string, tokens: Tokens, atMs: number): void {
  const used = meter.get(model);
  const rating = rate({ messageId: '', model, atMs, tokens, fast: false, geography: '' });
  meter.set(model, {
    inputTokens: (used?.inputTokens ?? 0) + tokens.input,
    outputTokens: (used?.outputTokens ?? 0) + tokens.output,
    cacheReadInputTokens: (used?.cacheReadInputTokens ?? 0) + tokens.cacheRead,
    cacheCreationInputTokens: (used?.cacheCreationInputTokens ?? 0) + tokens.cacheWrite5m + tokens.cacheWrite1h,
    webSearchRequests: (used?.webSearchRequests ?? 0) + tokens.webSearches,
    costUSD: (used?.costUSD ?? 0) + (rating.priced ? dollars(rating.cost.total) : 0),
  });
}
