/**
 * The metrics by which a week is told to an OpenTelemetry collector. Each is a sum of one week: the week is an attribute, so that a correction of an earlier
 * week takes the place of what was said of it. `docs/otlp-metrics.md` lists them, a test holds it and the Grafana dashboard to this.
 */

export interface MetricName {
  readonly name: string;
  /** As UCUM writes it; counts in braces. */
  readonly unit: string;
  readonly description: string;
  /** Beside the week and the repository. */
  readonly attributes: readonly string[];
}

export const metricNames = {
  cost: {
    name: 'payoff.cost',
    unit: 'USD',
    description: 'Spend at list price, by model',
    attributes: ['payoff.model'],
  },
  tokens: {
    name: 'payoff.tokens',
    unit: '{token}',
    description: 'Tokens, by model and class',
    attributes: ['payoff.model', 'payoff.token.type'],
  },
  requests: {
    name: 'payoff.requests',
    unit: '{request}',
    description: 'Responses, by model and whether they have a price',
    attributes: ['payoff.model', 'payoff.priced'],
  },
  webSearches: { name: 'payoff.web_searches', unit: '{search}', description: 'Web searches, by model', attributes: ['payoff.model'] },
  modelSessions: {
    name: 'payoff.model.sessions',
    unit: '{session}',
    description: 'Sessions that began in the week, by the model that most was spent on',
    attributes: ['payoff.model'],
  },
  entranceCost: {
    name: 'payoff.entrance.cost',
    unit: 'USD',
    description: 'Spend at list price, by how the client was started',
    attributes: ['payoff.entrance'],
  },
  kindCost: { name: 'payoff.kind.cost', unit: 'USD', description: 'Spend at list price, by kind of work', attributes: ['payoff.kind'] },
  standingCost: {
    name: 'payoff.standing.cost',
    unit: 'USD',
    description: 'Spend at list price, by where it is now',
    attributes: ['payoff.standing'],
  },
  sessions: {
    name: 'payoff.sessions',
    unit: '{session}',
    description: 'Sessions that began in the week, by length; those without anybody at a keyboard apart',
    attributes: ['payoff.session.length'],
  },
  sessionCost: {
    name: 'payoff.session.cost',
    unit: 'USD',
    description: 'All that those sessions cost, by length, in later weeks too',
    attributes: ['payoff.session.length'],
  },
  sessionStayed: {
    name: 'payoff.session.changes_stayed',
    unit: '{change}',
    description: 'Own changes of those sessions that stayed, by length',
    attributes: ['payoff.session.length'],
  },
  turns: { name: 'payoff.turns', unit: '{turn}', description: 'Prompts that were answered', attributes: [] },
  changes: {
    name: 'payoff.changes',
    unit: '{change}',
    description: 'Own changes that shipped in the week, by what became of them',
    attributes: ['payoff.change.state', 'payoff.cadence', 'payoff.windows'],
  },
  verification: {
    name: 'payoff.changes.verification',
    unit: '{change}',
    description: 'Own changes that shipped in the week, by recorded verification',
    attributes: ['payoff.verification'],
  },
  shippedLines: { name: 'payoff.lines.shipped', unit: '{line}', description: 'Lines of Claude’s that shipped in the week', attributes: [] },
  followedLines: {
    name: 'payoff.lines.followed',
    unit: '{line}',
    description: 'Those of them that are old enough to tell',
    attributes: ['payoff.days'],
  },
  survivingLines: {
    name: 'payoff.lines.surviving',
    unit: '{line}',
    description: 'Those of them that are still there',
    attributes: ['payoff.days'],
  },
  activeDays: {
    name: 'payoff.active_days',
    unit: 'd',
    description: 'Days of the week on which anything was asked',
    attributes: ['payoff.week.level', 'payoff.week.rhythm'],
  },
  lowerBound: {
    name: 'payoff.lower_bound',
    unit: '1',
    description: '1 where more was spent than the sums say, else 0',
    attributes: [],
  },
} as const satisfies Readonly<Record<string, MetricName>>;

export type MetricKey = keyof typeof metricNames;

/** Attributes of every point; of `payoff.active_days`, which is of no single repository, the week alone. */
export const weekAttribute = 'payoff.week';
export const repositoryAttribute = 'payoff.repository';
/** Of everything that one developer reports from one machine. */
export const resourceAttributes = [
  'service.name',
  'service.namespace',
  'service.instance.id',
  'payoff.schema',
  'payoff.team',
  'payoff.reporter',
  'payoff.device',
] as const;
