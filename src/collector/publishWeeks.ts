/** Publishes what is due of the teams' weeks: what may be, `core/team/published` judges; here rows are read and editions kept. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { dueParts, isFinal } from '../core/team/published/closing.ts';
import type { DuePart } from '../core/team/published/closing.ts';
import { publishPart } from '../core/team/published/publishPart.ts';
import { publishedParts } from '../core/team/published/types.ts';
import type { DormantRule, EditionBasis, PartName, PublishedPart } from '../core/team/published/types.ts';
import type { TeamWeek } from '../core/team/teamWeek.ts';
import { writeChange } from './audit.ts';
import { readSettings } from './dashboard/leadEntries.ts';
import { addEdition, basesOf, dropBases, keepBasis, publishedWeeks } from './editions.ts';
import type { Database, Queries } from './store/database.ts';
import { integerOf, textOf } from './store/database.ts';
import { locks, publishingLock } from './store/locks.ts';
import { listTeams } from './teams.ts';
import type { Team } from './teams.ts';

/** What was published of a week: `outcomes` of `2026-W44`, for the first time. */
export interface PublishedNow {
  readonly team: string;
  readonly week: string;
  readonly part: PartName;
  readonly edition: number;
}

export interface WeekPublisher {
  /** Publishes what is due, week by week, each in a transaction of its own; what another instance is at is left to it. All that it published. */
  run(): Promise<readonly PublishedNow[]>;
}

/**
 * So long weeks that close early in the life of a team wait: whoever joins in its first days is in them, and else would be four weeks later. A lead who does
 * not want to wait says `payoff collector publish`.
 */
export const gatheringMs = 7 * 86_400_000;

/** Publisher of a store's weeks. `atOnce`: those of teams that still gather too. */
export function weekPublisher(database: Database, nowMs: () => number, { atOnce = false } = {}): WeekPublisher {
  // Weeks are not read again before something about them changes: a large team has many, every hour.
  const seen = new Map<string, string>();
  return {
    run: async () => {
      const all: PublishedNow[] = [];
      for (const team of await listTeams(database)) {
        if (!atOnce && nowMs() < team.createdMs + gatheringMs) continue;
        for (const [week, due] of await dueWeeks(database, team, nowMs())) {
          const looked = await database.transaction((queries) =>
            publishWeek(queries, { team, week, due, nowMs: nowMs(), before: seen.get(`${team.team} ${week}`) ?? null }),
          );
          if (looked !== null) seen.set(`${team.team} ${week}`, looked.state);
          all.push(...(looked?.published ?? []));
          await nextTurn(); // requests are answered in between
        }
      }
      return all;
    },
  };
}

async function dueWeeks(queries: Queries, { team }: Team, nowMs: number): Promise<ReadonlyMap<string, readonly DuePart[]>> {
  const weeks = (await queries.query('SELECT DISTINCT week FROM reports WHERE team = $1', [team])).map((row) => textOf(row, 'week'));
  const published = await queries.query(
    `SELECT period AS week, part, max(edition) AS edition, max(published_ms) AS published_ms FROM editions
     WHERE team = $1 AND source = 'payoff' GROUP BY period, part`,
    [team],
  );
  const due = new Map<string, DuePart[]>();
  const last = published.flatMap((row) => {
    const part = publishedParts.find((name) => name === row.part);
    const [edition, publishedAtMs] = [integerOf(row, 'edition'), integerOf(row, 'published_ms')];
    return part === undefined ? [] : [{ week: textOf(row, 'week'), part, edition, publishedAtMs }];
  });
  for (const each of dueParts(nowMs, weeks, last)) due.set(each.week, [...(due.get(each.week) ?? []), each]);
  return due;
}

interface WeekToPublish {
  readonly team: Team;
  readonly week: string;
  readonly due: readonly DuePart[];
  readonly nowMs: number;
  /** What the last publication of it rested on. */
  readonly before: string | null;
}

interface LookedAtWeek {
  /** What the publication rested on. */
  readonly state: string;
  readonly published: readonly PublishedNow[];
}

/** Null where another instance is at it. */
async function publishWeek(queries: Queries, { team, week, due, nowMs, before }: WeekToPublish): Promise<LookedAtWeek | null> {
  const id = team.team;
  const [lock] = await queries.query('SELECT pg_try_advisory_xact_lock($1::integer, $2::integer) AS taken', [
    locks.application,
    publishingLock(id),
  ]);
  if (lock?.taken !== true) return null;
  const { dormant } = await readSettings(queries, id);
  const state = await stateOf(queries, id, week, due, dormant);
  if (state === before) return { state, published: [] };

  const rows = await rowsOf(queries, id, week);
  const editions = (await publishedWeeks(queries, id)).filter((edition) => edition.week === week);
  const published: PublishedNow[] = [];
  for (const { part } of due) {
    const bases = await basesOf(queries, id, week, part);
    const previous = editions
      .filter((edition) => edition.part === part)
      .map((edition) => ({ edition, basis: bases.get(edition.edition) ?? null }));
    const result = publishPart({ team: id, week, part, k: team.k, rows, nowMs, dormantRule: dormant, previous });
    if (result.kind === 'published') {
      const isNew = await publish(queries, id, result.edition, result.basis, nowMs);
      if (isNew) published.push({ team: id, week, part, edition: result.edition.edition });
    } else if (result.kind === 'unchanged' && result.final) await dropBases(queries, id, week, part);
  }
  return { state, published };
}

/** Whether it was not there yet. */
async function publish(queries: Queries, team: string, edition: PublishedPart, basis: EditionBasis, nowMs: number): Promise<boolean> {
  const { week, part, edition: number } = edition;
  const added = await addEdition(queries, team, {
    source: 'payoff',
    period: week,
    part,
    edition: number,
    publishedMs: nowMs,
    figures: JSON.stringify(edition),
  });
  if (!added) return false;
  await writeChange(queries, { team, actor: 'collector', action: 'published', subject: `${week} ${part} ${number}` }, nowMs);
  if (!isFinal(week, part, nowMs)) await keepBasis(queries, team, edition, basis);
  return true;
}

/** What a publication rests on, in short: the same rows, the same rule and the same question give the same answer. */
async function stateOf(queries: Queries, team: string, week: string, due: readonly DuePart[], dormant: DormantRule): Promise<string> {
  const [row] = await queries.query(
    `SELECT coalesce(md5(string_agg(reporter || ' ' || device || ' ' || sequence, ',' ORDER BY reporter, device)), '') AS rows
     FROM reports WHERE team = $1 AND week = $2`,
    [team, week],
  );
  return JSON.stringify([row?.rows, due, dormant]);
}

/** The rows of a week, read a few hundred at a time, so that requests are answered in between. */
async function rowsOf(queries: Queries, team: string, week: string): Promise<readonly TeamWeek[]> {
  const rows: TeamWeek[] = [];
  for (let after: readonly [string, string] = ['', '']; ;) {
    const page = await queries.query(
      `SELECT reporter, device, body FROM reports WHERE team = $1 AND week = $2 AND (reporter, device) > ($3, $4)
       ORDER BY reporter, device LIMIT 500`,
      [team, week, ...after],
    );
    for (const row of page) rows.push(JSON.parse(textOf(row, 'body')) as TeamWeek);
    const last = page.at(-1);
    if (last === undefined) return rows;
    after = [textOf(last, 'reporter'), textOf(last, 'device')];
    await nextTurn();
  }
}

/** Deletes what editions were made of that are the last of their part. */
export async function dropFinalBases(queries: Queries, team: string, nowMs: number): Promise<void> {
  const kept = await queries.query('SELECT DISTINCT week, part FROM edition_whole WHERE team = $1', [team]);
  for (const row of kept) {
    const week = textOf(row, 'week');
    const part = publishedParts.find((name) => name === row.part);
    if (part !== undefined && isFinal(week, part, nowMs)) await dropBases(queries, team, week, part);
  }
}
