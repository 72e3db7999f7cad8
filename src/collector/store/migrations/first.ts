import type { Migration } from './migration.ts';

/**
 * Teams, tokens, reports, what is published. Every key starts with the team, so that the tables can be spread by it. A report's row has no time and no
 * token: which device's token brought which pseudonym is not kept.
 */
export const first: Migration = {
  name: '1-teams-and-reports',
  script: `
    CREATE TABLE teams (
      team text NOT NULL PRIMARY KEY,
      name text NOT NULL,
      k integer NOT NULL CHECK (k >= 3),
      salt text NOT NULL,
      secret text NOT NULL,
      created_ms bigint NOT NULL
    );

    CREATE TABLE tokens (
      team text NOT NULL,
      id text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('join', 'ingest', 'read', 'lead')),
      hash text NOT NULL,
      created_ms bigint NOT NULL,
      expires_ms bigint,
      revoked_ms bigint,
      PRIMARY KEY (team, id)
    );
    CREATE INDEX tokens_by_hash ON tokens (hash);

    CREATE TABLE reports (
      team text NOT NULL,
      week text NOT NULL,
      reporter text NOT NULL,
      device text NOT NULL,
      sequence integer NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (team, week, reporter, device)
    );
    CREATE INDEX reports_by_reporter ON reports (team, reporter);

    CREATE TABLE withdrawn (
      team text NOT NULL,
      mark text NOT NULL,
      PRIMARY KEY (team, mark)
    );

    CREATE TABLE editions (
      team text NOT NULL,
      source text NOT NULL CHECK (source IN ('payoff', 'claude')),
      period text NOT NULL,
      part text NOT NULL,
      edition integer NOT NULL,
      published_ms bigint NOT NULL,
      figures text NOT NULL,
      PRIMARY KEY (team, source, period, part, edition)
    );

    CREATE TABLE edition_whole (
      team text NOT NULL,
      week text NOT NULL,
      part text NOT NULL,
      edition integer NOT NULL,
      whole text NOT NULL,
      PRIMARY KEY (team, week, part, edition)
    );

    CREATE TABLE edition_people (
      team text NOT NULL,
      week text NOT NULL,
      part text NOT NULL,
      edition integer NOT NULL,
      reporter text NOT NULL,
      contribution text NOT NULL,
      PRIMARY KEY (team, week, part, edition, reporter)
    );
    CREATE INDEX edition_people_by_reporter ON edition_people (team, reporter);

    CREATE TABLE lead_entries (
      team text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('seats', 'growth', 'threshold', 'invoice', 'budget')),
      month text NOT NULL,
      value bigint NOT NULL,
      PRIMARY KEY (team, kind, month)
    );

    CREATE TABLE token_use (
      team text NOT NULL,
      day text NOT NULL,
      token text NOT NULL,
      action text NOT NULL,
      outcome integer NOT NULL,
      times bigint NOT NULL,
      PRIMARY KEY (team, day, token, action, outcome)
    );

    CREATE TABLE audit (
      team text NOT NULL,
      at_ms bigint NOT NULL,
      id text NOT NULL,
      actor text NOT NULL,
      action text NOT NULL,
      subject text NOT NULL,
      PRIMARY KEY (team, at_ms, id)
    );
  `,
};
