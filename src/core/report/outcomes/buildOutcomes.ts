import type { History } from '../../attribution/history.ts';
import type { ChangeOutcome, RepositoryOutcomes } from '../../outcomes/outcome.ts';
import { survivalFigures } from '../../outcomes/survival.ts';
import type { ChangeLines } from '../../outcomes/survival.ts';
import type { Rate } from '../../pricing/rating.ts';
import { buildStanding } from '../buildStanding.ts';
import { commitCostsOf, commitKey } from '../commitCosts.ts';
import { everything } from '../filterRequests.ts';
import { inferredCommits } from '../inferredCommits.ts';
import type { Money } from '../live.ts';
import { isUnpriced } from '../money.ts';
import { MoneySum } from '../moneySum.ts';
import { selectHistory } from '../selection.ts';
import type { Selection } from '../selection.ts';
import type { Period } from '../time.ts';
import { cadenceOf } from './cadence.ts';
import { changeCosts } from './changeCosts.ts';
import { countVerifications, noShellFacts } from './changeVerification.ts';
import type { ShellFacts } from './changeVerification.ts';
import { countOutcomes } from './outcomeCounts.ts';
import type { ChangeCost, OutcomesView } from './outcomesView.ts';
import { cordonOf, outcomeSums } from './outcomeSums.ts';
import { whenOf } from './outcomeWeeks.ts';
import { divided, unitCost } from './unitCosts.ts';

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

/** What the spend of one repository in a period became: changes by the day they shipped, spend by the day it was used. */
export function buildOutcomes(input: OutcomesInput): OutcomesView {
  const { history, outcomes, period, nowMs, timezone, rate } = input;
  const { repository, settings } = outcomes;
  const record = history.repositories.get(repository)?.record;
  const sums = outcomeSums(input);
  const { seenUntilMs, shown, isInPeriod } = sums;
  const selection = selectHistory(history, { ...everything, ...period, repository }, rate);
  const lines = history.survival.get(repository);
  const costOf = changeCosts(history);
  const priced = shown.map((outcome): ChangeCost => ({ outcome, money: costOf(outcome) }));
  const isNotRecorded = (outcome: ChangeOutcome): boolean =>
    outcome.withClaude === 'trailer' && isMostlyBy(outcome, record?.identityHashes ?? []);
  const others = outcomes.changes.filter((outcome) => !outcome.own && !isNotRecorded(outcome) && isInPeriod(outcome));
  const notRecorded = outcomes.changes.filter((outcome) => isNotRecorded(outcome) && isWithin(whenOf(outcome), period));
  return {
    ...{ repository, defaultBranch: record?.defaultBranch ?? '', timezone, firstDay: sums.firstDay, lastDay: sums.lastDay },
    ...{ fetchedAtMs: record?.fetchedAtMs ?? null, seenUntilMs: outcomes.seenUntilMs },
    ...{ windows: settings.windows, settingsProblem: record?.settingsProblem ?? null, weeks: sums.weeks, totals: sums.totals },
    perChange: unitCost(priced.filter(({ outcome }) => outcome.state === 'verified').map(({ money }) => money)),
    perCommit: unitCost(commitCostsIn(history, outcomes, shown)),
    perPullRequest: unitCost(priced.filter(({ outcome }) => outcome.change.pullNumber !== null).map(({ money }) => money)),
    perBranch: unitCost(branchCosts(selection, shown, outcomes, inferredCommits(history))),
    perShippedLine: perShippedLine(priced, lines),
    lines: survivalFigures(shown.flatMap(({ change }) => lines?.get(change.sha) ?? [])),
    verification: countVerifications(history, outcomes, shown, input.shell ?? noShellFacts),
    changes: outcomes.changes
      .filter((outcome) => outcome.withClaude !== 'no' && isInPeriod(outcome))
      .map((outcome): ChangeCost => ({ outcome, money: costOf(outcome) })),
    dearest: [...priced].sort(dearestFirst).slice(0, dearestShown),
    cordon: cordonOf(sums.totals),
    others: countOutcomes(others, seenUntilMs),
    notRecorded: {
      ...countOutcomes(notRecorded, seenUntilMs),
      lines: survivalFigures(notRecorded.flatMap(({ change }) => lines?.get(change.sha) ?? [])),
    },
    standing: buildStanding({ history, selection, nowMs }),
    cadence: cadenceOf(outcomes.changes, seenUntilMs, timezone),
    verdict: sums.verdict,
  };
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
