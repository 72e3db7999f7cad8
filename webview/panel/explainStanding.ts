import { partRule, reasonLabel } from '../../src/core/report/labels.ts';
import { capitalized, counted, shareText } from '../../src/core/report/words.ts';
import { filledParts, partName, partSentence } from './standingLabels.ts';
import type { Reason, StandingPart } from '../../src/core/attribution/placement.ts';
import type { Standing } from '../../src/core/report/standing.ts';
import type { Amounts, LocalExplanation } from './panel.ts';

type Paragraphs = LocalExplanation['paragraphs'];

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
  const whole = shareText(money?.nanodollars ?? 0, standing.total.nanodollars);
  return {
    title: partName(part, defaultBranch),
    money,
    paragraphs: [
      { text: `${capitalized(partRule(part, defaultBranch || 'the default branch'))}.`, money: null },
      { text: `${whole} of all that is shown${behind.length === 0 ? '' : `, from ${behind.join(' and ')}`}.`, money: null },
      ...(inPart.length < 2 ? [] : inPart.map((each) => ({ text: `${capitalized(reasonLabel(each.reason))}.`, money: each.money }))),
    ],
  };
}

/** Each part with its sum: together they are the whole. */
export function standingParagraphs(standing: Standing, defaultBranch: string | null): Paragraphs {
  const filled = filledParts(standing.parts);
  return standing.parts
    .filter(({ part }) => filled.includes(part))
    .map((each) => ({ text: (amounts) => `${partSentence(each, standing.total, defaultBranch, amounts)}.`, money: each.money }));
}

/** What belongs to commits, and the reasons of what does not. */
export function attributionParagraphs(standing: Standing): Paragraphs {
  const reasons = standing.unattributed.filter(({ money }) => money.nanodollars > 0);
  if (reasons.length === 0) return [];
  const text = (amounts: Amounts): string => {
    const said = reasons.map(({ reason, money }) => `${reasonLabel(reason)} ${amounts.nanodollars(money.nanodollars)}`).join('; ');
    return `${amounts.nanodollars(standing.attributedNanodollars)} of it belongs to commits. The rest, by the first reason that fits: ${said}.`;
  };
  return [{ text, money: null }];
}
