/** What is running now, for the status bar: asked of today's requests and the live sessions alone. */
import type { DatabaseSync } from 'node:sqlite';
import { hourLifetimeMs } from '../core/advice/cacheEntries.ts';
import { contextWindow } from '../core/pricing/contextWindow.ts';
import type { Rate } from '../core/pricing/rating.ts';
import type { LiveSnapshot, Reading } from '../core/report/live.ts';
import { buildLiveSnapshot, liveForMs } from '../core/report/liveSnapshot.ts';
import { dayKey, startOfDay } from '../core/report/time.ts';
import { repositoryOf } from '../git/identity.ts';
import { openAccountReader } from '../ingest/accountFile.ts';
import { isWithin } from '../ingest/discover.ts';
import { busySessions } from '../ingest/liveSessions.ts';
import { hasRequests, sessionsSince } from '../ledger/contexts.ts';
import type { RecentSession } from '../ledger/contexts.ts';
import { requestsOfPeriod, requestsOfSession } from '../ledger/requestRows.ts';
import type { Places } from './places.ts';
import type { RepositoryFinder } from './repositories.ts';
import type { EngineOptions } from './types.ts';
import type { Views } from './views.ts';

export interface SnapshotOptions {
  readonly database: DatabaseSync;
  readonly environment: EngineOptions['environment'];
  readonly places: Places;
  readonly repositories: RepositoryFinder;
  readonly views: Views;
  readonly rate: Rate;
  readonly timezone: string;
}

export interface SnapshotQuery {
  /** Whose live sessions are wanted; null: all of this machine's. */
  readonly folders: readonly string[] | null;
  readonly nowMs: number;
  /** Configuration folders. */
  readonly configurations: readonly string[];
  readonly reading: Reading | null;
}

export class Snapshots {
  private readonly options: SnapshotOptions;
  private readonly accounts: ReturnType<typeof openAccountReader>;

  constructor(options: SnapshotOptions) {
    this.options = options;
    this.accounts = openAccountReader(options.environment);
  }

  async take({ folders, nowMs, configurations, reading }: SnapshotQuery): Promise<LiveSnapshot> {
    const { database, places, rate, timezone, repositories, views } = this.options;
    const [busy, plan] = await Promise.all([busySessions(configurations), this.accounts.read(configurations, nowMs)]);
    await places.prepare(database);
    const identified = busy.map(async (session) => ({ ...session, repository: (await repositoryOf(session.cwd)).repository }));
    const candidates = [...sessionsSince(database, nowMs - liveForMs), ...(await Promise.all(identified))];
    const here = await repositories.ofFolders(folders);
    const idsHere = (sessions: readonly RecentSession[]): ReadonlySet<string> =>
      new Set(sessions.filter((session) => this.isHere(session, folders, here)).map(({ sessionId }) => sessionId));
    const liveSessionIds = idsHere(candidates);
    const recentSessionIds = idsHere(sessionsSince(database, nowMs - hourLifetimeMs));
    const todayMs = startOfDay(dayKey(nowMs, timezone), timezone);
    const earlier = [...new Set([...liveSessionIds, ...recentSessionIds])].flatMap((id) => [...requestsOfSession(database, id, todayMs)]);
    const snapshot = buildLiveSnapshot({
      ...{ nowMs, timezone, liveSessionIds, recentSessionIds, rate, contextWindow, plan, reading },
      requests: places.all([...earlier, ...requestsOfPeriod(database, todayMs, null)]),
      empty: !hasRequests(database),
    });
    const became = views.becameLately(here, nowMs);
    const advice = views.barAdvice.now(snapshot.live, nowMs);
    return { ...snapshot, ...(became === null ? {} : { became }), ...(advice === null ? {} : { advice }) };
  }

  /** Whether a session belongs to the window's folders: it works in one of them, or in a worktree of one's repository. */
  private isHere(session: RecentSession, folders: readonly string[] | null, here: ReadonlySet<string> | null): boolean {
    if (folders === null || here === null) return true;
    const { cwd, repository } = this.options.places.apply(session);
    return here.has(repository) || folders.some((folder) => isWithin(cwd, folder));
  }
}
