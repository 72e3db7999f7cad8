import { dropFinalBases, weekPublisher } from './publishWeeks.ts';
import type { CollectorContext } from './context.ts';
import { publishDays } from './otlp/publishDays.ts';
import { applyRetention } from './retention.ts';
import { listTeams } from './teams.ts';

/** What is done at the start and every hour, each by itself: what fails keeps nothing else from being done. */
export function regularWork(context: CollectorContext): readonly (() => Promise<void>)[] {
  const { database, configuration, nowMs } = context;
  const weeks = weekPublisher(database, nowMs);
  return [
    async () => {
      await weeks.run();
    },
    async () => {
      for (const team of await listTeams(database)) await publishDays(database, team, nowMs());
    },
    () => applyRetention(database, configuration.retentionWeeks, nowMs()),
    async () => {
      for (const { team } of await listTeams(database)) await dropFinalBases(database, team, nowMs());
    },
  ];
}
