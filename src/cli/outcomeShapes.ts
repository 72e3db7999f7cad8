/** The JSON of `payoff outcomes`: documented in docs/command-line.md, held by golden tests. Names and meanings only ever grow. */
import type { SurvivalFigures } from '../core/outcomes/survival.ts';
import type { ObservationWindow } from '../core/outcomes/repositorySettings.ts';
import type { Money } from '../core/report/live.ts';
import { dollars, isUnpriced } from '../core/report/money.ts';
import type { ChangeCost, OutcomeCounts, OutcomesView, OutcomeWeek, UnitCost, Verdict } from '../core/report/outcomes/outcomesView.ts';
import type { Distribution } from '../core/report/overview.ts';
import type { Report } from '../core/report/report.ts';
import { standingJson } from './commitShapes.ts';

/** `payoff outcomes --json`. */
export function outcomesJson(view: OutcomesView, prices: Report['prices']): object {
  const { standing, totals, cordon, perShippedLine } = view;
  const stands = standingJson(standing, view) as { readonly unattributed: object };
  return {
    timezone: view.timezone,
    prices: { version: prices.version, asOf: prices.asOf },
    repository: view.repository,
    defaultBranch: view.defaultBranch === '' ? null : view.defaultBranch,
    fetchedAt: instant(view.fetchedAtMs),
    seenUntil: instant(view.seenUntilMs),
    firstDay: view.firstDay === '' ? null : view.firstDay,
    lastDay: view.lastDay === '' ? null : view.lastDay,
    windows: view.windows.map(windowJson),
    settingsProblem: view.settingsProblem,
    weeks: view.weeks.map(weekJson),
    totals: {
      ...spendJson(totals.spend),
      ...countsJson(totals),
      verifiedShare: totals.verifiedShare,
      ...cpvoJson(totals.costPerChange),
      settledWeeks: totals.settledWeeks,
    },
    distribution: distributionJson(view.perChange.distribution),
    perChange: unitJson(view.perChange),
    perCommit: unitJson(view.perCommit),
    perPullRequest: unitJson(view.perPullRequest),
    perBranch: unitJson(view.perBranch),
    perShippedLine:
      perShippedLine === null
        ? null
        : { lines: perShippedLine.lines, totalUsd: usd(perShippedLine.total), eachUsd: usd(perShippedLine.each) },
    lines: linesJson(view.lines),
    cordon: {
      costUsd: dollars(cordon.money.nanodollars),
      costNanodollars: cordon.money.nanodollars,
      share: cordon.share,
      isLarge: cordon.isLarge,
    },
    others: countsJson(view.others),
    notRecorded: { ...countsJson(view.notRecorded), lines: linesJson(view.notRecorded.lines) },
    recordedVerification: view.verification,
    unattributed: stands.unattributed,
    standing: stands,
    cadence: view.cadence,
    verdict: verdictJson(view.verdict),
    changes: view.changes.map(changeJson),
  };
}

function weekJson(week: OutcomeWeek): object {
  return {
    week: week.isoWeek,
    from: week.week,
    partial: week.partial,
    ...spendJson(week.spend),
    setAsideUsd: dollars(week.setAside.nanodollars),
    setAsideNanodollars: week.setAside.nanodollars,
    ...countsJson(week),
    settled: week.settled,
    verifiedShare: week.fourWeeks?.verifiedShare ?? null,
    ...cpvoJson(week.fourWeeks?.costPerChange ?? null),
    distribution: distributionJson(week.distribution),
    windowChange: week.windowChange === null ? null : windowJson(week.windowChange),
  };
}

function changeJson({ outcome, money }: ChangeCost): object {
  const { change, state, pending, shippedAtMs, window, windowClosesAtMs, comeBacks, joined } = outcome;
  return {
    sha: change.sha,
    style: change.style,
    pullNumber: change.pullNumber,
    commits: change.commits.map(({ sha }) => sha),
    state,
    pending,
    shippedAt: instant(shippedAtMs),
    windowDays: window.days,
    windowClosesAt: instant(windowClosesAtMs),
    own: outcome.own,
    withClaude: outcome.withClaude,
    setAside: outcome.setAside,
    sessionIds: outcome.sessionIds,
    // Only a trailer names Claude: no transcript says what it cost.
    ...(outcome.withClaude === 'trailer'
      ? { costUsd: null, costNanodollars: null }
      : { costUsd: usd(money), costNanodollars: money.nanodollars }),
    comeBacks: comeBacks.map(({ atMs, ...comeBack }) => ({ ...comeBack, at: instant(atMs) })),
    joined: joined.map(({ atMs, ...commit }) => ({ ...commit, at: instant(atMs) })),
  };
}

/** Lines that Claude wrote: committed, shipped, and still there so many days after. */
function linesJson({ committed, shipped, at }: SurvivalFigures): object {
  return {
    committed,
    shipped,
    surviving: Object.fromEntries(
      Object.entries(at).map(([days, { changes, lines, surviving, share, interval, left }]) => [
        days,
        { changes, lines, surviving, share, interval, left },
      ]),
    ),
  };
}

function countsJson({ attempted, verified, reverted, hotfixed, reopened, pending, closed }: OutcomeCounts): object {
  return { attempted, verified, reverted, hotfixed, reopened, pending, closed };
}

function unitJson({ count, total, each, distribution }: UnitCost): object {
  return { count, totalUsd: dollars(total.nanodollars), eachUsd: usd(each), distribution: distributionJson(distribution) };
}

function verdictJson({ quarters, ...verdict }: Verdict): object {
  return {
    ...verdict,
    quarters:
      quarters?.map(({ spend, costPerChange, ...quarter }) => ({
        ...quarter,
        spendUsd: dollars(spend.nanodollars),
        cpvoUsd: usd(costPerChange),
      })) ?? null,
  };
}

function distributionJson(distribution: Distribution | null): object | null {
  if (distribution === null) return null;
  const { count, lowest, firstQuartile, median, thirdQuartile, highest, dearestTenth } = distribution;
  return {
    count,
    lowestUsd: dollars(lowest),
    firstQuartileUsd: dollars(firstQuartile),
    medianUsd: dollars(median),
    thirdQuartileUsd: dollars(thirdQuartile),
    highestUsd: dollars(highest),
    dearestTenth,
  };
}

function windowJson({ days, fromMs, reason }: ObservationWindow): object {
  return { days, from: instant(fromMs), reason };
}

function spendJson({ nanodollars, unpricedRequests, lowerBound }: Money): object {
  return { spendUsd: dollars(nanodollars), spendNanodollars: nanodollars, unpricedRequests, lowerBound };
}

function cpvoJson(costPerChange: Money | null): object {
  return {
    cpvoUsd: usd(costPerChange),
    cpvoNanodollars: costPerChange === null || isUnpriced(costPerChange) ? null : costPerChange.nanodollars,
  };
}

/** Null where there is none, or nothing of it has a price. */
function usd(money: Money | null): number | null {
  return money === null || isUnpriced(money) ? null : dollars(money.nanodollars);
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
