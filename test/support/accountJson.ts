/** A `.claude.json` as a subscriber's client writes it, with secrets in every place that must stay unread. */

export const fetchedAtMs = Date.parse('2026-11-22T11:58:00.000Z');

/** Strings of `anAccount` that may never be seen outside it. */
export const secrets = [
  'secret-account-id',
  'secret-organization-id',
  'secret.person@example.invalid',
  'secret-organization-name',
  'secret-api-key',
  'secret-token',
  'secret-project',
  'secret-prompt',
  'secret-surface',
  'secret severity',
];

interface Overrides {
  readonly account?: Readonly<Record<string, unknown>>;
  readonly cached?: Readonly<Record<string, unknown>>;
  readonly utilization?: Readonly<Record<string, unknown>>;
}

export function anAccount({ account, cached, utilization }: Overrides = {}): Readonly<Record<string, unknown>> {
  return {
    numStartups: 12,
    primaryApiKey: 'secret-api-key',
    projects: { '/home/secret-project': { history: [{ display: 'secret-prompt' }] } },
    mcpServers: { tracker: { env: { TOKEN: 'secret-token' } } },
    oauthAccount: {
      accountUuid: 'secret-account-id',
      emailAddress: 'secret.person@example.invalid',
      organizationUuid: 'secret-organization-id',
      organizationName: 'secret-organization-name',
      organizationType: 'claude_max',
      organizationRateLimitTier: 'default_claude_max_20x',
      userRateLimitTier: null,
      ...account,
    },
    cachedUsageUtilization: {
      fetchedAtMs,
      accountUuid: 'secret-account-id',
      utilization: {
        five_hour: { utilization: 42, resets_at: '2026-11-22T14:00:00.000Z' },
        seven_day: { utilization: 17.5, resets_at: '2026-11-27T08:00:00.000Z' },
        seven_day_opus: { utilization: 3, resets_at: null },
        seven_day_sonnet: null,
        limits: [
          {
            kind: 'session',
            group: 'session',
            percent: 42,
            resets_at: '2026-11-22T14:00:00.000Z',
            severity: 'secret severity',
            is_active: true,
          },
          {
            kind: 'weekly_scoped',
            group: 'weekly',
            percent: 61,
            resets_at: '2026-11-27T08:00:00.000Z',
            severity: 'secret severity',
            is_active: false,
            scope: { model: { display_name: 'Fable 5.1' }, surface: { display_name: 'secret-surface' } },
          },
        ],
        extra_usage: { is_enabled: false, monthly_limit: null, used_credits: null, utilization: null },
        ...utilization,
      },
      ...cached,
    },
  };
}
