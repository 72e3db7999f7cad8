import type { Measure } from './measures.ts';

/** How points of one of the client's metrics become amounts of a measure. */
export interface MetricRule {
  /** The attribute that tells which measure, with the measure of each of its values; or the one measure there is. */
  readonly measure: Measure | { readonly attribute: string; readonly of: ReadonlyMap<string, Measure> };
  /** Whether amounts are kept by model. */
  readonly byModel: boolean;
  /** One unit of the measure is so much of the metric's unit: a dollar has 1,000,000,000 nanodollars. */
  readonly scale: number;
  /** Whether a fraction of the measure's unit is rounded (half up), or an error: there are no half tokens. */
  readonly rounded: boolean;
  /**
   * Attributes that make two series of what is one to us (the tokens of the main agent, those of a subagent). Only a keyed hash of them is kept, as
   * part of a series' name, for as long as points of it may come a second time.
   */
  readonly telling: readonly string[];
}

const nanodollarsPerDollar = 1_000_000_000;
const millisecondsPerSecond = 1000;

const byRequest = [
  'query_source',
  'speed',
  'effort',
  'agent.name',
  'skill.name',
  'plugin.name',
  'marketplace.name',
  'mcp_server.name',
  'mcp_tool.name',
];

const count = { byModel: false, scale: 1, rounded: false };

/** Every metric that is kept, by its name, as Claude Code 2.1.330 sends them. Nothing is kept of any other. */
export const metricRules: ReadonlyMap<string, MetricRule> = new Map<string, MetricRule>([
  ['claude_code.cost.usage', { measure: 'cost', byModel: true, scale: nanodollarsPerDollar, rounded: true, telling: byRequest }],
  [
    'claude_code.token.usage',
    {
      ...count,
      measure: {
        attribute: 'type',
        of: new Map<string, Measure>([
          ['input', 'input'],
          ['output', 'output'],
          ['cacheRead', 'cacheRead'],
          ['cacheCreation', 'cacheCreation'],
        ]),
      },
      byModel: true,
      telling: byRequest,
    },
  ],
  ['claude_code.session.count', { ...count, measure: 'sessions', telling: ['start_type'] }],
  [
    'claude_code.lines_of_code.count',
    {
      ...count,
      measure: {
        attribute: 'type',
        of: new Map<string, Measure>([
          ['added', 'linesAdded'],
          ['removed', 'linesRemoved'],
        ]),
      },
      telling: ['model'],
    },
  ],
  ['claude_code.commit.count', { ...count, measure: 'commits', telling: [] }],
  ['claude_code.pull_request.count', { ...count, measure: 'pullRequests', telling: [] }],
  [
    'claude_code.active_time.total',
    {
      measure: {
        attribute: 'type',
        of: new Map<string, Measure>([
          ['user', 'activeUserMs'],
          ['cli', 'activeClaudeMs'],
        ]),
      },
      byModel: false,
      scale: millisecondsPerSecond,
      rounded: true,
      telling: [],
    },
  ],
  [
    'claude_code.code_edit_tool.decision',
    {
      ...count,
      measure: {
        attribute: 'decision',
        of: new Map<string, Measure>([
          ['accept', 'editsAccepted'],
          ['reject', 'editsRejected'],
        ]),
      },
      telling: ['tool_name', 'source', 'language'],
    },
  ],
]);

/** The attributes of a metric that are read at all, beside `tenant.id` and `user.id`. */
export function readAttributes(rule: MetricRule): readonly string[] {
  const model = rule.byModel ? ['model'] : [];
  return [...model, ...(typeof rule.measure === 'string' ? [] : [rule.measure.attribute]), ...rule.telling];
}
