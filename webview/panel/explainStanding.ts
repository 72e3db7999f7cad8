import { reasonLabel } from '../../src/core/report/labels.ts';
import { formatDollars } from '../../src/core/report/money.ts';
import { counted, formatShare } from '../shared/share.ts';
import { filledParts, partName, partSentence } from './standingLabels.ts';
import type { Reason, StandingPart } from '../../src/core/attribution/placement.ts';
import type { Standing } from '../../src/core/report/standing.ts';
import type { Amounts, LocalExplanation } from './panel.ts';

type Paragraphs = LocalExplanation['paragraphs'];

/** What is in a part: the rule, in words. */
const rules: Readonly<Record<StandingPart, string>> = {
  onDefaultBranch:
    'Requests that led to edits in commits which the default branch has, as last fetched, themselves or as a copy, and which nothing there reverts.',
  onAnotherBranch: 'Requests that led to edits in commits which another branch has and the default branch has not.',
  cameBack: 'Requests that led to edits in commits which were on the default branch and were reverted there.',
  openWork: 'Requests that led to edits which are still in a working tree, or younger than 14 days and in no commit that Claude Code made.',
  noCommit:
    'Requests that led to edits which are in no commit that Claude Code made itself. Commits made by hand are not matched with lines yet, so this does not say that the work is lost.',
  noEdits:
    'Requests that no edit followed: reading, planning, answering, reviewing, and side calls such as titles, as far as they are known.',
  outsideRepositories: 'Requests in folders that are in no git repository.',
  unknown: 'Requests in repositories that git was not read in: gone, not allowed, or not yet.',
};

/** Where the reasons of what is in no commit are shown. */
const partOfReason: Readonly<Record<Reason, StandingPart>> = {
  openWork: 'openWork',
  recentEdits: 'openWork',
  noCommit: 'noCommit',
  lostCommit: 'noCommit',
  review: 'noEdits',
  noEdits: 'noEdits',
  sideCalls: 'noEdits',
  outsideRepositories: 'outsideRepositories',
  unread: 'unknown',
};

/** Why one part is as large as it is. */
export function explainPart(part: StandingPart, standing: Standing, defaultBranch: string | null): LocalExplanation {
  const share = standing.parts.find((each) => each.part === part);
  const money = share?.money ?? null;
  const behind = [
    ...((share?.commits ?? 0) > 0 ? [counted(share?.commits ?? 0, 'commit')] : []),
    ...((share?.sessions ?? 0) > 0 ? [counted(share?.sessions ?? 0, 'session')] : []),
  ];
  const inPart = standing.unattributed.filter((each) => partOfReason[each.reason] === part && each.money.nanodollars > 0);
  const whole = formatShare(money?.nanodollars ?? 0, standing.total.nanodollars);
  return {
    title: partName(part, defaultBranch),
    money,
    paragraphs: [
      { text: rules[part], money: null },
      { text: `${whole} of all that is shown${behind.length === 0 ? '' : `, from ${behind.join(' and ')}`}.`, money: null },
      ...(inPart.length < 2 ? [] : inPart.map((each) => ({ text: `${capital(reasonLabel(each.reason))}.`, money: each.money }))),
    ],
  };
}

/** Each part with its sum: together they are the whole. */
export function standingParagraphs(standing: Standing, defaultBranch: string | null, amounts: Amounts): Paragraphs {
  const filled = filledParts(standing.parts);
  return standing.parts
    .filter(({ part }) => filled.includes(part))
    .map((each) => ({ text: `${partSentence(each, standing.total, defaultBranch, amounts)}.`, money: each.money }));
}

/** What belongs to commits, and the reasons of what does not. */
export function attributionParagraphs(standing: Standing): Paragraphs {
  const reasons = standing.unattributed.filter(({ money }) => money.nanodollars > 0);
  if (reasons.length === 0) return [];
  const said = reasons.map(({ reason, money }) => `${reasonLabel(reason)} ${formatDollars(money.nanodollars)}`).join('; ');
  const text = `${formatDollars(standing.attributedNanodollars)} of it belongs to commits. The rest, by the first reason that fits: ${said}.`;
  return [{ text, money: null }];
}

function capital(text: string): string {
  return text.replace(/^./, (letter) => letter.toUpperCase());
}
