/**
 * The weeks that a team is told of, made of the same facts and by the same functions as every report: before they are rounded, a week's parts each add up to
 * what was spent, and that is what the reports say of it (`docs/team.md`).
 */
import { kindsOfWork } from '../advice/kindsOfWork.ts';
import type { History, PlacedRequest, PlacedSideCalls } from '../attribution/history.ts';
import type { RepositoryOutcomes } from '../outcomes/outcome.ts';
import { windowAt } from '../outcomes/repositorySettings.ts';
import type { Rate } from '../pricing/rating.ts';
import { answeredTurns } from '../report/advice/answeredTurns.ts';
import { usageSection } from '../report/advice/usageSection.ts';
import { levelOf } from '../report/advice/weekLabels.ts';
import { canonicalNames } from '../report/filterRequests.ts';
import { getOrAdd } from '../report/moneySum.ts';
import { cadenceOf } from '../report/outcomes/cadence.ts';
import { verifications } from '../report/outcomes/changeVerification.ts';
import type { ShellFacts } from '../report/outcomes/changeVerification.ts';
import { whenOf } from '../report/outcomes/outcomeWeeks.ts';
import { sideCallCost } from '../report/sideCallCost.ts';
import { dayKey, weekKey } from '../report/time.ts';
import { BucketSum } from './bucketSum.ts';
import { bucketNames } from './bucketNames.ts';
import { entranceOf } from './entrance.ts';
import { roundedWeek } from './rounding.ts';
import { modelPattern, otherModel, teamWeekSchemaName } from './teamWeek.ts';
import type { TeamWeekBody } from './teamWeek.ts';
import { dearestOf, lengthOf, stayedBySession, teamSessions } from './teamSessions.ts';
import type { TeamSession } from './teamSessions.ts';
import { weeksOver } from './weeksOver.ts';
import type { WeekOver } from './weeksOver.ts';

export interface TeamWeeksInput {
  readonly history: History;
  readonly rate: Rate;
  /** Whether the price table of this build, not the user's own, knows a canonical name: any other leaves as `other`. */
  readonly isPublicModel: (model: string) => boolean;
  /** The bucket of a repository by its path, 16 hexadecimal digits; `''` for the one that is no repository's. */
  readonly bucketOf: (repository: string) => string;
  /** What is known of a repository's own commands that verify it. */
  readonly shellOf: (outcomes: RepositoryOutcomes) => ShellFacts;
  /** So many weeks at most. */
  readonly weeks: number;
  readonly nowMs: number;
  readonly timezone: string;
}

/** The weeks as they leave, oldest first: every count and sum at two significant digits. */
export function teamWeeks(input: TeamWeeksInput): readonly TeamWeekBody[] {
  return exactWeeks(input).map(roundedWeek);
}

/** The same before they are rounded. */
export function exactWeeks(input: TeamWeeksInput): readonly TeamWeekBody[] {
  const { history, timezone, nowMs } = input;
  const weeks = weeksOver({ ...input, firstMs: history.requests[0]?.atMs ?? null });
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const sums = new WeekSums(input, weeks);
  sums.addUse();
  sums.addSessions();
  sums.addOutcomes();
  const question = { fromMs: first.sinceMs, toMs: last.untilMs, nowMs, timezone };
  const usage = usageSection({ history, repository: null, question, rate: input.rate });
  const known = new Map(usage.weeks.map((week) => [weekKey(Date.parse(`${week.week}T12:00:00Z`), 'UTC'), week]));
  return weeks.map(({ isoWeek }): TeamWeekBody => {
    const week = known.get(isoWeek);
    return {
      ...{ schema: teamWeekSchemaName, week: isoWeek, activeDays: week?.activeDays ?? 0 },
      ...{ level: week === undefined ? levelOf(0, usage.usual) : week.level, rhythm: week?.rhythm ?? null },
      buckets: sums.bucketsOf(isoWeek),
    };
  });
}

/** Buckets of weeks, filled one kind of fact after the other. */
class WeekSums {
  readonly #input: TeamWeeksInput;
  readonly #weeks: ReadonlyMap<string, WeekOver>;
  readonly #buckets = new Map<string, Map<string, BucketSum>>();
  readonly #bucketOf: (repository: string) => string;
  readonly #modelOf: (model: string) => string;
  readonly #sessions: ReadonlyMap<string, TeamSession>;

  constructor(input: TeamWeeksInput, weeks: readonly WeekOver[]) {
    this.#input = input;
    this.#weeks = new Map(weeks.map((week) => [week.isoWeek, week]));
    this.#bucketOf = bucketNames(input.history, input.bucketOf);
    this.#modelOf = modelNames(input.isPublicModel);
    this.#sessions = teamSessions(input.history, { modelOf: this.#modelOf, bucketOf: this.#bucketOf });
  }

  /** Requests, side calls and turns, each in the week of its time and the bucket of where it went. */
  addUse(): void {
    const { history } = this.#input;
    const kindOf = kindsOfWork(history);
    for (const request of history.requests) {
      const { repository, model, tokens, nanodollars, entrypoint, part, lowerBound } = request;
      const use = { model: this.#modelOf(model), tokens, nanodollars, entrance: entranceOf(entrypoint), kind: kindOf(request), part };
      this.#at(request)?.addRequest(repository, use, lowerBound);
    }
    for (const row of history.sideCalls) this.#addSideCalls(row);
    for (const { request } of answeredTurns(history)) this.#at(request)?.addTurn();
  }

  addSessions(): void {
    const { history } = this.#input;
    const stayed = stayedBySession(history);
    for (const session of this.#sessions.values()) {
      const { sessionId, startMs, cost, models, buckets } = session;
      this.#bucket(startMs, dearestOf(buckets))?.addSession(
        dearestOf(models),
        lengthOf(session, history),
        cost,
        stayed.get(sessionId) ?? 0,
      );
    }
  }

  /** Own changes, what is set aside left out, in the week in which they shipped; one that did not in that in which it came on to the default branch. */
  addOutcomes(): void {
    const { history, timezone, shellOf } = this.#input;
    const firstDays = this.#firstDays();
    for (const outcomes of history.outcomes.values()) {
      const { repository, changes } = outcomes;
      const firstDay = firstDays.get(repository);
      const own = changes.filter((outcome) => outcome.own && !outcome.setAside);
      if (own.length === 0 || firstDay === undefined) continue;
      const verificationOf = verifications(history, outcomes, shellOf(outcomes));
      for (const outcome of own) {
        // As every view of outcomes: from the first day on which the repository cost anything.
        if (dayKey(whenOf(outcome), timezone) < firstDay) continue;
        const lines = history.survival.get(repository)?.get(outcome.change.sha);
        this.#bucket(whenOf(outcome), this.#bucketOf(repository))?.addChange(outcome, lines, verificationOf(outcome));
      }
    }
    for (const [isoWeek, buckets] of this.#buckets) for (const bucket of buckets.values()) this.#addSurroundings(bucket, isoWeek);
  }

  bucketsOf(isoWeek: string): TeamWeekBody['buckets'] {
    const buckets = [...(this.#buckets.get(isoWeek) ?? [])].sort(([left], [right]) => (left < right ? -1 : 1));
    return buckets.map(([, bucket]) => bucket.bucket());
  }

  /** Side calls made no edits, and were started as their session was. Those that are partly unknown are in no sum, as in every report. */
  #addSideCalls(row: PlacedSideCalls): void {
    if (row.nanodollars === null) {
      this.#at(row)?.addUnknownSideCalls();
      return;
    }
    const entrance = this.#sessions.get(row.sessionId)?.entrance ?? 'unrecorded';
    for (const { model, tokens } of row.models ?? []) {
      const nanodollars = sideCallCost(model, tokens, row.atMs, this.#input.rate);
      const use = { model: this.#modelOf(model), tokens, nanodollars, entrance, kind: 'noEdits', part: 'noEdits' } as const;
      this.#at(row)?.addSideCalls(row.repository, use);
    }
  }

  /** The windows of its repositories, and how often something ships in the one that cost most of those of which that is known. */
  #addSurroundings(bucket: BucketSum, isoWeek: string): void {
    const { history, timezone, nowMs } = this.#input;
    const week = this.#weeks.get(isoWeek);
    if (week === undefined) return;
    const dearestFirst = [...bucket.spent].sort(([, left], [, right]) => right - left);
    const known = dearestFirst.flatMap(([repository]) => history.outcomes.get(repository) ?? []);
    for (const { settings } of known) for (const atMs of [week.sinceMs, week.untilMs - 1]) bucket.addWindow(windowAt(settings, atMs).days);
    for (const { changes, seenUntilMs } of known) {
      const cadence = cadenceOf(changes, Math.min(seenUntilMs ?? 0, nowMs, week.untilMs), timezone);
      if (cadence === null) continue;
      bucket.cadence = cadence.band;
      return;
    }
  }

  /** By repository, the day of its first request. */
  #firstDays(): ReadonlyMap<string, string> {
    const days = new Map<string, string>();
    for (const { repository, atMs } of this.#input.history.requests) getOrAdd(days, repository, () => dayKey(atMs, this.#input.timezone));
    return days;
  }

  #at({ atMs, repository }: Pick<PlacedRequest, 'atMs' | 'repository'>): BucketSum | undefined {
    return this.#bucket(atMs, this.#bucketOf(repository));
  }

  /** Undefined outside the weeks. */
  #bucket(atMs: number, name: string): BucketSum | undefined {
    const isoWeek = weekKey(atMs, this.#input.timezone);
    if (!this.#weeks.has(isoWeek)) return undefined;
    const buckets = getOrAdd(this.#buckets, isoWeek, () => new Map<string, BucketSum>());
    return getOrAdd(buckets, name, () => new BucketSum(name));
  }
}

function modelNames(isPublic: (model: string) => boolean): (model: string) => string {
  const canonical = canonicalNames();
  const known = new Map<string, string>();
  return (model) =>
    getOrAdd(known, model, () => {
      const name = canonical(model);
      return isPublic(name) && modelPattern.test(name) ? name : otherModel;
    });
}
