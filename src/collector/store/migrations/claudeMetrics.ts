import type { Migration } from './migration.ts';

/**
 * Claude Code's own metrics. A person is a keyed hash of the client's `user.id`, another for each team. Nothing but sums is kept beside what keeps a point
 * from being counted twice, and a person's rows go when their day is published (`docs/claude-metrics.md`).
 */
export const claudeMetrics: Migration = {
  name: '2-claude-metrics',
  script: `
    CREATE TABLE claude_people (
      team text NOT NULL,
      person text NOT NULL,
      last_day text NOT NULL,
      PRIMARY KEY (team, person)
    );

    CREATE TABLE claude_sums (
      team text NOT NULL,
      day text NOT NULL,
      person text NOT NULL,
      model text NOT NULL,
      cost bigint NOT NULL,
      input bigint NOT NULL,
      output bigint NOT NULL,
      cache_read bigint NOT NULL,
      cache_creation bigint NOT NULL,
      sessions bigint NOT NULL,
      lines_added bigint NOT NULL,
      lines_removed bigint NOT NULL,
      commits bigint NOT NULL,
      pull_requests bigint NOT NULL,
      active_user_ms bigint NOT NULL,
      active_claude_ms bigint NOT NULL,
      edits_accepted bigint NOT NULL,
      edits_rejected bigint NOT NULL,
      PRIMARY KEY (team, day, person, model)
    );

    CREATE TABLE claude_exports (
      team text NOT NULL,
      person text NOT NULL,
      time_us bigint NOT NULL,
      points text NOT NULL,
      PRIMARY KEY (team, person, time_us)
    );

    CREATE TABLE claude_counters (
      team text NOT NULL,
      person text NOT NULL,
      series text NOT NULL,
      since_us bigint NOT NULL,
      last_us bigint NOT NULL,
      marks text NOT NULL,
      PRIMARY KEY (team, person, series)
    );
  `,
};
