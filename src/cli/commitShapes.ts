/** The JSON of the commands about commits: documented in docs/command-line.md, held by golden tests. Names and meanings only ever grow. */
import type { MatchedEvidence } from '../core/attribution/link.ts';
import type { RepositoryRecord } from '../core/attribution/gitFacts.ts';
import type { CommitChange, CommitLink, CommitRow } from '../core/report/commits.ts';
import type { Explanation, Receipt } from '../core/report/explanation.ts';
import { paragraphText, wholeText } from '../core/report/explanationText.ts';
import type { Money } from '../core/report/live.ts';
import { dollars, isUnpriced } from '../core/report/money.ts';
import type { Report } from '../core/report/report.ts';
import type { Standing } from '../core/report/standing.ts';

/** `payoff commits --json`. */
export function commitsJson(
  { timezone, prices }: Pick<Report, 'timezone' | 'prices'>,
  repository: string,
  record: RepositoryRecord | null,
  rows: readonly CommitRow[],
): object {
  return {
    timezone,
    prices: { version: prices.version, asOf: prices.asOf },
    repository,
    ...recordJson(record),
    rows: rows.map((row) => ({
      sha: row.sha,
      authoredAt: instant(row.authoredAtMs),
      branch: row.branch,
      onDefaultBranch: row.onDefaultBranch,
      reachable: row.reachable,
      own: row.own,
      merge: row.merge,
      part: row.part,
      lost: row.part === 'noCommit',
      links: row.links.map(linkJson),
      ...(row.money === null ? { costUsd: null, costNanodollars: null, unpricedRequests: 0, lowerBound: false } : moneyJson(row.money)),
      models: row.models.map(({ model, money }) => ({ model, ...optionalCostJson(money) })),
      linesAdded: row.linesAdded,
      linesRemoved: row.linesRemoved,
      linesWithClaude: row.linesWithClaude,
      style: row.change?.style ?? null,
      state: row.change?.state ?? null,
      change: changeJson(row.change),
      survival: survivalJson(row.change),
      copies: row.copies.map(({ sha, branch }) => ({ sha, branch })),
    })),
  };
}

function linkJson({ sessionId, tier, confidence, evidence, sentence, money }: CommitLink): object {
  const { startedAtMs, endedAtMs, matched, ...found } = evidence;
  return {
    sessionId,
    tier,
    confidence,
    evidence: {
      ...found,
      ...(matched === undefined ? {} : { matched: matchedJson(matched) }),
      startedAt: instant(startedAtMs),
      endedAt: instant(endedAtMs),
      sentence,
    },
    ...optionalCostJson(money),
  };
}

/** The change that a commit belongs to, and its window. */
function changeJson(change: CommitChange | null): object | null {
  if (change === null) return null;
  const { sha, pending, shippedAtMs, windowDays, windowClosesAtMs, setAside } = change;
  return { sha, pending, shippedAt: instant(shippedAtMs), windowDays, windowClosesAt: instant(windowClosesAtMs), setAside };
}

/** Lines of the change that Claude wrote: shipped, and still there so many days after; what is not known says why. */
function survivalJson(change: CommitChange | null): object | null {
  if (!change?.lines) return null;
  const { committed, shipped, at } = change.lines;
  return { committed, shipped, surviving: at };
}

function matchedJson({ lastEditAtMs, ...matched }: MatchedEvidence): object {
  return { ...matched, lastEditAt: instant(lastEditAtMs) };
}

/** `payoff links --json`: a bare array, newest commit first. */
export function linksJson(rows: readonly CommitRow[]): readonly object[] {
  return rows.flatMap(({ sha, links }) => links.map(({ sessionId, tier, confidence }) => ({ sessionId, sha, tier, confidence })));
}

/** Until when the default branch is known; null where git was not read. */
type Fetched = Pick<RepositoryRecord, 'defaultBranch' | 'fetchedAtMs'> | null;

/** `standing` of a report of one repository. */
export function standingJson(standing: Standing, record: Fetched): object {
  const { total, attributedNanodollars } = standing;
  const unattributed = total.nanodollars - attributedNanodollars;
  return {
    totalUsd: dollars(total.nanodollars),
    totalNanodollars: total.nanodollars,
    attributedUsd: dollars(attributedNanodollars),
    attributedNanodollars,
    unattributedUsd: dollars(unattributed),
    unattributedNanodollars: unattributed,
    unpricedRequests: total.unpricedRequests,
    lowerBound: total.lowerBound,
    sideCallsUnknown: standing.sideCallsUnknown,
    parts: Object.fromEntries(
      standing.parts.map(({ part, money, commits, sessions }) => [part, { ...costJson(money), commits, sessions }]),
    ),
    unattributed: Object.fromEntries(standing.unattributed.map(({ reason, money }) => [reason, costJson(money)])),
    commitsOnDefaultBranch: standing.commitsOnDefaultBranch,
    firstWindowClosesAt: instant(standing.firstWindowClosesAtMs),
    windowsClosed: standing.windowsClosed,
    nextWindowClosesAt: instant(standing.nextWindowClosesAtMs),
    ...recordJson(record),
  };
}

/** `payoff explain --json`. */
export function explanationJson(explanation: Explanation): object {
  const { subject, id, title, repository, money, paragraphs } = explanation;
  return {
    subject,
    id,
    title,
    repository,
    sentence: wholeText(explanation),
    ...optionalCostJson(money),
    paragraphs: paragraphs.map((paragraph) => ({
      text: paragraphText(paragraph),
      ...optionalCostJson(paragraph.money),
      evidence: paragraph.evidence === null ? null : { kind: paragraph.evidence.kind, id: paragraph.evidence.id },
    })),
  };
}

/** `payoff receipt --json`. */
export function receiptJson({ kind, id, markdown }: Receipt): object {
  return { kind, id, markdown };
}

function recordJson(record: Fetched): object {
  return { defaultBranch: record?.defaultBranch ?? null, fetchedAt: instant(record?.fetchedAtMs ?? null) };
}

function moneyJson(money: Money): object {
  return { ...costJson(money), unpricedRequests: money.unpricedRequests, lowerBound: money.lowerBound };
}

/** An amount that adds up with others; what has no price is counted beside it. */
function costJson({ nanodollars, unpricedRequests }: Money): object {
  return {
    costUsd: dollars(nanodollars),
    costNanodollars: nanodollars,
    ...(unpricedRequests === 0 ? {} : { unpricedRequests }),
  };
}

/** An amount by itself: null where there is none, or nothing of it has a price. */
function optionalCostJson(money: Money | null): object {
  if (money === null) return { costUsd: null, costNanodollars: null };
  return isUnpriced(money) ? { costUsd: null, costNanodollars: null, unpricedRequests: money.unpricedRequests } : costJson(money);
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
