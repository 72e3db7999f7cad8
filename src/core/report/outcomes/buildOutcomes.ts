import type { History, PlacedRequest } from '../../attribution/history.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../outcomes/outcome.ts';
import { survivalFigures } from '../../outcomes/survival.ts';
import type { ChangeLines } from '../../outcomes/survival.ts';
import type { Rate } from '../../pricing/rating.ts';
import { buildStanding } from '../buildStanding.ts';
import { commitCostsOf, commitKey } from '../commitCosts.ts';
import { coveredDays } from '../coveredDays.ts';
import { everything } from '../filterRequests.ts';
import { inferredCommits } from '../inferredCommits.ts';
import type { Money } from '../live.ts';
import { isUnpriced } from '../money.ts';
import { MoneySum } from '../moneySum.ts';
import { mondayOf } from '../overviewSums.ts';
import { selectHistory } from '../selection.ts';
import type { Selection } from '../selection.ts';
import { sideCallCost } from '../sideCallCost.ts';
import { dayKey } from '../time.ts';
import type { Period } from '../time.ts';
import { cadenceOf } from './cadence.ts';
import { changeCosts } from './changeCosts.ts';
import type { ChangeCosts } from './changeCosts.ts';
import { countVerifications, noShellFacts } from './changeVerification.ts';
import type { ShellFacts } from './changeVerification.ts';
import { countOutcomes } from './outcomeCounts.ts';
import type { ChangeCost, OutcomesView } from './outcomesView.ts';
import { outcomeWeeks, ratiosOf, whenOf } from './outcomeWeeks.ts';
import { divided, unitCost } from './unitCosts.ts';
import { verdictOf } from './verdict.ts';
import type { VerdictWeek } from './verdict.ts';

export interface OutcomesInput {
  readonly history: History;
  readonly outcomes: RepositoryOutcomes;
  readonly period: Period;
  readonly nowMs: number;
  readonly timezone: string;
  readonly rate: Rate;
  /** What is known of the repository's own commands; nothing where they are not asked for. */
  readonly shell?: ShellFacts;
}

/** As many of the dearest changes are named. */
const dearestShown = 10;
/** From this share of the spend on, what is set aside is too much to be left out silently (DESIGN section 2). */
export const largeCordon = 1 / 3;

/** What the spend of one repository in a period became: changes by the day they shipped, spend by the day it was used. */
export function buildOutcomes(input: OutcomesInput): OutcomesView {
  const { history, outcomes, period, nowMs, timezone, rate } = input;
  const { repository, settings } = outcomes;
  const record = history.repositories.get(repository)?.record;
  const seenUntilMs = Math.min(nowMs, outcomes.seenUntilMs ?? 0);
  const selection = selectHistory(history, { ...everything, ...period, repository }, rate);
  const days = daysOf(input);
  const lines = history.survival.get(repository);
  const own = outcomes.changes.filter((outcome) => outcome.own && !outcome.setAside);
  const costs = changeCosts(history, outcomes);
  const all = allWeeks(input, own, costs, seenUntilMs);
  const fourWeeks = new Map(all.map((week) => [week.week, week.fourWeeks]));
  const weeks = outcomeWeeks({
    ...{ ...selection, changes: own, costOf: costs.costOf, windows: settings.windows, ...days, timezone, seenUntilMs },
  }).map((week) => ({ ...week, fourWeeks: fourWeeks.get(week.week) ?? null }));
  const isInPeriod = (outcome: ChangeOutcome): boolean => {
    const day = dayKey(whenOf(outcome), timezone);
    return days.firstDay !== '' && day >= days.firstDay && day <= days.lastDay;
  };
  const shown = own.filter(isInPeriod);
  const priced = shown.map((outcome): ChangeCost => ({ outcome, money: costs.costOf(outcome) }));
  const isNotRecorded = (outcome: ChangeOutcome): boolean =>
    outcome.withClaude === 'trailer' && isMostlyBy(outcome, record?.identityHashes ?? []);
  const others = outcomes.changes.filter((outcome) => !outcome.own && !isNotRecorded(outcome) && isInPeriod(outcome));
  const notRecorded = outcomes.changes.filter((outcome) => isNotRecorded(outcome) && isWithin(whenOf(outcome), period));
  const setAside = sumOf(weeks.map((week) => week.setAside));
  const spend = sumOf(weeks.map((week) => week.spend));
  return {
    ...{ repository, defaultBranch: record?.defaultBranch ?? '', timezone, firstDay: days.firstDay, lastDay: days.lastDay },
    ...{ fetchedAtMs: record?.fetchedAtMs ?? null, seenUntilMs: outcomes.seenUntilMs },
    ...{ windows: settings.windows, settingsProblem: record?.settingsProblem ?? null, weeks },
    totals: { ...countOutcomes(shown, seenUntilMs), ...ratiosOf(weeks), spend, setAside },
    perChange: unitCost(priced.filter(({ outcome }) => outcome.state === 'verified').map(({ money }) => money)),
    perCommit: unitCost(commitCostsIn(history, outcomes, shown)),
    perPullRequest: unitCost(priced.filter(({ outcome }) => outcome.change.pullNumber !== null).map(({ money }) => money)),
    perBranch: unitCost(branchCosts(selection, shown, outcomes, inferredCommits(history))),
    perShippedLine: perShippedLine(priced, lines),
    lines: survivalFigures(shown.flatMap(({ change }) => lines?.get(change.sha) ?? [])),
    verification: countVerifications(history, outcomes, shown, input.shell ?? noShellFacts),
    changes: outcomes.changes
      .filter((outcome) => outcome.withClaude !== 'no' && isInPeriod(outcome))
      .map((outcome): ChangeCost => ({ outcome, money: costs.costOf(outcome) })),
    dearest: [...priced].sort(dearestFirst).slice(0, dearestShown),
    cordon: cordonOf(setAside, spend),
    others: countOutcomes(others, seenUntilMs),
    notRecorded: {
      ...countOutcomes(notRecorded, seenUntilMs),
      lines: survivalFigures(notRecorded.flatMap(({ change }) => lines?.get(change.sha) ?? [])),
    },
    standing: buildStanding({ history, selection, nowMs }),
    cadence: cadenceOf(outcomes.changes, seenUntilMs, timezone),
    verdict: verdictOf(all),
  };
}

/** The days of the period that the repository's spend reaches back to. */
function daysOf({ history, outcomes, period, nowMs, timezone }: OutcomesInput) {
  const first = history.requests.find(({ repository }) => repository === outcomes.repository);
  return coveredDays({ filter: { ...everything, ...period }, firstAtMs: first?.atMs ?? null, nowMs, timezone });
}

/** All weeks there are, whatever the period: ratios look back, and a verdict compares quarters. Spend is also taken at the prices of now. */
function allWeeks(
  input: OutcomesInput,
  own: readonly ChangeOutcome[],
  { costOf }: ChangeCosts,
  seenUntilMs: number,
): readonly VerdictWeek[] {
  const { history, outcomes, nowMs, timezone, rate } = input;
  const selection = selectHistory(history, { ...everything, repository: outcomes.repository }, rate);
  const days = daysOf({ ...input, period: { sinceMs: null, untilMs: null } });
  const weeks = outcomeWeeks({ ...selection, changes: own, costOf, windows: outcomes.settings.windows, ...days, timezone, seenUntilMs });
  const constant = new Map<string, number>();
  const add = (atMs: number, nanodollars: number): void => {
    const week = mondayOf(dayKey(atMs, timezone));
    constant.set(week, (constant.get(week) ?? 0) + nanodollars);
  };
  for (const request of selection.requests) if (request.part !== 'setAside') add(request.atMs, priceNow(request, nowMs, rate));
  for (const { atMs, models } of selection.sideCalls)
    for (const { model, tokens } of models ?? []) add(atMs, sideCallCost(model, tokens, nowMs, rate) ?? 0);
  return weeks.map((week) => ({ ...week, constantNanodollars: constant.get(week.week) ?? 0 }));
}

/** What has no price counts nothing here: a quarter with such requests is not compared. */
function priceNow(request: PlacedRequest, nowMs: number, rate: Rate): number {
  const rating = rate({ ...request, atMs: nowMs });
  return rating.priced ? rating.cost.total : 0;
}

/** The costs of the commits that own changes are made of, or squashed; what joined them (reverts, hotfixes) is no commit that shipped anything. */
function commitCostsIn(
  history: History,
  { repository, changeOf }: RepositoryOutcomes,
  changes: readonly ChangeOutcome[],
): readonly Money[] {
  const shown = new Set(changes);
  const inferred = inferredCommits(history);
  return [...commitCostsOf(history).values()].flatMap((cost) => {
    const outcome = cost.repository === repository && !inferred.has(commitKey(repository, cost.sha)) ? changeOf.get(cost.sha) : undefined;
    if (outcome === undefined || !shown.has(outcome) || outcome.joined.some(({ sha }) => sha === cost.sha)) return [];
    return [cost.mix.money()];
  });
}

/** What own changes cost on each branch that they were made on. */
function branchCosts(
  { requests }: Selection,
  changes: readonly ChangeOutcome[],
  { repository, changeOf }: RepositoryOutcomes,
  inferred: ReadonlySet<string>,
): readonly Money[] {
  const shown = new Set(changes);
  const sums = new Map<string, MoneySum>();
  for (const { placement, branch, nanodollars, lowerBound } of requests) {
    const sha = placement.target.kind === 'commit' ? placement.target.sha : '';
    const outcome = inferred.has(commitKey(repository, sha)) ? undefined : changeOf.get(sha);
    if (branch === '' || outcome === undefined || !shown.has(outcome)) continue;
    const sum = sums.get(branch) ?? new MoneySum();
    sums.set(branch, sum);
    sum.add(nanodollars, lowerBound);
  }
  return [...sums.values()].map((sum) => sum.money());
}

function perShippedLine(
  changes: readonly ChangeCost[],
  lines: ReadonlyMap<string, ChangeLines> = new Map(),
): OutcomesView['perShippedLine'] {
  let shipped = 0;
  const sum = new MoneySum();
  for (const { outcome, money } of changes) {
    const here = lines.get(outcome.change.sha)?.shipped ?? 0;
    if (here === 0) continue;
    shipped += here;
    sum.addMoney(money);
  }
  const total = sum.money();
  return shipped === 0 ? null : { lines: shipped, total, each: isUnpriced(total) ? null : divided(total, shipped) };
}

function cordonOf(money: Money, spend: Money): OutcomesView['cordon'] {
  const whole = money.nanodollars + spend.nanodollars;
  const share = whole === 0 ? 0 : money.nanodollars / whole;
  return { money, share, isLarge: share >= largeCordon };
}

/** A colleague's change that names Claude is a colleague's, however it was made. */
function isMostlyBy({ change: { commits } }: ChangeOutcome, identityHashes: readonly string[]): boolean {
  return 2 * commits.filter(({ authorHash }) => identityHashes.includes(authorHash)).length > commits.length;
}

/** Without regard to when the first transcript begins: most of what only trailers name comes from before. */
function isWithin(atMs: number, { sinceMs, untilMs }: Period): boolean {
  return (sinceMs === null || atMs >= sinceMs) && (untilMs === null || atMs < untilMs);
}

function dearestFirst(left: ChangeCost, right: ChangeCost): number {
  return right.money.nanodollars - left.money.nanodollars || whenOf(right.outcome) - whenOf(left.outcome);
}

function sumOf(amounts: readonly Money[]): Money {
  const sum = new MoneySum();
  for (const amount of amounts) sum.addMoney(amount);
  return sum.money();
}
